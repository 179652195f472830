using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>Sets of days against plain sets of dates, on random runs.</summary>
public sealed class DaySetTests
{
    private static readonly LocalDate Start = new(2023, 12, 1);

    [Test]
    public void Sets_of_days_agree_with_plain_sets([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var (first, plainFirst) = Sets(random);
        var (second, plainSecond) = Sets(random);

        Assert.That(first.Days, Is.EqualTo(plainFirst.Order()));
        Assert.That(first.With(second).Days, Is.EqualTo(plainFirst.Union(plainSecond).Order()));
        Assert.That(first.Without(second).Days, Is.EqualTo(plainFirst.Except(plainSecond).Order()));
        Assert.That(first.Intersect(second).Days, Is.EqualTo(plainFirst.Intersect(plainSecond).Order()));
        Assert.That(first.Runs.Zip(first.Runs.Skip(1)).All(pair => pair.First.To + 1 < pair.Second.From), Is.True);
        for (var day = Start; day < Start.PlusDays(130); day = day.PlusDays(1))
        {
            var (low, high) = (day, day.PlusDays(random.Next(-2, 60)));
            var plain = plainFirst
                .Where(number => number >= DaySet.Number(low) && number <= DaySet.Number(high))
                .Order()
                .ToList();
            Assert.That(first.Between(low, high), Is.EqualTo(plain.Count));
            Assert.That(first.Within(low, high).Days, Is.EqualTo(plain));
            Assert.That(first.Contains(day), Is.EqualTo(plainFirst.Contains(DaySet.Number(day))));
            var later = plainFirst.Where(number => number >= DaySet.Number(day)).Order().ToList();
            var number = random.Next(0, 20);
            LocalDate? expected = number > 0 && number <= later.Count ? DaySet.Date(later[number - 1]) : null;
            Assert.That(first.DayOf(number, day), Is.EqualTo(expected));
        }
    }

    [Test]
    public void Periods_that_end_on_each_day_agree_with_plain_sets([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var (set, plain) = Sets(random);
        var (from, length, limit) = (DaySet.Number(Start) + random.Next(-20, 90), random.Next(1, 60), random.Next(0, 30));
        var totals = new int[random.Next(1, 80)];
        var expected = totals.Select((_, i) => plain.Count(day => day > from + i - length && day <= from + i)).ToList();
        var to = from + totals.Length - 1;
        set.Windows(from, length, totals);
        var over = expected.FindIndex(total => total > limit);

        Assert.That(totals, Is.EqualTo(expected));
        Assert.That(set.LargestWindow(from, to, length), Is.EqualTo(expected.Max()));
        Assert.That(set.FirstWindowOver(from, to, length, limit), Is.EqualTo(over < 0 ? null : from + over));
    }

    [Test]
    public void Days_are_numbered_from_2000_as_the_calendar_has_them()
    {
        var epoch = new LocalDate(2000, 1, 1);
        foreach (var year in (int[])[-4, 0, 1, 4, 100, 1600, 1899, 1900, 1999, 2000, 2023, 2024, 2100, 2400, 9999])
        {
            for (var day = new LocalDate(year, 1, 1); ; day = day.PlusDays(1))
            {
                Assert.That(DaySet.Number(day), Is.EqualTo(Period.DaysBetween(epoch, day)), IsoDate.Write(day));
                if (day == new LocalDate(year, 12, 31))
                {
                    break;
                }
            }
        }
    }

    /// <summary>Each date is looked at by itself: where was the person when it began, and when it ended?</summary>
    [Test]
    public void Departure_out_agrees_with_a_walk_through_the_dates([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var stays = new List<Stay>();
        for (var i = 0; i < 12; i++)
        {
            var arrive = Start.PlusDays(random.Next(0, 40));
            stays.Add(
                new()
                {
                    Country = "XX",
                    Arrive = arrive,
                    Depart = arrive.PlusDays(random.Next(0, 4)),
                }
            );
        }

        var question = new ResidenceQuestion { AsOf = Start, Stays = stays };
        var days = Presence.Days(question, DayConvention.DepartureOut, Start.PlusDays(60));
        for (var day = Start; day < Start.PlusDays(60); day = day.PlusDays(1))
        {
            var within = stays.Exists(stay => stay.Arrive < day && stay.Depart > day);
            var left = stays.Exists(stay => stay.Arrive < day && stay.Depart == day);
            var came = stays.Exists(stay => stay.Arrive == day);
            Assert.That(days.Contains(day), Is.EqualTo(within || (came && !left)), IsoDate.Write(day));
        }
    }

    private static (DaySet Set, HashSet<int> Plain) Sets(Random random)
    {
        var runs = Enumerable
            .Range(0, random.Next(0, 12))
            .Select(_ => DaySet.Number(Start) + random.Next(0, 120))
            .Select(from => new Run(from, from + random.Next(-1, 12)))
            .ToList();
        return (
            DaySet.Of(runs),
            runs.SelectMany(run => Enumerable.Range(run.From, Math.Max(0, run.To - run.From + 1))).ToHashSet()
        );
    }
}

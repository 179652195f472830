using Mobility.Rules.Residence;
using Mobility.Rules.Tests.Trips;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>What is found by stretches of presence and absence is what walking day by day finds.</summary>
public sealed class TwelveMonthsTests
{
    private static readonly Period Length = Period.FromMonths(12);
    private static readonly LocalDate End = Records.AsOf.PlusDays(500);

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 100)]
    public void Stretches_cover_every_day_once_and_are_of_one_kind(TravelRecord record)
    {
        var days = DaysOf(record);
        var start = Records.AsOf.PlusDays(-1000);
        var next = start;
        foreach (var (from, to) in TwelveMonths.Stretches(days, start, End))
        {
            Assert.That(from, Is.EqualTo(next));
            var present = days.Between(from, to);
            Assert.That(present == 0 || present == Period.DaysBetween(from, to) + 1, Is.True, $"{from} to {to}");
            next = to.PlusDays(1);
        }

        Assert.That(next, Is.EqualTo(End.PlusDays(1)));
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 100)]
    public void The_largest_total_is_the_largest_of_every_day(TravelRecord record)
    {
        var days = DaysOf(record);
        var largest = days.Days.Select(DaySet.Date).Select(day => TwelveMonths.Count(days, day, Length)).DefaultIfEmpty().Max();

        Assert.That(TwelveMonths.Largest(days, End, Length), Is.EqualTo(largest));
    }

    [TestCase("2024-01-01", "2025-02-28", 366, TestName = "A leap day in the months makes 366 of them")]
    [TestCase("2024-03-02", "2025-02-28", 364)]
    public void The_29th_of_February_is_counted(string arrive, string depart, int largest)
    {
        var days = DaySet.Of([new(DaySet.Number(IsoDate.Read(arrive)), DaySet.Number(IsoDate.Read(depart)))]);

        Assert.That(TwelveMonths.Largest(days, End, Length), Is.EqualTo(largest));
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 60)]
    public void New_Zealand_walked_day_by_day_says_the_same(TravelRecord record)
    {
        // Longer stays, so that residence begins and ends.
        var stays = record
            .Stays.Where(stay => stay.Country is "FR" or "DE" or "HR" or "RO" or "US")
            .Select(stay => stay with { Country = "NZ", Depart = stay.Depart?.PlusDays(60), Planned = false })
            .ToList();
        var rule = (ResidenceRule)RulesFolder.Book.Find("nz/residence-183-325")!;
        var on = Records.AsOf;
        var question = new ResidenceQuestion
        {
            AsOf = on,
            On = on,
            Stays = stays,
            Facts = FactSet.Read("permanent_place_of_abode", "false"),
        };
        var days = rule.CountedDays(question)!;
        LocalDate? established = null,
            first = null,
            last = null;
        for (var day = days.First ?? on.PlusDays(1); day <= on; day = day.PlusDays(1))
        {
            var from = TwelveMonths.StartOf(day, Length);
            if (first is null)
            {
                if (days.Between(from, day) > 183)
                {
                    (established, first, last) = (day, days.Within(from, day).First, null);
                }

                continue;
            }

            from = LocalDate.Max(from, first.Value);
            if (Period.DaysBetween(from, day) + 1 - days.Between(from, day) > 325)
            {
                while (days.Contains(from))
                {
                    from = from.PlusDays(1);
                }

                (first, last) = (null, from.PlusDays(-1));
            }
        }

        var answer = rule.Answer(question);

        Assert.That(answer["threshold_crossed_on"], Is.EqualTo(established));
        Assert.That(answer["first_day_of_residence"], Is.EqualTo(first));
        Assert.That(answer["last_day_of_residence"], Is.EqualTo(last));
        Assert.That(answer["resident"], Is.EqualTo(first is not null));
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 60)]
    public void The_first_day_in_the_Emirates_is_the_one_found_day_by_day(TravelRecord record)
    {
        var stays = record
            .Stays.Where(stay => stay.Country is "FR" or "DE" or "HR" or "US")
            .Select(stay => stay with { Country = "AE", Depart = stay.Depart?.PlusDays(30), Planned = false })
            .ToList();
        var permits = record.ResidencePermits.Select(permit => permit with { Country = "AE" }).ToList();
        var rule = (ResidenceRule)RulesFolder.Book.Find("ae/residence-183-90")!;
        var facts = FactSet
            .Read("works_in_country", "true")
            .With("citizenships", "[]")
            .With(
                Facts.ResidencePermits,
                permits.Select(permit => new CountrySpan(permit.From, permit.To, permit.Country)).ToList()
            );
        ResidenceQuestion On(LocalDate day) =>
            new()
            {
                AsOf = day,
                On = day,
                Stays = stays,
                Facts = facts,
            };
        var on = Records.AsOf;
        LocalDate? first = null;
        for (var day = on; day >= on.PlusDays(-1000); day = day.PlusDays(-1))
        {
            first = rule.Answer(On(day))["resident"] is true ? day : first;
        }

        Assert.That(rule.Answer(On(on))["threshold_crossed_on"], Is.EqualTo(first));
    }

    private static DaySet DaysOf(TravelRecord record) =>
        DaySet
            .Of(
                record.Stays.Select(stay => new Run(
                    DaySet.Number(stay.Arrive),
                    DaySet.Number(stay.Depart ?? stay.Arrive.PlusDays(150))
                ))
            )
            .Within(Records.AsOf.PlusDays(-1000), End);
}

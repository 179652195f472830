using System.Globalization;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>A date of work is asked against every twelve months that contain it, one after the other.</summary>
public sealed class TreatyDateTests
{
    [Test]
    public void The_limit_is_exceeded_on_a_date_if_any_twelve_months_with_it_have_more_days()
    {
        var random = new Random(20261122);
        var rule = (IResidenceRule)RulesFolder.Book.Find("treaty/article-15-183")!;
        for (var i = 0; i < 20; i++)
        {
            var stays = new List<Stay>();
            var day = new LocalDate(2023, 1, 1).PlusDays(random.Next(365));
            for (var n = random.Next(2, 6); n > 0; n--)
            {
                var last = day.PlusDays(random.Next(120));
                stays.Add(
                    new()
                    {
                        Country = "FR",
                        Arrive = day,
                        Depart = last,
                    }
                );
                day = last.PlusDays(random.Next(1, 90));
            }

            var answer = rule.Answer(
                new()
                {
                    AsOf = new(2026, 12, 31),
                    Stays = stays,
                    Facts = FactSet
                        .Read("host_country", "\"FR\"")
                        .With("treaty_clauses", """[{"from": null, "to": null, "clause": "rolling-12-months"}]"""),
                }
            );

            var there = stays.SelectMany(Dates).ToHashSet();
            var exceeded = there
                .Select(end => (From: end.PlusYears(-1).PlusDays(1), To: end))
                .Concat(
                    there.Select(start => (From: start, To: start.PlusYears(1).PlusDays(start is { Month: 2, Day: 29 } ? 0 : -1)))
                )
                .Where(period => there.Count(date => date >= period.From && date <= period.To) > 183)
                .ToList();
            Assert.That(
                answer["exceeds_183_on"],
                Is.EquivalentTo(
                    there.ToDictionary(
                        date => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                        date => exceeded.Exists(period => period.From <= date && period.To >= date)
                    )
                )
            );
        }
    }

    private static IEnumerable<LocalDate> Dates(Stay stay) =>
        Enumerable.Range(0, Period.DaysBetween(stay.Arrive, stay.Depart!.Value) + 1).Select(stay.Arrive.PlusDays);
}

using Mobility.Casework.Assessments;
using Mobility.Rules;
using Mobility.Rules.Trips;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Assessments;

public sealed class PersonCountersTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    [Test]
    public void Citizenships_home_permits_cases_and_trips_each_bring_the_rules_of_their_country()
    {
        var record = new TravelRecord
        {
            Citizenships = ["US"],
            HomeCountry = "GB",
            ResidencePermits = [new("SG", new LocalDate(2026, 1, 1), null)],
            Stays =
            [
                new()
                {
                    Country = "IT",
                    Arrive = new LocalDate(2026, 5, 1),
                    Depart = new LocalDate(2026, 5, 10),
                },
            ],
        };

        var counted = PersonCounters.Of(TestRules.Repository, record, [], Today, ["ZA"]).Select(f => f.Jurisdiction).Distinct();

        Assert.That(counted, Is.SupersetOf(new[] { "US", "GB", "SG", "IT", "ZA", "schengen" }));
        Assert.That(counted, Has.None.EqualTo("IE"), "nothing touches Ireland");
    }

    [Test]
    public void Rules_that_only_repeat_the_numbers_of_a_counter_are_none()
    {
        var record = new TravelRecord { Citizenships = ["GB"], HomeCountry = "US" };

        var counters = PersonCounters.Of(TestRules.Repository, record, [], Today, []);

        Assert.That(
            counters.Where(f => f.Jurisdiction == "US" && f.Figures?.Limit == 183).Select(f => f.RuleId),
            Is.EqualTo(new[] { "us/substantial-presence" })
        );
    }

    [Test]
    public void Plans_that_reach_the_first_warning_make_a_counter_amber_and_days_at_home_do_not()
    {
        // 30 days in October, 30 planned in December: the first warning of the short stays is at 60.
        var record = new TravelRecord
        {
            HomeCountry = "GB",
            Stays =
            [
                Stay("FR", new LocalDate(2026, 10, 1), 30, planned: false),
                Stay("FR", new LocalDate(2026, 12, 1), 30, planned: true),
            ],
        };
        var rule = TestRules.Repository.Find("schengen/short-stay-90-180")!;
        var near = ((DayRule)rule).Evaluate(record, Today);
        var shorter = ((DayRule)rule).Evaluate(record with { Stays = [.. record.Stays.Take(1)] }, Today);

        Assert.Multiple(() =>
        {
            Assert.That(near.Outcome, Is.EqualTo(Outcome.Within));
            Assert.That(Standing.WordOf(near, rule, atHome: false), Is.EqualTo(StandingWord.ApproachingWithPlans));
            Assert.That(Standing.Gravity(near, rule, atHome: false), Is.LessThan(Standing.Gravity(near, rule, atHome: true)));
            Assert.That(Standing.NearsWithPlans(shorter, rule), Is.False);
        });
    }

    private static Stay Stay(string country, LocalDate arrive, int days, bool planned) =>
        new()
        {
            Country = country,
            Arrive = arrive,
            Depart = arrive.PlusDays(days - 1),
            Planned = planned,
        };
}

using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using Mobility.Rules.Trips.Planning;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Trips.Planning;

/// <summary>Plans whose dates were counted on a calendar with a pencil.</summary>
public sealed class PlannerTests
{
    private const string Schengen = "schengen/short-stay-90-180";
    private const string UnitedStates = "us/substantial-presence";

    private static readonly LocalDate Today = new(2026, 3, 31);

    [Test]
    public void Nobody_stays_longer_than_ninety_days_and_no_later_date_helps()
    {
        var plan = Plan(Of(), "FR", new(2026, 4, 1), new(2026, 7, 9));

        Assert.Multiple(() =>
        {
            Assert.That(plan.Passes.Single(), Is.EqualTo(new PlanReason(Schengen, new(2026, 6, 30), 91, 90)));
            Assert.That(plan.LatestSafeExit, Is.EqualTo(new LocalDate(2026, 6, 29)));
            Assert.That(plan.Shorter!.To, Is.EqualTo(new LocalDate(2026, 6, 29)));
            Assert.That(plan.Later, Is.Null, "100 days never fit");
        });
    }

    [Test]
    public void After_a_long_stay_the_next_one_waits_until_enough_days_have_left_the_window()
    {
        // 90 days, 2 January to 1 April. Of 30 days from 10 April the first is one too many. The thirtieth may be 30 July at the earliest: its window begins
        // on 1 February, behind the first 30 days of the winter.
        var plan = Plan(
            Of(Actual("FR", new(2026, 1, 2), new(2026, 3, 31)), Planned("FR", new(2026, 4, 1), new(2026, 4, 1))),
            "IT",
            new(2026, 4, 10),
            new(2026, 5, 9)
        );

        Assert.Multiple(() =>
        {
            Assert.That(plan.LatestSafeExit, Is.Null);
            Assert.That(plan.ExitReason, Is.EqualTo(new PlanReason(Schengen, new(2026, 4, 10), 91, 90)));
            Assert.That(plan.Shorter, Is.Null);
            Assert.That(plan.Later!.From, Is.EqualTo(new LocalDate(2026, 7, 1)));
            Assert.That(plan.Later.To, Is.EqualTo(new LocalDate(2026, 7, 30)));
            Assert.That(plan.Later.Why!.RuleId, Is.EqualTo(Schengen));
            Assert.That(plan.NextStay, Is.EqualTo(plan.Later));
        });
    }

    [Test]
    public void A_stay_that_fits_leaves_the_next_one_its_date()
    {
        // 90 days from 1 April to 29 June; 180 days after 1 April the window of 28 September begins on 2 April, and one day falls out each day.
        var plan = Plan(Of(), "FR", new(2026, 4, 1), new(2026, 6, 29));

        Assert.Multiple(() =>
        {
            Assert.That(plan.Passes, Is.Empty);
            Assert.That(plan.Later, Is.Null);
            Assert.That(plan.NextStay!.From, Is.EqualTo(new LocalDate(2026, 9, 28)));
        });
    }

    [Test]
    public void A_stay_that_pushes_a_later_plan_over_the_limit_passes_it_on_the_day_of_that_plan()
    {
        var plan = Plan(Of(Planned("DE", new(2026, 6, 1), new(2026, 8, 19))), "FR", new(2026, 4, 10), new(2026, 4, 21));

        // 80 days of summer and 12 of April make 92: 90 are reached on 17 August.
        Assert.That(plan.Passes.Single().On, Is.EqualTo(new LocalDate(2026, 8, 18)));
        Assert.That(plan.Shorter!.To, Is.EqualTo(new LocalDate(2026, 4, 19)), "ten days are left before the summer");
    }

    [Test]
    public void A_year_test_counts_what_is_left_of_the_year_and_begins_anew_with_the_next()
    {
        // 60 days to 1 March and 122 more make 182 on 29 October when entering on 30 June.
        var plan = Plan(Of(Actual("US", new(2026, 1, 1), new(2026, 3, 1))), "US", new(2026, 6, 30), new(2026, 11, 30));

        Assert.Multiple(() =>
        {
            Assert.That(plan.Passes, Has.Member(new PlanReason(UnitedStates, new(2026, 10, 30), 183, 183)));
            Assert.That(plan.LatestSafeExit, Is.EqualTo(new LocalDate(2026, 10, 29)));
        });
    }

    [Test]
    public void A_rule_of_residence_is_asked_about_the_stay()
    {
        // A citizen of France may stay in Germany as long as he likes: six months make the habitual abode, the day of entry not counted.
        var plan = Plan(Of() with { Citizenships = ["FR"], HomeCountry = "FR" }, "DE", new(2026, 5, 1), new(2026, 12, 1));

        Assert.Multiple(() =>
        {
            Assert.That(plan.Limits, Has.None.EqualTo(Schengen));
            Assert.That(plan.Passes.Select(p => p.RuleId), Is.EqualTo(new[] { "de/habitual-abode" }));
            Assert.That(plan.LatestSafeExit, Is.EqualTo(new LocalDate(2026, 11, 1)));
        });
    }

    [Test]
    public void What_is_passed_already_is_not_held_against_a_stay()
    {
        var plan = Plan(
            Of(
                Actual("US", new(2025, 1, 1), new(2025, 12, 31)),
                Actual("US", new(2026, 1, 1), new(2026, 3, 1)),
                Planned("US", new(2026, 7, 1), new(2026, 12, 20))
            ),
            "US",
            new(2026, 5, 1),
            new(2026, 5, 10)
        );

        Assert.That(plan.Passes, Is.Empty);
    }

    [Test]
    public void Other_journeys_are_named_and_dates_among_them_are_not_offered()
    {
        var france = Actual("FR", new(2026, 1, 2), new(2026, 3, 31));
        var japan = Planned("JP", new(2026, 6, 20), new(2026, 7, 20));
        var plan = Plan(Of(france, japan), "IT", new(2026, 6, 15), new(2026, 7, 14));

        Assert.Multiple(() =>
        {
            Assert.That(plan.InTheWay, Is.EqualTo(new[] { japan }));
            Assert.That(plan.Passes, Is.Not.Empty);
            Assert.That(plan.Later!.From, Is.EqualTo(new LocalDate(2026, 7, 20)), "the day of return is a day of travel");
            Assert.That(plan.Later.Why!.Stay, Is.EqualTo(japan));
        });
    }

    [Test]
    public void An_open_end_is_the_latest_safe_exit()
    {
        var plan = Plan(Of(), "FR", new(2026, 4, 1), null);

        Assert.That(plan.To, Is.EqualTo(new LocalDate(2026, 6, 29)));
        Assert.That(plan.Passes, Is.Empty);
    }

    [Test]
    public void A_country_without_limits_says_so()
    {
        var plan = Plan(Of(), "VN", new(2026, 4, 1), null);

        Assert.Multiple(() =>
        {
            Assert.That(plan.Limits, Is.Empty);
            Assert.That(plan.IsUnlimited);
            Assert.That(plan.To, Is.Null);
        });
    }

    [TestCase(2026, 3, 31)]
    [TestCase(1, 1, 1)]
    [TestCase(9999, 12, 31)]
    public void A_first_day_that_no_rule_can_be_asked_about_is_refused(int year, int month, int day) =>
        Assert.That(() => Plan(Of(), "FR", new(year, month, day), null), Throws.ArgumentException);

    [Test]
    public void An_end_before_the_beginning_and_an_endless_stay_are_refused() =>
        Assert.Multiple(() =>
        {
            Assert.That(() => Plan(Of(), "FR", new(2026, 5, 2), new(2026, 5, 1)), Throws.ArgumentException);
            Assert.That(() => Plan(Of(), "FR", new(2026, 5, 2), new(9999, 12, 31)), Throws.ArgumentException);
        });

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 30)]
    public void Totals_are_what_findings_say(TravelRecord record)
    {
        foreach (var rule in RulesFolder.Book.DayRules)
        {
            var totals = DayTotals.Of(rule, record, FactSet.None, Records.AsOf)!;
            var finding = rule.Evaluate(record, Records.AsOf);
            Assert.That(totals.On(Records.AsOf), Is.EqualTo(finding.Figures!.Used + finding.Figures.Unknown), rule.Id);
            Assert.That(totals.On(finding.Figures!.ForecastOn!.Value), Is.EqualTo(finding.Figures.Forecast), rule.Id);
            var earlier = rule.Evaluate(record, Records.AsOf.PlusDays(-40)).Figures!;
            Assert.That(totals.On(Records.AsOf.PlusDays(-40)), Is.EqualTo(earlier.Used + earlier.Unknown), $"{rule.Id}, earlier");
        }
    }

    private static TripPlan Plan(TravelRecord record, string country, LocalDate from, LocalDate? to) =>
        new TripPlanner(RulesFolder.Book, record, Today, country).Plan(from, to);

    private static TravelRecord Of(params Stay[] stays) =>
        new()
        {
            Stays = stays,
            HomeCountry = "GB",
            Citizenships = ["GB"],
        };

    private static Stay Actual(string country, LocalDate arrive, LocalDate depart) =>
        new()
        {
            Country = country,
            Arrive = arrive,
            Depart = depart,
        };

    private static Stay Planned(string country, LocalDate arrive, LocalDate depart) =>
        Actual(country, arrive, depart) with
        {
            Planned = true,
        };
}

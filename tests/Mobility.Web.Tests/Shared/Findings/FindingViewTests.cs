using System.Text.Json;
using Mobility.Rules;
using Mobility.Testing;
using Mobility.Web.Shared.Findings;
using NodaTime;

namespace Mobility.Web.Tests.Shared.Findings;

public sealed class FindingViewTests
{
    private static readonly RuleBook NoRules = RuleBook.Load("none");

    [TestCase(Outcome.Breached, "red", "State.TestMet")]
    [TestCase(Outcome.BreachForecast, "red", "State.BreachForecast")]
    [TestCase(Outcome.Undetermined, "amber", "State.Undetermined")]
    [TestCase(Outcome.Approaching, "amber", "State.Approaching")]
    [TestCase(Outcome.Within, "green", "State.Within")]
    [TestCase(Outcome.NotCovered, "grey", "State.NotCovered")]
    [TestCase(Outcome.NotApplicable, "grey", "State.NotApplicable")]
    public void Every_outcome_has_a_colour_and_a_word(Outcome outcome, string colour, string word)
    {
        var view = View(FindingOf("US", outcome), home: "GB");

        Assert.That((view.StateKind, view.StateWord), Is.EqualTo((colour, word)));
    }

    [TestCase(Outcome.Breached, "State.Resident")]
    [TestCase(Outcome.BreachForecast, "State.ResidentExpected")]
    public void To_be_resident_at_home_is_for_you_to_know_and_no_breach(Outcome outcome, string word)
    {
        var view = View(FindingOf("GB", outcome), home: "GB");

        Assert.That((view.StateKind, view.StateWord, view.NeedsAct), Is.EqualTo(("blue", word, false)));
    }

    [Test]
    public void A_limit_on_stays_is_a_limit_in_the_home_country_too()
    {
        var view = View(FindingOf("GB", Outcome.Breached, LimitSense.MostAllowed), home: "GB");

        Assert.That((view.StateKind, view.StateWord), Is.EqualTo(("red", "State.Breached")));
    }

    [Test]
    public void The_gravest_finding_comes_first_and_the_sooner_breach_before_the_later()
    {
        var views = FindingView.Of(
            [
                FindingOf("DE", Outcome.Within),
                FindingOf("GB", Outcome.Breached),
                FindingOf("FR", Outcome.BreachForecast, breach: new LocalDate(2026, 12, 20)),
                FindingOf("US", Outcome.BreachForecast, breach: new LocalDate(2026, 12, 5)),
                FindingOf("IT", Outcome.NotApplicable),
                FindingOf("ES", Outcome.Breached),
            ],
            NoRules,
            homeCountry: "GB"
        );

        Assert.That(views.Select(v => v.Finding.Jurisdiction), Is.EqualTo(new[] { "ES", "US", "FR", "GB", "DE", "IT" }));
    }

    [TestCase(10, "State.Within", TestName = "No plan adds to the count: within")]
    [TestCase(11, "State.WithinForecast", TestName = "A plan adds to the count: within, with the forecast")]
    public void The_word_tells_whether_plans_add_to_the_count(int forecast, string word)
    {
        var finding = FindingOf("US", Outcome.Within);
        finding = finding with { Figures = finding.Figures! with { Forecast = forecast } };

        Assert.That(View(finding, home: null).StateWord, Is.EqualTo(word));
    }

    [TestCase("us/substantial-presence", "State.BreachForecast", TestName = "A counter with results stays a counter")]
    [TestCase("gb/statutory-residence-test", "State.TestMetWithPlans", TestName = "Residence is a test")]
    [TestCase("gone/rule", "State.TestMetWithPlans", TestName = "Of a rule that is gone the results tell")]
    public void By_its_rule_a_counter_is_told_from_residence(string rule, string word)
    {
        var finding = FindingOf("US", Outcome.BreachForecast) with
        {
            RuleId = rule,
            Results = [new FindingResult("days_counted", JsonSerializer.SerializeToElement(7))],
        };

        Assert.That(FindingView.Of([finding], TestRules.Repository, "FR").Single().StateWord, Is.EqualTo(word));
    }

    private static FindingView View(Finding finding, string? home) => FindingView.Of([finding], NoRules, home).Single();

    private static Finding FindingOf(
        string country,
        Outcome outcome,
        LimitSense sense = LimitSense.MetAtOrAbove,
        LocalDate? breach = null
    ) =>
        new()
        {
            RuleId = $"{country.ToLowerInvariant()}/rule",
            RuleVersion = "1",
            RuleLabel = "Rule",
            Jurisdiction = country,
            Outcome = outcome,
            Summary = Explanation.Of("days.one", "1"),
            AsOf = new LocalDate(2026, 11, 22),
            Figures = new DayFigures
            {
                Used = 7,
                Unknown = 3,
                Planned = 0,
                Limit = 183,
                Sense = sense,
                LeftLow = 173,
                LeftHigh = 176,
                Forecast = 10,
            },
            Breach = breach is { } on ? new Breach(on, on, null, null, null) : null,
        };
}

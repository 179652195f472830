using System.Globalization;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>Findings about people by rules that hold several tests together, weigh circumstances, or take their clause from the table of treaties.</summary>
public sealed class CriteriaFindingTests
{
    private static readonly LocalDate Today = new(2025, 3, 1);

    [Test]
    public void What_one_criterion_decides_is_explained_step_by_step()
    {
        var record = Stays(("DE", new(2024, 8, 31), null));

        var finding = Find("de/residence", record, FactSet.None);

        Assert.Multiple(() =>
        {
            Assert.That((finding.Outcome, finding.TestMet), Is.EqualTo((Outcome.Breached, (bool?)true)));
            Assert.That(
                finding.Steps.Select(step => step.Render(CultureInfo.InvariantCulture)).Where(step => step[1] == '.'),
                Is.EqualTo(
                    new[]
                    {
                        "1. A dwelling that is kept and used (AO s. 8): not known.",
                        "2. Habitual abode (AO s. 9): met on 1 Mar 2025.",
                        "3. A stay under way that was planned for more than six months from the start (AO s. 9 sentence 1): not known.",
                    }
                )
            );
        });
    }

    [Test]
    public void A_criterion_nobody_has_spoken_of_is_asked_for()
    {
        var finding = Find(
            "de/residence",
            Stays(("DE", new(2025, 2, 1), null)),
            FactSet.Read("stay_planned_over_six_months", "false")
        );

        Assert.That((finding.Outcome, finding.Asks.Single()), Is.EqualTo((Outcome.Undetermined, "dwelling_available")));
    }

    [Test]
    public void Facts_and_degree_are_for_the_adviser_whatever_is_known()
    {
        var facts = FactSet
            .Read("dwelling_available", "true")
            .With("family_in_country", "true")
            .With("social_ties_in_country", "true")
            .With("works_in_country", "true")
            .With("intends_to_stay", "true")
            .With("registered_as_resident", "true")
            .With("returned_within_a_year", "true");

        var known = Find("nl/residence", Stays(("NL", new(2020, 1, 1), null)), facts);
        var unknown = Find("nl/residence", Stays(), FactSet.None);

        Assert.Multiple(() =>
        {
            Assert.That(new[] { known.Outcome, unknown.Outcome }, Is.All.EqualTo(Outcome.ForAdviser));
            Assert.That(known.TestMet, Is.Null);
            Assert.That(known.Asks, Is.Empty);
            Assert.That(unknown.Asks, Has.Count.EqualTo(7));
            Assert.That(known.ParametersUsed.Select(value => value.Status), Has.Some.EqualTo(ValueStatus.Unverified));
        });
    }

    [Test]
    public void A_treaty_limit_is_counted_by_the_clause_of_the_table()
    {
        // 1 October 2024 to 28 February 2025: 92 + 31 + 28 = 151 days; with the plan to 30 April 212 in twelve months, 120 in the calendar year.
        var record = Stays(("AT", new(2024, 10, 1), new(2025, 4, 30))) with
        {
            HomeCountry = "DE",
        };

        var finding = Find("treaty/article-15-183", record, FactSet.Read("host_country", "\"AT\""), new(2025, 4, 30));

        Assert.Multiple(() =>
        {
            Assert.That(finding.TestMet, Is.False);
            Assert.That(finding.ParametersUsed.Select(value => value.Name), Does.Contain("AT-DE"));
            Assert.That(
                finding.Steps[0].Render(CultureInfo.InvariantCulture),
                Is.EqualTo(
                    "The treaty between Germany and Austria is listed: Calendar year; Days of presence; 183 days are still exempt."
                )
            );
        });
    }

    [Test]
    public void A_pair_that_is_not_listed_is_counted_by_the_model_and_says_so()
    {
        var record = Stays(("PE", new(2024, 10, 1), new(2025, 4, 30))) with { HomeCountry = "CL" };

        var finding = Find("treaty/article-15-183", record, FactSet.Read("host_country", "\"PE\""), new(2025, 4, 30));

        Assert.Multiple(() =>
        {
            Assert.That(finding.TestMet, Is.True);
            Assert.That(finding.ParametersUsed.Select(value => value.Name), Does.Contain("model"));
            Assert.That(
                finding.Steps[0].Render(CultureInfo.InvariantCulture),
                Does.StartWith("No treaty between Chile and Peru is listed")
            );
        });
    }

    [Test]
    public void A_treaty_with_fewer_days_has_its_own_limit()
    {
        // 1 January to 30 June 2024: 31 + 29 + 31 + 30 + 31 + 30 = 182 days; Germany and Ecuador exempt 180.
        var record = Stays(("EC", new(2024, 1, 1), new(2024, 6, 30))) with
        {
            HomeCountry = "DE",
        };

        var finding = Find("treaty/article-15-183", record, FactSet.Read("host_country", "\"EC\""), new(2024, 6, 30));

        Assert.That(finding.TestMet, Is.True);
    }

    [Test]
    public void A_declared_clause_prevails_over_the_table()
    {
        var record = Stays(("AT", new(2024, 10, 1), new(2025, 4, 30))) with { HomeCountry = "DE" };
        var facts = FactSet
            .Read("host_country", "\"AT\"")
            .With("treaty_clauses", """[{"from": null, "to": null, "clause": "rolling-12-months"}]""");

        Assert.That(Find("treaty/article-15-183", record, facts, new(2025, 4, 30)).TestMet, Is.True);
    }

    [Test]
    public void Without_both_states_no_treaty_is_asked()
    {
        var asked = RulesFolder.Book.EvaluateResidence(Stays(), FactSet.None, Today).Select(finding => finding.RuleId).ToList();

        Assert.That(
            asked,
            Does.Not.Contain("treaty/article-15-183").And.Not.Contain("treaty/tie-breaker").And.Contain("de/residence")
        );
    }

    [Test]
    public void Every_country_of_the_rules_of_residence_answers_about_anybody()
    {
        var findings = RulesFolder.Book.EvaluateResidence(
            Stays(("DE", new(2024, 8, 31), null), ("FR", new(2024, 2, 1), new(2024, 3, 1))),
            FactSet.None,
            Today
        );

        Assert.That(
            findings.Where(finding => finding.Summary.Code == "finding.cannot").Select(finding => finding.RuleId),
            Is.Empty
        );
    }

    private static Finding Find(string ruleId, TravelRecord record, FactSet facts, LocalDate? asOf = null) =>
        ((ResidenceRule)RulesFolder.Book.Find(ruleId)!).Find(record, facts, asOf ?? Today);

    private static TravelRecord Stays(params (string Country, LocalDate Arrive, LocalDate? Depart)[] stays) =>
        new()
        {
            Stays = stays
                .Select(stay => new Stay
                {
                    Country = stay.Country,
                    Arrive = stay.Arrive,
                    Depart = stay.Depart,
                })
                .ToList(),
        };
}

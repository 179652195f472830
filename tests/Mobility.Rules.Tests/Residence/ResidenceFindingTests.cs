using System.Globalization;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>What the finding of a residence rule says beside the rule's own answer.</summary>
public sealed class ResidenceFindingTests
{
    private static readonly LocalDate AsOf = new(2026, 11, 22);
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    [Test]
    public void A_test_met_by_days_names_its_count_and_its_day()
    {
        var finding = Find("ie/residence-183-280", Stay("IE", "2026-02-01", "2026-08-10"));

        Assert.Multiple(() =>
        {
            Assert.That(finding.Outcome, Is.EqualTo(Outcome.Breached));
            Assert.That(finding.TestMet, Is.True);
            Assert.That(finding.Period, Is.EqualTo("2026"));
            Assert.That(finding.Figures!.Used, Is.EqualTo((Fraction)191), "28 + 31 + 30 + 31 + 30 + 31 + 10");
            Assert.That(finding.Breach!.On, Is.EqualTo(new LocalDate(2026, 8, 2)), "the 183rd day: 181 to 31 July");
            Assert.That(
                finding.Summary.Render(English),
                Is.EqualTo("Resident in Ireland for 2026: 191 days of 183 (present on any part of a day).")
            );
            Assert.That(finding.Formula[0], Is.EqualTo("2026: 191 ≥ 183"));
            Assert.That(finding.NextChange!.On, Is.EqualTo(new LocalDate(2027, 1, 1)));
            Assert.That(finding.AlertsReached.Select(alert => alert.Key), Is.EqualTo(new[] { "limit@2026" }));
        });
    }

    [Test]
    public void Plans_that_meet_the_test_are_forecast_with_the_day_and_the_latest_exit()
    {
        var finding = Find(
            "ie/residence-183-280",
            Stay("IE", "2026-02-01", "2026-07-15"),
            Stay("IE", "2026-12-01", "2026-12-31", planned: true)
        );

        Assert.Multiple(() =>
        {
            Assert.That(finding.Outcome, Is.EqualTo(Outcome.BreachForecast));
            Assert.That(finding.TestMet, Is.False);
            Assert.That(finding.Figures!.Used, Is.EqualTo((Fraction)165));
            Assert.That(finding.Figures.Planned, Is.EqualTo((Fraction)31));
            Assert.That(finding.Breach!.On, Is.EqualTo(new LocalDate(2026, 12, 18)), "165 + 18 = 183");
            Assert.That(finding.Breach.StayId, Is.EqualTo("2026-12-01"));
            Assert.That(finding.LatestSafeExit!.Entering, Is.EqualTo(new LocalDate(2026, 12, 1)));
            Assert.That(finding.LatestSafeExit.WithUnknown, Is.EqualTo(new LocalDate(2026, 12, 17)));
            Assert.That(
                finding.Summary.Render(English),
                Is.EqualTo(
                    "Will be resident in Ireland from 18 Dec 2026 with the recorded plans; the latest safe exit is 17 Dec 2026."
                )
            );
            Assert.That(finding.AlertsReached.Select(alert => alert.Key), Is.EqualTo(new[] { "forecast@2026" }));
        });
    }

    [Test]
    public void Unknown_days_that_decide_leave_the_answer_open()
    {
        var record = new TravelRecord
        {
            Stays = [Stay("IE", "2026-02-01", "2026-07-15")],
            UnknownSpans = [new(new(2026, 8, 1), new(2026, 8, 18))],
        };

        var finding = Find("ie/residence-183-280", record);

        Assert.Multiple(() =>
        {
            Assert.That(finding.Outcome, Is.EqualTo(Outcome.Undetermined), "165 or 183");
            Assert.That(finding.TestMet, Is.Null);
            Assert.That(finding.Figures!.Unknown, Is.EqualTo((Fraction)18));
            Assert.That(finding.Unknowns, Has.Count.EqualTo(1));
            Assert.That(finding.Asks, Is.Empty, "no fact but the place decides");
            Assert.That(finding.Breach!.On, Is.EqualTo(new LocalDate(2026, 8, 18)));
            Assert.That(finding.Breach.OnWithoutUnknown, Is.Null);
        });
    }

    [Test]
    public void A_missing_fact_that_decides_is_asked_for()
    {
        var finding = Find("cy/residence-183-60", Stay("CY", "2026-02-01", "2026-04-15"));
        var known = FactSet
            .Read("max_other_country_days", "100")
            .With("works_in_country", "true")
            .With("tax_resident_elsewhere_declared", "false");

        Assert.Multiple(() =>
        {
            Assert.That(finding.Outcome, Is.EqualTo(Outcome.Undetermined));
            Assert.That(finding.Asks, Does.Contain("works_in_country"));
            var last = Find("cy/residence-183-60", Record(Stay("CY", "2026-02-01", "2026-04-15")), known);
            Assert.That(last.Asks, Is.EqualTo(new[] { "permanent_home_in_country" }));
            Assert.That(
                last.Unknowns.Select(unknown => unknown.Render(English)),
                Is.EqualTo(new[] { "Not known: Permanent home in the country." })
            );
        });
    }

    [Test]
    public void A_rule_without_a_fact_it_needs_says_which()
    {
        var finding = Find("treaty/article-15-183", Stay("FR", "2026-02-01", "2026-04-15"));

        Assert.Multiple(() =>
        {
            Assert.That(finding.Outcome, Is.EqualTo(Outcome.Undetermined));
            Assert.That(finding.Asks, Is.EqualTo(new[] { "host_country", "treaty_clauses" }));
            Assert.That(finding.Summary.Render(English), Is.EqualTo("Undetermined: needs to know \"Host country\"."));
        });
    }

    [Test]
    public void Only_rules_that_can_be_asked_are_asked()
    {
        var asked = RulesFolder
            .Book.EvaluateResidence(TravelRecord.Empty, FactSet.None, AsOf)
            .Select(finding => finding.RuleId)
            .ToList();

        Assert.That(asked, Does.Contain("ie/residence-183-280").And.Contain("gb/statutory-residence-test"));
        Assert.That(asked, Has.None.Contains(".").And.None.EqualTo("treaty/article-15-183").And.None.EqualTo("gb/split-year"));
    }

    [Test]
    public void A_finding_stored_before_there_were_results_still_reads()
    {
        const string Stored = """
            {"ruleId":"us/substantial-presence","ruleVersion":"0123","ruleLabel":"United States","jurisdiction":"US","outcome":"Within","testMet":false,
            "summary":{"code":"year.starts","arguments":[{"kind":"Text","value":"2027"}]},"asOf":"2026-11-22","parts":[],"formula":[],"days":[]}
            """;

        var finding = FindingJson.Deserialize(Stored);

        Assert.Multiple(() =>
        {
            Assert.That(finding.Outcome, Is.EqualTo(Outcome.Within));
            Assert.That(finding.Results, Is.Empty);
            Assert.That(finding.Steps, Is.Empty);
            Assert.That(finding.Asks, Is.Empty);
        });
    }

    [Test]
    public void Days_left_out_say_why()
    {
        var finding = Find(
            "cn/residence-183",
            Stay("CN", "2026-03-01", "2026-03-05"),
            Stay("CN", "2026-12-01", "2026-12-03", planned: true)
        );

        Assert.That(
            finding.Days.Select(run =>
                $"{run.From:MM-dd}/{run.To:MM-dd} {run.Certainty} {(run.Counted ? "1" : "-")} {run.Reason.Render(English)}"
            ),
            Is.EqualTo(
                new[]
                {
                    "03-01/03-01 Actual - Not there for the full 24 hours.",
                    "03-02/03-04 Actual 1 Present for the whole day.",
                    "03-05/03-05 Actual - Not there for the full 24 hours.",
                    "12-01/12-01 Planned - Not there for the full 24 hours.",
                    "12-02/12-02 Planned 1 Planned.",
                    "12-03/12-03 Planned - Not there for the full 24 hours.",
                }
            )
        );
    }

    [Test]
    public void Residence_that_goes_back_names_its_first_day()
    {
        var finding = Find("nz/residence-183-325", Stay("NZ", "2026-03-01", "2026-11-22"));

        Assert.Multiple(() =>
        {
            Assert.That(
                finding.Summary.Render(English),
                Is.EqualTo(
                    "Resident in New Zealand on 22 Nov 2026, since 1 Mar 2026: 267 days of 183 (present on any part of a day)."
                )
            );
            Assert.That(finding.Breach!.On, Is.EqualTo(new LocalDate(2026, 8, 31)), "the 184th day");
            Assert.That(
                finding.Results.Single(result => result.Name == "first_day_of_residence").Value.GetString(),
                Is.EqualTo("2026-03-01")
            );
        });
    }

    private static Finding Find(string rule, params Stay[] stays) => Find(rule, Record(stays));

    private static Finding Find(string rule, TravelRecord record, FactSet? facts = null) =>
        ((IResidenceRule)RulesFolder.Book.Find(rule)!).Find(record, facts ?? FactSet.None, AsOf);

    private static TravelRecord Record(params Stay[] stays) => new() { Stays = stays };

    private static Stay Stay(string country, string arrive, string depart, bool planned = false) =>
        new()
        {
            Id = arrive,
            Country = country,
            Arrive = IsoDate.Read(arrive),
            Depart = IsoDate.Read(depart),
            Planned = planned,
        };
}

using System.Globalization;
using Mobility.Rules.Deadlines;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Deadlines;

public sealed class DeadlineTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private static readonly DeadlineFacts Case = new()
    {
        CaseKey = "case-1",
        AsOf = new(2026, 11, 22),
        HomeCountry = "DE",
        HostCountry = "GB",
        Anchors =
        [
            new(Anchor.AssignmentStart, "case-1", new(2027, 3, 1)),
            new(Anchor.AssignmentEnd, "case-1", new(2028, 2, 29)),
            new(Anchor.PassportExpiry, "passport-1", new(2028, 6, 30), "Passport of Ana Ruiz"),
            new(Anchor.PassportExpiry, "passport-2", null),
            new(Anchor.PermitExpiry, "permit-1", new(2028, 2, 29)),
            new(Anchor.A1End, "a1-1", new(2028, 2, 29)),
        ],
    };

    [Test]
    public void A_case_gets_its_plan_by_due_day_with_unknown_days_last()
    {
        var plan = RulesFolder.Book.Deadlines.Plan(Case);

        Assert.That(
            plan.Select(deadline => $"{deadline.DueOn?.ToString("yyyy-MM-dd", null) ?? "unknown"} {deadline.Key}"),
            Is.EqualTo(
                new[]
                {
                    "2026-09-01 everywhere/kick-off|case-1|",
                    "2026-10-01 everywhere/cost-approval|case-1|",
                    "2026-11-01 everywhere/tax-briefing|case-1|",
                    "2026-12-01 everywhere/agreement-signed|case-1|",
                    "2027-01-01 social-security/certificate-application|case-1|",
                    "2027-08-29 everywhere/repatriation-plan|case-1|",
                    "2027-09-30 everywhere/passport-renewal|passport-1|",
                    "2027-10-05 gb/tax-registration|case-1|2026-27",
                    "2027-11-29 everywhere/re-entry|case-1|",
                    "2027-11-29 social-security/certificate-extension|a1-1|",
                    "2028-01-31 gb/tax-return|case-1|2026-27",
                    "2028-02-29 everywhere/permit-expiry|permit-1|",
                    "2028-02-29 social-security/certificate-end|a1-1|",
                    "2028-06-30 everywhere/passport-expiry|passport-1|",
                    "2028-10-05 gb/tax-registration|case-1|2027-28",
                    "2029-01-31 gb/tax-return|case-1|2027-28",
                    "unknown everywhere/passport-expiry|passport-2|",
                    "unknown everywhere/passport-renewal|passport-2|",
                }
            )
        );
    }

    [Test]
    public void A_deadline_says_what_it_rests_on()
    {
        var renewal = RulesFolder
            .Book.Deadlines.Plan(Case)
            .Single(deadline => deadline.Key == "everywhere/passport-renewal|passport-1|");

        Assert.Multiple(() =>
        {
            Assert.That(renewal.SubjectName, Is.EqualTo("Passport of Ana Ruiz"));
            Assert.That(
                renewal.Explanation.Render(English),
                Is.EqualTo(
                    "9 months before the last day of validity of the passport, 30 Jun 2028. The date is by the calendar: weekends and public holidays do not move it."
                )
            );
            Assert.That(renewal.ParametersUsed.Single().Source.Title, Does.Contain("Hagen"));
            Assert.That(renewal.RuleVersion, Is.EqualTo(RulesFolder.Book.Find(renewal.RuleId)!.Version));
            Assert.That(renewal.RemindOn, Is.Ordered.And.All.LessThanOrEqualTo(renewal.DueOn!.Value));
        });
    }

    [TestCase("everywhere/passport-expiry|passport-1|", "On the day of the last day of validity of the passport, 30 Jun 2028.")]
    [TestCase(
        "gb/tax-return|case-1|2026-27",
        "31 Jan 2028 is the date that follows the tax year 2026-27, which ends on 5 Apr 2027."
    )]
    [TestCase(
        "everywhere/passport-expiry|passport-2|",
        "No date can be given, because the last day of validity of the passport is not known."
    )]
    public void Each_kind_of_deadline_has_its_sentence(string key, string sentence)
    {
        var deadline = RulesFolder.Book.Deadlines.Plan(Case).Single(deadline => deadline.Key == key);

        Assert.That(deadline.Explanation.Render(English), Does.StartWith(sentence));
    }

    [Test]
    public void Planning_again_gives_the_same_keys_and_no_key_twice()
    {
        var keys = RulesFolder.Book.Deadlines.Plan(Case).Select(deadline => deadline.Key).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(keys, Is.Unique);
            Assert.That(RulesFolder.Book.Deadlines.Plan(Case).Select(deadline => deadline.Key), Is.EqualTo(keys));
        });
    }

    [Test]
    public void A_forecast_of_a_day_rule_becomes_a_deadline()
    {
        var record = new TravelRecord
        {
            Stays =
            [
                new()
                {
                    Country = "US",
                    Arrive = new(2026, 12, 1),
                    Depart = new(2027, 9, 30),
                    Planned = true,
                },
            ],
        };
        var facts = Case with { Findings = RulesFolder.Book.EvaluateDayRules(record, Case.AsOf) };

        var deadline = RulesFolder
            .Book.Deadlines.Plan(facts)
            .Single(deadline => deadline.RuleId == "us/substantial-presence-forecast");

        Assert.Multiple(() =>
        {
            Assert.That(deadline.AnchorOn, Is.EqualTo(new LocalDate(2027, 6, 22)), "173 days of 2027 and 31/3 are 183 1/3");
            Assert.That(deadline.DueOn, Is.EqualTo(new LocalDate(2027, 6, 21)));
            Assert.That(deadline.Period, Is.EqualTo("2027"));
            Assert.That(
                deadline.Explanation.Render(English),
                Is.EqualTo(
                    "United States substantial presence test: with the recorded plans the limit is passed on 22 Jun 2027. 1 day before that day."
                )
            );
        });
    }

    [Test]
    public void An_assignment_without_end_is_planned_to_the_year_after_the_day_of_planning()
    {
        var open = Case with
        {
            Anchors = [new(Anchor.AssignmentStart, "case-1", new(2025, 10, 1)), new(Anchor.AssignmentEnd, "case-1", null)],
        };

        var returns = RulesFolder.Book.Deadlines.Plan(open).Where(deadline => deadline.RuleId == "gb/tax-return");

        Assert.That(returns.Select(deadline => deadline.Period), Is.EqualTo(new[] { "2025-26", "2026-27", "2027-28" }));
    }

    [TestCase(Anchor.TaxYearEnd)]
    [TestCase(Anchor.DayCountForecast)]
    public void What_is_worked_out_cannot_be_given(Anchor anchor)
    {
        var facts = Case with { Anchors = [new(anchor, "case-1", Case.AsOf)] };

        Assert.That(
            () => RulesFolder.Book.Deadlines.Plan(facts),
            Throws.ArgumentException.With.Message.Contains("is worked out, not given")
        );
    }

    [Test]
    public void The_same_event_twice_is_an_error_of_the_caller()
    {
        var facts = Case with { Anchors = [new(Anchor.A1End, "a1", Case.AsOf), new(Anchor.A1End, "a1", null)] };

        Assert.That(
            () => RulesFolder.Book.Deadlines.Plan(facts),
            Throws.ArgumentException.With.Message.Contains("twice for 'a1'")
        );
    }

    [Test]
    public void An_unknown_host_plans_no_tax_return()
    {
        var plan = RulesFolder.Book.Deadlines.Plan(Case with { HostCountry = null });

        Assert.That(plan.Where(deadline => deadline.Period is not null), Is.Empty);
    }
}

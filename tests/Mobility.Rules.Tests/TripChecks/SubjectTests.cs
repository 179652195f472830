using Mobility.Rules.TripChecks;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.TripChecks;

/// <summary>Treaty and payroll, social security, postings and establishments, case by case.</summary>
public sealed class SubjectTests
{
    private static readonly LocalDate From = new(2026, 12, 7);

    /// <summary>Germany and the Netherlands are a listed pair (twelve months, 183 days): 12 days are few.</summary>
    [TestCase(TripParty.Client, EmployerRole.Directs, TripOutcome.Green)]
    [TestCase(TripParty.GroupCompany, EmployerRole.Directs, TripOutcome.ForAdviser)]
    [TestCase(TripParty.GroupCompany, EmployerRole.HostDirects, TripOutcome.Red)]
    [TestCase(TripParty.Client, EmployerRole.HiresOut, TripOutcome.Red)]
    [TestCase(TripParty.Establishment, EmployerRole.Directs, TripOutcome.Red)]
    [TestCase(null, EmployerRole.Directs, TripOutcome.Unknown)]
    [TestCase(TripParty.Client, null, TripOutcome.Unknown)]
    public void The_employer_in_substance_decides_beside_the_days(TripParty? party, EmployerRole? role, TripOutcome outcome)
    {
        var result = Trips.Grenoble.For(party, role).To("DE", Trips.Do(TripActivityKind.Services, 9)).Check(TripSubject.Payroll);

        Assert.That(result.Outcome, Is.EqualTo(outcome));
    }

    /// <summary>In Germany on 1 Jan to 19 Jun 2026: 31 + 28 + 31 + 30 + 31 + 19 = 170 days; with 13 or 14 of the trip 183, which is exempt, or 184.</summary>
    [TestCase(19, TripOutcome.Green)]
    [TestCase(20, TripOutcome.Red)]
    public void The_183_days_are_those_of_the_treatys_period(int last, TripOutcome outcome)
    {
        var result = Trips
            .Grenoble.To(Trips.Leg("DE", From, new(2026, 12, last), Trips.Do(TripActivityKind.Services, 9)))
            .Was(Trips.Stay("DE", new(2026, 1, 1), new(2026, 6, 19)))
            .Check(TripSubject.Payroll);

        Assert.That(result.Outcome, Is.EqualTo(outcome), string.Join(' ', result.Reasons.Select(r => r.Words())));
    }

    /// <summary>Between Germany and Denmark days of work count, in the calendar year; they are asked for.</summary>
    [Test]
    public void Days_of_work_that_nobody_said_are_asked_for()
    {
        var result = Trips.Grenoble.LivesIn("DE").To("DK", Trips.Do(TripActivityKind.Services, null)).Check(TripSubject.Payroll);

        Assert.That(result.Outcome, Is.EqualTo(TripOutcome.Unknown));
        Assert.That(result.Asks.Select(a => a.What.Code), Does.Contain("trip.ask.work-days"));
        Assert.That(
            Trips.Grenoble.LivesIn("DE").To("DK", Trips.Do(TripActivityKind.Services, 8)).Check(TripSubject.Payroll).Outcome,
            Is.EqualTo(TripOutcome.Green)
        );
    }

    [TestCase("NL", "FR", TripOutcome.Required, "Portable Document A1 needed")]
    [TestCase("GB", "FR", TripOutcome.Required, "Portable Document A1 needed")]
    [TestCase("GB", "US", TripOutcome.Required, "certificate of continuing liability needed")]
    [TestCase("JP", "NL", TripOutcome.Required, "Certificate of Coverage (tekiyo shomeisho) needed")]
    [TestCase("DE", "IN", TripOutcome.Required, "certificate of coverage needed")]
    [TestCase("IN", "US", TripOutcome.Red, "Contributions may be due in both")]
    [TestCase("IN", "GB", TripOutcome.NotCovered, "Not covered")]
    [TestCase("NL", "SG", TripOutcome.NotCovered, "Not covered")]
    public void The_agreement_of_the_corridor_names_the_paper(string home, string host, TripOutcome outcome, string words)
    {
        var result = Trips
            .Grenoble.LivesIn(home)
            .To(host, Trips.Do(TripActivityKind.Meetings, 2))
            .Check(TripSubject.SocialSecurity);

        Assert.That(result.Outcome, Is.EqualTo(outcome));
        Assert.That(result.Summary.Words(), Is.EqualTo(words));
    }

    [Test]
    public void Two_sides_of_an_agreement_are_read_and_the_shorter_term_holds()
    {
        // Canada has 72 months with China, and so has China; India's usual 60 with Canada stand against a row of Canada's table that nobody read.
        var china = RulesFolder.Book.Agreements.Between("CA", "CN", From)!;
        var india = RulesFolder.Book.Agreements.Between("CA", "IN", From)!;

        Assert.That(
            china.Rules.Select(r => r.RuleId),
            Is.EqualTo(new[] { "ca/certificate-of-coverage", "cn/certificate-of-coverage" })
        );
        Assert.That(china.Term.Longest, Is.EqualTo(Period.FromMonths(72)));
        Assert.That(india.Term.Longest, Is.EqualTo(Period.FromMonths(60)));
    }

    /// <summary>24 months from 7 Dec 2026 end on 6 Dec 2028.</summary>
    [TestCase(6, TripOutcome.Required, TripTaskKind.RequestCoverage)]
    [TestCase(7, TripOutcome.Red, TripTaskKind.RequestCoverageException)]
    public void A_posting_longer_than_the_term_needs_an_exception(int day, TripOutcome outcome, TripTaskKind task)
    {
        var result = Trips.Grenoble.To(Trips.Leg("FR", From, new(2028, 12, day))).Check(TripSubject.SocialSecurity);

        Assert.That(result.Outcome, Is.EqualTo(outcome));
        Assert.That(result.Tasks.Single().Kind, Is.EqualTo(task));
    }

    [TestCase(18, TripOutcome.Green, "12 of 12 days covered")]
    [TestCase(17, TripOutcome.Required, "11 of 12 days covered")]
    public void A_certificate_has_to_cover_every_day(int to, TripOutcome outcome, string counted)
    {
        var result = Trips
            .Grenoble.With(new TripDocument(TripDocumentKind.Coverage, "NL", new(2026, 12, 1), new(2026, 12, to)))
            .Check(TripSubject.SocialSecurity);

        Assert.That(result.Outcome, Is.EqualTo(outcome));
        Assert.That(result.Counted!.Words(), Is.EqualTo(counted));
    }

    /// <summary>The Australian office takes 28 days: 29 Jan 2027 less 28 days is 1 Jan 2027.</summary>
    [Test]
    public void The_time_an_authority_takes_is_the_lead_time()
    {
        var task = Trips
            .Grenoble.LivesIn("AU")
            .To(Trips.Leg("DE", new(2027, 1, 29), new(2027, 2, 5)))
            .Check(TripSubject.SocialSecurity)
            .Tasks.Single();

        Assert.That(task.DueOn, Is.EqualTo(new LocalDate(2027, 1, 1)));
    }

    [TestCase("FR", 6, 0)]
    [TestCase("NL", 6, 0)]
    [TestCase("BE", 6, 0)]
    [TestCase("IT", 6, 0)]
    [TestCase("PL", 6, 0)]
    [TestCase("DK", 7, 0)]
    public void Each_state_has_its_own_last_day_for_the_notice(string country, int day, int _)
    {
        var result = Trips
            .Grenoble.LivesIn("ES")
            .To(country, Trips.Do(TripActivityKind.Services, 9))
            .Check(TripSubject.PostingNotice);

        Assert.That(result.Outcome, Is.EqualTo(TripOutcome.Required));
        Assert.That(result.Tasks.Single().DueOn, Is.EqualTo(new LocalDate(2026, 12, day)));
    }

    [TestCase(TripActivityKind.Building, TripOutcome.Required)]
    [TestCase(TripActivityKind.UsualWork, TripOutcome.NotRequired)]
    [TestCase(TripActivityKind.Installation, TripOutcome.ForAdviser)]
    public void Germany_asks_in_listed_trades_only(TripActivityKind activity, TripOutcome outcome)
    {
        Assert.That(Trips.Grenoble.To("DE", Trips.Do(activity, 5)).Check(TripSubject.PostingNotice).Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void A_state_whose_notice_nobody_read_is_for_the_adviser_with_its_name()
    {
        var result = Trips.Grenoble.To("AT", Trips.Do(TripActivityKind.Services, 5)).Check(TripSubject.PostingNotice);

        Assert.That(result.Outcome, Is.EqualTo(TripOutcome.ForAdviser));
        Assert.That(result.Reasons.Select(r => r.Words()), Has.Some.Contains("ZKO notification"));
        Assert.That(result.Tasks.Single().DueByLaw, Is.False);
    }

    [Test]
    public void A_notice_whose_day_has_gone_by_is_red_and_one_that_was_filed_is_green()
    {
        var late = (Trips.Grenoble with { AsOf = new(2026, 12, 7) }).Check(TripSubject.PostingNotice);
        var filed = Trips
            .Grenoble.With(new TripDocument(TripDocumentKind.PostingNotice, "FR", From, new(2026, 12, 18)))
            .Check(TripSubject.PostingNotice);

        Assert.That(late.Outcome, Is.EqualTo(TripOutcome.Red));
        Assert.That(
            (Trips.Grenoble with { AsOf = new(2026, 12, 6) }).Check(TripSubject.PostingNotice).Outcome,
            Is.EqualTo(TripOutcome.Required)
        );
        Assert.That(filed.Outcome, Is.EqualTo(TripOutcome.Green));
        Assert.That(filed.Tasks, Is.Empty);
    }

    /// <summary>Twelve months from 7 Dec 2026 end on 6 Dec 2027; the reasons have to be there by then.</summary>
    [Test]
    public void A_posting_of_more_than_twelve_months_has_to_give_its_reasons()
    {
        var result = Trips.Grenoble.To(Trips.Leg("FR", From, new(2027, 12, 7))).Check(TripSubject.PostingNotice);
        var shorter = Trips.Grenoble.To(Trips.Leg("FR", From, new(2027, 12, 6))).Check(TripSubject.PostingNotice);

        Assert.That(
            result.Tasks.Single(t => t.Kind == TripTaskKind.NotifyLongPosting).DueOn,
            Is.EqualTo(new LocalDate(2027, 12, 6))
        );
        Assert.That(shorter.Tasks.Select(t => t.Kind), Does.Not.Contain(TripTaskKind.NotifyLongPosting));
    }

    [Test]
    public void Meetings_for_the_own_employer_are_no_posting_and_no_establishment()
    {
        var question = Trips
            .Grenoble.For(TripParty.OwnEmployer, EmployerRole.Directs)
            .To("FR", Trips.Do(TripActivityKind.Meetings, 2));

        Assert.That(question.Check(TripSubject.PostingNotice).Outcome, Is.EqualTo(TripOutcome.NotRequired));
        Assert.That(question.Check(TripSubject.PermanentEstablishment).Outcome, Is.EqualTo(TripOutcome.Green));
        Assert.That(question.Check(TripSubject.SocialSecurity).Outcome, Is.EqualTo(TripOutcome.Required), "Meetings are work.");
    }

    [TestCase(TripActivityKind.Services, 9, TripOutcome.Green)]
    [TestCase(TripActivityKind.Installation, 9, TripOutcome.Amber)]
    [TestCase(TripActivityKind.Contracts, 2, TripOutcome.ForAdviser)]
    public void What_is_done_decides_about_an_establishment(TripActivityKind activity, int days, TripOutcome outcome)
    {
        Assert.That(
            Trips.Grenoble.To("FR", Trips.Do(activity, days)).Check(TripSubject.PermanentEstablishment).Outcome,
            Is.EqualTo(outcome)
        );
    }

    /// <summary>1 Mar to 20 Dec are 295 days: with 183 of work an establishment by services; with days unsaid it hangs on them.</summary>
    [TestCase(183, TripOutcome.Red)]
    [TestCase(null, TripOutcome.Unknown)]
    public void Days_of_service_that_nobody_said_are_asked_for_and_never_seven_a_week(int? days, TripOutcome outcome)
    {
        var result = (Trips.Grenoble with { AsOf = new(2026, 2, 1) })
            .To(Trips.Leg("FR", new(2026, 3, 1), new(2026, 12, 20), Trips.Do(TripActivityKind.Services, days)))
            .Check(TripSubject.PermanentEstablishment);

        Assert.That(result.Outcome, Is.EqualTo(outcome));
        Assert.That(result.Asks.Select(a => a.What.Code).Contains("trip.ask.work-days"), Is.EqualTo(days is null));
    }

    [Test]
    public void The_wording_of_the_models_is_marked_as_a_default()
    {
        var result = Trips.Grenoble.Check(TripSubject.PermanentEstablishment);

        Assert.That(result.Assumptions.Select(a => a.Words()), Has.Some.Contains("default"));
        Assert.That(result.HasUnverified, Is.True, "The six months of a fixed place were not read.");
    }

    /// <summary>The day before Mon 7 Dec is Sun 6 Dec; the ladder of the file is 30, 14, 7, 3 and 1 days before it.</summary>
    [Test]
    public void A_notice_plans_its_deadline_with_its_ladder()
    {
        var rule = (TripRule)RulesFolder.Book.Find("fr/posting-notice")!;
        var planned = rule.Plan(TripTaskKind.FilePostingNotice, From, "trip", "TC-2026-0001")!;

        Assert.Multiple(() =>
        {
            Assert.That(planned.DueOn, Is.EqualTo(new LocalDate(2026, 12, 6)));
            Assert.That(planned.RemindOn[0], Is.EqualTo(new LocalDate(2026, 11, 6)));
            Assert.That(planned.RemindOn[^1], Is.EqualTo(new LocalDate(2026, 12, 5)));
            Assert.That(planned.Explanation.Words(), Does.StartWith("1 day before the first day of work there, 7 Dec 2026."));
            Assert.That(rule.Plan(TripTaskKind.NotifyLongPosting, From, "trip", "TC-2026-0001"), Is.Null);
        });
    }

    [Test]
    public void The_reasons_for_a_longer_posting_are_due_on_the_last_day_of_the_twelve_months()
    {
        var rule = (TripRule)RulesFolder.Book.Find("european-union/posting")!;

        Assert.That(
            rule.Plan(TripTaskKind.NotifyLongPosting, From, "trip", "TC-2026-0001")!.DueOn,
            Is.EqualTo(new LocalDate(2027, 12, 6))
        );
    }
}

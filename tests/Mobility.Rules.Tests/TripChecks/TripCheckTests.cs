using Mobility.Rules.TripChecks;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.TripChecks;

/// <summary>Seven results for a destination. Expectations are worked out by hand from the sources in the rule files.</summary>
public sealed class TripCheckTests
{
    [Test]
    public void Every_destination_has_the_seven_results_in_order()
    {
        var question = Trips.Grenoble.To(
            Trips.Leg("FR", new(2026, 12, 7), new(2026, 12, 9), Trips.Do(TripActivityKind.Meetings, 2)),
            Trips.Leg("US", new(2026, 12, 9), new(2026, 12, 12), Trips.Do(TripActivityKind.Meetings, 2)),
            Trips.Leg("FR", new(2026, 12, 13), new(2026, 12, 14), Trips.Do(TripActivityKind.Services, 1))
        );
        var answer = RulesFolder.Book.CheckTrip(question);

        Assert.That(answer.Destinations.Select(d => (d.Country, d.Days)), Is.EqualTo(new[] { ("FR", 5), ("US", 4) }));
        Assert.That(
            answer.Destinations.Select(d => d.Results.Select(r => r.Subject)),
            Is.All.EqualTo(Enum.GetValues<TripSubject>())
        );
        Assert.That(answer.Results.Select(r => r.Reasons.Count), Is.All.Positive);
    }

    /// <summary>Installation for a client: notice by Sun 6 Dec (the day before), A1 two months before, which has gone by, so today.</summary>
    [Test]
    public void A_service_for_a_client_makes_an_A1_task_and_a_deadline_for_the_notice()
    {
        var answer = RulesFolder.Book.CheckTrip(Trips.Grenoble);
        var france = answer.Destinations[0];

        Assert.Multiple(() =>
        {
            Assert.That(france[TripSubject.SocialSecurity].Outcome, Is.EqualTo(TripOutcome.Required));
            Assert.That(france[TripSubject.SocialSecurity].Summary.Words(), Is.EqualTo("Portable Document A1 needed"));
            Assert.That(france[TripSubject.SocialSecurity].Counted!.Words(), Is.EqualTo("0 of 12 days covered"));
            Assert.That(france[TripSubject.PostingNotice].Outcome, Is.EqualTo(TripOutcome.Required));
            Assert.That(france[TripSubject.PostingNotice].Summary.Words(), Is.EqualTo("Required by 6 Dec 2026"));
            var tasks = answer.Tasks.ToDictionary(task => task.Kind);
            Assert.That(tasks[TripTaskKind.RequestCoverage].DueOn, Is.EqualTo(new LocalDate(2026, 11, 23)));
            Assert.That(tasks[TripTaskKind.RequestCoverage].DueByLaw, Is.False);
            Assert.That(
                tasks[TripTaskKind.RequestCoverage].Why.Words(),
                Does.Contain("2 months before the work begins, on 7 Dec 2026; that was 7 Oct 2026")
            );
            Assert.That(tasks[TripTaskKind.FilePostingNotice].DueOn, Is.EqualTo(new LocalDate(2026, 12, 6)));
            Assert.That(tasks[TripTaskKind.FilePostingNotice].DueByLaw, Is.True);
            Assert.That(tasks[TripTaskKind.FilePostingNotice].RuleId, Is.EqualTo("fr/posting-notice"));
        });
    }

    [Test]
    public void Long_before_the_trip_the_A1_is_due_two_months_before_it()
    {
        var task = (Trips.Grenoble with { AsOf = new(2026, 9, 1) }).Check(TripSubject.SocialSecurity).Tasks.Single();

        Assert.That(task.DueOn, Is.EqualTo(new LocalDate(2026, 10, 7)));
    }

    /// <summary>12 + 0 days of 90; the Dutch permit frees days in the Netherlands only.</summary>
    [Test]
    public void Days_of_a_short_stay_are_counted_with_the_trip()
    {
        var limits = Trips.Grenoble.Check(TripSubject.DayLimits);

        Assert.That(limits.Outcome, Is.EqualTo(TripOutcome.Green));
        Assert.That(
            limits.Counted!.Words(),
            Is.EqualTo("0 days used so far, 12 days on this trip; at most 12 days of 90 days in one period, with all plans")
        );
    }

    /// <summary>
    /// In France from 1 Sep to 23 Nov: 30 + 31 + 23 = 84 days. From 7 Dec six more are 90, so Sat 12 Dec is the latest safe exit, and the limit is passed on the 13th.
    /// </summary>
    [Test]
    public void A_trip_that_passes_the_90_days_is_red_and_says_when_to_leave()
    {
        var limits = Trips.Grenoble.Was(Trips.Stay("FR", new(2026, 9, 1), new(2026, 11, 23))).Check(TripSubject.DayLimits);

        Assert.That(limits.Outcome, Is.EqualTo(TripOutcome.Red));
        Assert.That(limits.Findings.Single().Breach!.On, Is.EqualTo(new LocalDate(2026, 12, 13)));
        Assert.That(limits.ToGreen.Single().Words(), Is.EqualTo("Leave by 12 Dec 2026."));
    }

    [TestCase(83, TripOutcome.Amber)]
    [TestCase(84, TripOutcome.Red)]
    public void The_last_day_of_the_limit_is_allowed_and_the_next_is_not(int before, TripOutcome outcome)
    {
        // Seven days of the trip and those before it: 90, then 91.
        var limits = Trips
            .Grenoble.To(Trips.Leg("FR", new(2026, 12, 7), new(2026, 12, 13)))
            .Was(Trips.Stay("FR", new LocalDate(2026, 11, 23).PlusDays(1 - before), new(2026, 11, 23)))
            .Check(TripSubject.DayLimits);

        Assert.That(limits.Outcome, Is.EqualTo(outcome));
    }

    [TestCase("NL", TripOutcome.Green)]
    [TestCase("CH", TripOutcome.Green)]
    [TestCase("FR", TripOutcome.Green)]
    [TestCase("ID", TripOutcome.NotCovered)]
    public void Who_may_work_in_France_without_a_permit(string citizenship, TripOutcome outcome)
    {
        Assert.That(Trips.Grenoble.Citizen(citizenship).Check(TripSubject.Immigration).Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void A_work_permit_that_covers_every_day_is_enough_and_one_that_ends_a_day_early_is_not()
    {
        TripDocument Permit(int to) => new(TripDocumentKind.WorkPermit, "FR", null, new(2026, 12, to));

        Assert.That(Trips.Grenoble.With(Permit(18)).Check(TripSubject.Immigration).Outcome, Is.EqualTo(TripOutcome.Green));
        var early = Trips.Grenoble.With(Permit(17)).Check(TripSubject.Immigration);
        Assert.That(early.Outcome, Is.EqualTo(TripOutcome.NotCovered));
        Assert.That(
            early.Reasons.Select(r => r.Words()),
            Has.Some.Contains("work permit of France does not cover 7 Dec 2026 to 18 Dec 2026")
        );
    }

    /// <summary>Three months from 7 Dec end on 6 Mar.</summary>
    [TestCase(6, TripOutcome.Green)]
    [TestCase(7, TripOutcome.Amber)]
    public void A_citizen_of_the_Union_registers_after_three_months(int day, TripOutcome outcome)
    {
        var result = Trips
            .Grenoble.Citizen("DE")
            .To(Trips.Leg("FR", new(2026, 12, 7), new(2027, 3, day)))
            .Check(TripSubject.Immigration);

        Assert.That(result.Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void What_the_book_does_not_know_of_a_country_is_not_covered_and_never_green()
    {
        var chile = RulesFolder.Book.CheckTrip(Trips.Grenoble.To("CL", Trips.Do(TripActivityKind.Services, 5))).Destinations[0];

        Assert.That(
            new[]
            {
                TripSubject.Immigration,
                TripSubject.TaxResidence,
                TripSubject.SocialSecurity,
                TripSubject.PostingNotice,
                TripSubject.DayLimits,
            }.Select(subject => chile[subject].Outcome),
            Is.All.EqualTo(TripOutcome.NotCovered)
        );
        Assert.That(chile[TripSubject.Payroll].Outcome, Is.EqualTo(TripOutcome.Amber), "The model's wording is a default.");
        Assert.That(chile[TripSubject.Payroll].Assumptions.Select(a => a.Code), Does.Contain("trip.assume.model-treaty"));
    }

    [Test]
    public void Nothing_is_known_of_the_traveller_and_everything_is_asked_for()
    {
        var question = new TripQuestion
        {
            Trip = new() { Legs = [Trips.Leg("FR", new(2026, 12, 7), new(2026, 12, 18))] },
            AsOf = Trips.AsOf,
        };
        var france = RulesFolder.Book.CheckTrip(question).Destinations[0];

        Assert.Multiple(() =>
        {
            Assert.That(Asked(TripSubject.Immigration), Does.Contain("trip.ask.citizenship"));
            Assert.That(Asked(TripSubject.Payroll), Does.Contain("trip.ask.home"));
            Assert.That(Asked(TripSubject.SocialSecurity), Does.Contain("trip.ask.insured"));
            Assert.That(Asked(TripSubject.PostingNotice), Is.SupersetOf(new[] { "trip.ask.employer", "trip.ask.for" }));
            Assert.That(
                Asked(TripSubject.PermanentEstablishment),
                Is.SupersetOf(new[] { "trip.ask.employer", "trip.ask.activities" })
            );
            foreach (var subject in Enum.GetValues<TripSubject>().Except([TripSubject.DayLimits]))
            {
                Assert.That(france[subject].Outcome, Is.EqualTo(TripOutcome.Unknown), subject.ToString());
            }
        });

        IEnumerable<string> Asked(TripSubject subject) => france[subject].Asks.Select(ask => ask.What.Code);
    }

    [Test]
    public void At_home_nothing_is_asked()
    {
        var home = RulesFolder
            .Book.CheckTrip(Trips.Grenoble.Citizen("NL").To("NL", Trips.Do(TripActivityKind.Services, 5)))
            .Destinations[0];

        Assert.That(
            home.Results.Where(r => r.Subject != TripSubject.Immigration).Select(r => r.Outcome),
            Is.All.EqualTo(TripOutcome.NotRequired)
        );
        Assert.That(home[TripSubject.Immigration].Outcome, Is.EqualTo(TripOutcome.Green));
    }

    [Test]
    public void An_answer_comes_back_from_its_text_as_it_was()
    {
        var answer = RulesFolder.Book.CheckTrip(Trips.Grenoble);
        var text = System.Text.Json.JsonSerializer.Serialize(answer, FindingJson.Options);
        var read = System.Text.Json.JsonSerializer.Deserialize<TripAnswer>(text, FindingJson.Options)!;

        Assert.That(System.Text.Json.JsonSerializer.Serialize(read, FindingJson.Options), Is.EqualTo(text));
        Assert.That(read.Tasks.Select(t => t.Key), Is.EqualTo(answer.Tasks.Select(t => t.Key)));
        Assert.That(RulesFolder.Book.CheckTripAgain(Trips.Grenoble, read).CheckedAgain, Is.Zero);
    }
}

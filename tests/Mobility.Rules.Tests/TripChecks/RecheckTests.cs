using Mobility.Rules.TripChecks;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.TripChecks;

/// <summary>A changed trip is checked again where its inputs differ, and nowhere else.</summary>
public sealed class RecheckTests
{
    private static readonly TripAnswer Before = RulesFolder.Book.CheckTrip(Trips.Grenoble);

    [Test]
    public void A_trip_that_did_not_change_is_not_checked_again()
    {
        var again = RulesFolder.Book.CheckTripAgain(Trips.Grenoble, Before);

        Assert.That(again.CheckedAgain, Is.Zero);
        Assert.That(again.Differences, Is.Empty);
    }

    [Test]
    public void A_new_A1_touches_social_security_alone()
    {
        var again = RulesFolder.Book.CheckTripAgain(
            Trips.Grenoble.With(new TripDocument(TripDocumentKind.Coverage, "NL", new(2026, 12, 1), new(2026, 12, 31))),
            Before
        );

        Assert.That(again.CheckedAgain, Is.EqualTo(1));
        var difference = again.Differences.Single();
        Assert.That(difference.Subject, Is.EqualTo(TripSubject.SocialSecurity));
        Assert.That(difference.Changed, Is.EqualTo(new[] { "papers" }));
        Assert.That(
            (difference.Before!.Outcome, difference.After!.Outcome),
            Is.EqualTo((TripOutcome.Required, TripOutcome.Green))
        );
        Assert.That(difference.MovedAnswer, Is.True);
    }

    [Test]
    public void Another_party_touches_payroll_the_notice_and_the_establishment()
    {
        var again = RulesFolder.Book.CheckTripAgain(Trips.Grenoble.For(TripParty.OwnEmployer, EmployerRole.Directs), Before);

        Assert.That(
            again.Differences.Select(d => d.Subject),
            Is.EqualTo(new[] { TripSubject.Payroll, TripSubject.PostingNotice, TripSubject.PermanentEstablishment })
        );
        Assert.That(
            again.Differences.Single(d => d.Subject == TripSubject.PostingNotice).After!.Outcome,
            Is.EqualTo(TripOutcome.NotRequired)
        );
    }

    [Test]
    public void Later_dates_move_the_deadline_of_the_notice()
    {
        var again = RulesFolder.Book.CheckTripAgain(
            Trips.Grenoble.To(Trips.Leg("FR", new(2027, 1, 4), new(2027, 1, 15), Trips.Do(TripActivityKind.Installation, 9))),
            Before
        );

        Assert.That(again.CheckedAgain, Is.EqualTo(7));
        Assert.That(
            again.Answer.Tasks.Single(t => t.Kind == TripTaskKind.FilePostingNotice).DueOn,
            Is.EqualTo(new LocalDate(2027, 1, 3))
        );
    }

    [Test]
    public void A_destination_that_goes_and_one_that_comes_are_among_the_differences()
    {
        var again = RulesFolder.Book.CheckTripAgain(Trips.Grenoble.To("DE", Trips.Do(TripActivityKind.Installation, 9)), Before);

        Assert.That(
            again.Differences.Where(d => d.After is null).Select(d => d.Country),
            Is.All.EqualTo("FR").And.Exactly(7).Items
        );
        Assert.That(
            again.Differences.Where(d => d.Before is null).Select(d => d.Country),
            Is.All.EqualTo("DE").And.Exactly(7).Items
        );
    }

    [Test]
    public void Stays_elsewhere_in_Schengen_touch_the_days_and_what_reads_days_only()
    {
        var again = RulesFolder.Book.CheckTripAgain(
            Trips.Grenoble.Was(Trips.Stay("ES", new(2026, 10, 1), new(2026, 10, 9))),
            Before
        );

        Assert.That(
            again.Differences.Select(d => d.Subject),
            Is.EqualTo(new[] { TripSubject.TaxResidence, TripSubject.Payroll, TripSubject.DayLimits })
        );
        Assert.That(again.Answer.Destinations[0][TripSubject.DayLimits].Counted!.Words(), Does.StartWith("9 days used so far"));
    }
}

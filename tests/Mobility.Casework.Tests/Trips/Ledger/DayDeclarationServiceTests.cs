using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules;
using Mobility.Rules.Trips;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Trips.Ledger;

public sealed class DayDeclarationServiceTests
{
    private static readonly Lazy<RuleBook> Rules = new(() => RuleBook.Load(RepositoryFolder.Rules));
    private static readonly LocalDate Today = new(2026, 11, 22);

    private TestCasework casework = null!;
    private Case file = null!;

    [SetUp]
    public async Task Start()
    {
        casework = new TestCasework(Rules.Value);
        file = await casework.OpenCaseAsync("US", new(2026, 10, 1));
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task Declared_days_count_in_the_counters_like_days_of_a_trip()
    {
        await DeclareAsync([.. Days(new(2026, 11, 2), 5).Select(d => At(d, "DE"))]);

        var findings = await casework.DoAsync<AssessmentService, IReadOnlyList<Finding>>(s =>
            s.EvaluateAsync(file.AssigneeId, Today, null, default)
        );
        var schengen = findings.Single(f => f.RuleId == "schengen/short-stay-90-180");
        Assert.That(schengen.Figures!.Used, Is.EqualTo((Fraction)5), "2 to 6 November");
    }

    [Test]
    public async Task A_day_said_twice_alike_is_one_row_and_one_line_of_history()
    {
        await DeclareAsync([At(new(2026, 11, 16), "US")]);
        var again = await DeclareAsync([At(new(2026, 11, 16), "US")]);

        Assert.Multiple(async () =>
        {
            Assert.That(again, Is.Zero);
            Assert.That(await casework.ReadAsync(db => db.DayDeclarations.CountAsync()), Is.EqualTo(1));
            Assert.That((await HistoryAsync(ChangeKind.DaysDeclared)), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_day_said_otherwise_keeps_what_was_said_before_and_the_history_has_both()
    {
        await DeclareAsync([At(new(2026, 11, 16), "US")]);
        casework.Clock.Advance(Duration.FromHours(1));
        await DeclareAsync([At(new(2026, 11, 16), "CA") with { Activity = DayActivity.Work }], "Mixed up the border");

        var rows = await casework.AllAsync(db => db.DayDeclarations.OrderBy(d => d.RecordedAt));
        var change = (await HistoryAsync(ChangeKind.DaysDeclared))[^1];
        Assert.Multiple(() =>
        {
            Assert.That(rows.Select(r => (r.Places, r.RemovedAt is null)), Is.EqualTo([("US", false), ("CA", true)]));
            Assert.That((change.ByName, change.Why), Is.EqualTo(("Ilse Vandermeulen", "Mixed up the border")));
            Assert.That(change.FieldChanges(), Is.EqualTo([new FieldChange("2026-11-16", "US", "CA; Work")]));
        });
    }

    [Test]
    public async Task What_is_taken_back_gives_the_day_to_the_trips_again()
    {
        await casework.RecordAsync(file, "US", new(2026, 11, 2), new(2026, 11, 20));
        await DeclareAsync([At(new(2026, 11, 16), "CA")]);
        Assert.That((await DayAsync(new(2026, 11, 16))).Ended, Is.EqualTo("CA"));

        var said = (await DayAsync(new(2026, 11, 16))).Declaration!.Id;
        await WithdrawAsync(said, "Was the week before");
        await WithdrawAsync(said, "Was the week before");

        Assert.Multiple(async () =>
        {
            Assert.That((await DayAsync(new(2026, 11, 16))).Ended, Is.EqualTo("US"));
            Assert.That((await HistoryAsync(ChangeKind.DaysWithdrawn)).Single().Why, Is.EqualTo("Was the week before"));
        });
    }

    [Test]
    public async Task What_was_said_otherwise_meanwhile_is_not_taken_back()
    {
        await DeclareAsync([At(new(2026, 11, 16), "CA")]);
        var seen = (await DayAsync(new(2026, 11, 16))).Declaration!.Id;
        await DeclareAsync([At(new(2026, 11, 16), "US")]);

        Assert.That(
            () => WithdrawAsync(seen, "Was the week before"),
            Throws.TypeOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo("DayWasChanged")
        );
        Assert.That((await DayAsync(new(2026, 11, 16))).Ended, Is.EqualTo("US"));
    }

    [Test]
    public async Task As_known_before_it_was_said_a_day_is_still_unknown()
    {
        var before = casework.Now;
        casework.Clock.Advance(Duration.FromHours(1));
        await DeclareAsync([At(new(2026, 11, 16), "CA")]);

        var then = await casework.ReadAsync(db => db.LedgerOfAsync(file.AssigneeId, before, default));

        Assert.That(then.Stays, Is.Empty);
    }

    private Task WithdrawAsync(Guid said, string why) =>
        casework.DoAsync<DayDeclarationService>(s =>
            s.WithdrawAsync(file.Id, new(2026, 11, 16), said, casework.Change(why), default)
        );

    [Test]
    public void A_day_that_has_not_come_is_refused()
    {
        var refusal = Assert.ThrowsAsync<RefusedException>(() => DeclareAsync([At(Today.PlusDays(1), "US")]));

        Assert.That(refusal!.Code, Is.EqualTo("DayToCome"));
    }

    [Test]
    public async Task Of_many_days_with_a_wrong_one_none_is_saved()
    {
        Assert.ThrowsAsync<RefusedException>(() => DeclareAsync([At(Today, "US"), At(Today.PlusDays(-1), "XQ")]));

        Assert.That(await casework.ReadAsync(db => db.DayDeclarations.AnyAsync()), Is.False);
    }

    [Test]
    public void Parts_that_are_more_than_the_day_are_refused()
    {
        var day = new NewDay { Day = Today, Places = [new("US", 60), new("CA", 50)] };

        Assert.That(Assert.ThrowsAsync<RefusedException>(() => DeclareAsync([day]))!.Code, Is.EqualTo("MoreThanTheDay"));
    }

    [Test]
    public async Task The_days_of_another_case_are_not_here()
    {
        Assert.ThrowsAsync<NotHereException>(() =>
            casework.DoAsync<DayDeclarationService, int>(s =>
                s.DeclareAsync(Guid.NewGuid(), [At(Today, "US")], Today, casework.Change(), default)
            )
        );
        Assert.That(await casework.ReadAsync(db => db.DayDeclarations.AnyAsync()), Is.False);
    }

    [Test]
    public async Task A_removed_trip_reads_in_the_history_and_can_be_put_back()
    {
        var trip = await casework.DoAsync<TripService, Trip>(s =>
            s.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = "FR",
                    Arrive = new(2026, 11, 2),
                    Depart = new(2026, 11, 6),
                    Status = TripStatus.Actual,
                    Evidence = TripEvidence.Booked,
                    Document = "Ticket 0577",
                },
                casework.Change(),
                default
            )
        );
        casework.Clock.Advance(Duration.FromHours(1));
        await casework.DoAsync<TripService>(s => s.RemoveAsync(file.Id, trip.Id, casework.Change("Other person"), default));

        var removed = (await HistoryAsync(ChangeKind.TripRemoved)).Single();
        await casework.DoAsync<TripService>(s => s.RestoreAsync(file.Id, trip.Id, casework.Change(), default));

        Assert.Multiple(async () =>
        {
            Assert.That(removed.Subject, Is.EqualTo("FR, 2026-11-02 – 2026-11-06"));
            Assert.That(removed.FieldChanges().Select(f => f.After), Is.EqualTo(["Actual", "Booked", "Ticket 0577"]));
            Assert.That((await DayAsync(new(2026, 11, 3))).Document, Is.EqualTo("Ticket 0577"));
            Assert.That(await casework.ReadAsync(db => db.Trips.CountAsync()), Is.EqualTo(2), "in between it was not there");
        });
    }

    [Test]
    public async Task A_stay_without_an_end_gets_its_last_day_and_not_one_to_come()
    {
        var trip = await casework.RecordAsync(file, "US", new(2025, 10, 3), null);

        var refusal = Assert.ThrowsAsync<RefusedException>(() => EndAsync(trip, Today.PlusDays(1)));
        await EndAsync(trip, new(2026, 11, 6));

        Assert.Multiple(async () =>
        {
            Assert.That(refusal!.Code, Is.EqualTo("DayToCome"));
            Assert.That((await DayAsync(new(2026, 11, 6))).Knowledge, Is.EqualTo(DayKnowledge.Known));
            Assert.That((await DayAsync(new(2026, 11, 7))).Knowledge, Is.EqualTo(DayKnowledge.NoRecord));
        });
    }

    [Test]
    public async Task Days_of_work_are_known_only_when_every_day_there_says_so()
    {
        // Workdays are what the treaty counts: without an activity for each day the number would be a guess.
        await DeclareAsync([.. Days(new(2026, 11, 16), 5).Select(d => At(d, "US") with { Activity = DayActivity.Work })]);
        var all = await casework.ReadAsync(db => db.LoadAsync(file.AssigneeId, null, default));
        await DeclareAsync([At(new(2026, 11, 21), "US")]);
        var partly = await casework.ReadAsync(db => db.LoadAsync(file.AssigneeId, null, default));

        Assert.Multiple(() =>
        {
            Assert.That(all.Activities, Has.Count.EqualTo(5));
            Assert.That(all.Stays.Single().Depart, Is.EqualTo(new LocalDate(2026, 11, 20)));
            Assert.That(partly.Activities, Has.Count.EqualTo(5));
            Assert.That(partly.Stays.Single().Depart, Is.EqualTo(new LocalDate(2026, 11, 21)));
        });
    }

    private Task EndAsync(Trip trip, LocalDate on) =>
        casework.DoAsync<TripService>(s => s.EndAsync(file.Id, trip.Id, on, Today, casework.Change(), default));

    private Task<int> DeclareAsync(IReadOnlyList<NewDay> days, string? why = null) =>
        casework.DoAsync<DayDeclarationService, int>(s => s.DeclareAsync(file.Id, days, Today, casework.Change(why), default));

    private async Task<LedgerDay> DayAsync(LocalDate day)
    {
        var ledger = await casework.ReadAsync(db => db.LedgerOfAsync(file.AssigneeId, null, default));
        return ledger.Days(day, day, Today).Single();
    }

    private async Task<List<Change>> HistoryAsync(ChangeKind kind) =>
        await casework.AllAsync(db => db.Changes.Where(c => c.Kind == kind).OrderBy(c => c.At));

    private static NewDay At(LocalDate day, string country) => new() { Day = day, Places = [new(country, null)] };

    private static IEnumerable<LocalDate> Days(LocalDate from, int count) => Enumerable.Range(0, count).Select(from.PlusDays);
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.SocialSecurity;
using Mobility.Casework.Tasks;
using Mobility.Casework.TripChecks;
using Mobility.Rules.TripChecks;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.TripChecks;

/// <summary>
/// A resident of Britain, employed there, installs machines for a client in France from 7 to 18 December 2026; it is Sunday 22 November. The notice is due on the day before,
/// Sunday 6 December; the A1, two months before by the norm of the programme, now.
/// </summary>
public sealed class TripCheckServiceTests
{
    private static readonly Trip Grenoble = new()
    {
        Legs =
        [
            new()
            {
                Country = "FR",
                From = new(2026, 12, 7),
                To = new(2026, 12, 18),
                Activities = [new(TripActivityKind.Installation, 9)],
            },
        ],
        For = TripParty.Client,
        Role = EmployerRole.Directs,
    };

    private TestCasework casework = null!;
    private Case file = null!;

    [SetUp]
    public async Task Open()
    {
        casework = new TestCasework(TestRules.Repository);
        file = await casework.OpenCaseAsync();
        await using var db = casework.Database.Open();
        var entity = new LegalEntity
        {
            ClientId = casework.Client.Id,
            Name = "Brightwater Ltd",
            Country = "GB",
        };
        db.Add(entity);
        await db.SaveChangesAsync();
        await db.Cases.Where(c => c.Id == file.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.HomeEntityId, entity.Id));
        await db
            .People.Where(p => p.Id == file.AssigneeId)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.HomeCountry, "GB").SetProperty(p => p.Citizenships, "GB"));
    }

    [TearDown]
    public void Close() => casework.Dispose();

    [Test]
    public async Task A_preview_saves_nothing()
    {
        var preview = await Service(s => s.PreviewAsync(file.Id, Grenoble, casework.Now, default));

        Assert.That(preview.Answer.Destinations.Single()[TripSubject.PostingNotice].Outcome, Is.EqualTo(TripOutcome.Required));
        Assert.That(await casework.AllAsync(db => db.TripChecks), Is.Empty);
        Assert.That(await casework.AllAsync(db => db.Changes.Where(c => c.Kind == ChangeKind.TripCheckSaved)), Is.Empty);
    }

    [Test]
    public async Task A_saved_check_has_a_number_and_its_answer_and_makes_nothing_yet()
    {
        var check = await SaveAsync(Grenoble);

        Assert.That(check.Number, Is.EqualTo("TC-2026-0001"));
        Assert.That((await SaveAsync(Grenoble)).Number, Is.EqualTo("TC-2026-0002"));
        Assert.That(
            (check.Countries, check.From, check.To),
            Is.EqualTo(("FR", new LocalDate(2026, 12, 7), new LocalDate(2026, 12, 18)))
        );
        Assert.That(check.Worst, Is.EqualTo(TripOutcome.Required));
        var version = (await VersionsAsync(check)).Single();
        Assert.That(CheckedTrip.ReadAnswer(version.Answer).Tasks, Is.Not.Empty);
        Assert.That(CheckedTrip.Read(version.Trip).EmployerCountry, Is.EqualTo("GB"));
        Assert.That(await TasksAsync(), Is.Empty);
        Assert.That(
            await casework.AllAsync(db => db.Changes.Where(c => c.Kind == ChangeKind.TripCheckSaved)),
            Has.Count.EqualTo(2)
        );
    }

    [Test]
    public async Task Confirming_makes_an_A1_task_and_a_deadline_for_the_notice()
    {
        var check = await SaveAsync(Grenoble);
        await ConfirmAsync(check);

        var a1 = (await TasksAsync()).Single(t => t.What.Contains("A1", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(a1.What, Does.StartWith("TC-2026-0001: Ask for the Portable Document A1 of United Kingdom"));
            Assert.That(a1.DueOn, Is.EqualTo(new LocalDate(2026, 11, 22)));
            Assert.That(a1.AssignedToId, Is.EqualTo(casework.Consultant.Id));
        });
        var notice = (await NoticesAsync()).Single();
        Assert.Multiple(() =>
        {
            Assert.That(notice.DueOn, Is.EqualTo(new LocalDate(2026, 12, 6)));
            Assert.That(notice.State, Is.EqualTo(DeadlineState.Open));
            Assert.That(notice.PersonId, Is.EqualTo(file.AssigneeId));
            Assert.That(notice.Title, Does.Contain("SIPSI").And.Contain("TC-2026-0001"));
            Assert.That(notice.ReadReason().Consequence, Is.EqualTo("Fines"));
        });
    }

    [Test]
    public async Task Confirming_twice_makes_nothing_twice()
    {
        var check = await SaveAsync(Grenoble);
        await ConfirmAsync(check);
        var tasks = (await TasksAsync()).Count;
        await ConfirmAsync(check);

        Assert.That(await TasksAsync(), Has.Count.EqualTo(tasks));
        Assert.That(await NoticesAsync(), Has.Count.EqualTo(1));
        Assert.That(
            await casework.AllAsync(db => db.Changes.Where(c => c.Kind == ChangeKind.TripCheckConfirmed)),
            Has.Count.EqualTo(1)
        );
    }

    [Test]
    public async Task A_later_review_keeps_the_deadline_that_a_check_made()
    {
        await ConfirmAsync(await SaveAsync(Grenoble));
        await casework.RecordAsync(file, "DE", new(2026, 11, 1), new(2026, 11, 3));

        Assert.That((await NoticesAsync()).Single().State, Is.EqualTo(DeadlineState.Open));
    }

    /// <summary>From 7 December to 4 January: the last day for the notice moves to Sunday 3 January.</summary>
    [Test]
    public async Task Amending_keeps_number_and_old_version_and_moves_things_once_it_is_confirmed()
    {
        var check = await SaveAsync(Grenoble);
        await ConfirmAsync(check);
        var later = Grenoble with { Legs = [Grenoble.Legs[0] with { From = new(2027, 1, 4), To = new(2027, 1, 15) }] };

        var amended = await Service(s => s.AmendAsync(check.Id, 1, later, casework.Change("the client asked"), default));

        Assert.That((amended.Number, amended.LatestNo, amended.ConfirmedNo), Is.EqualTo((check.Number, 2, 1)));
        Assert.That(
            (await NoticesAsync()).Single().DueOn,
            Is.EqualTo(new LocalDate(2026, 12, 6)),
            "Nobody has confirmed it yet."
        );
        var versions = await VersionsAsync(check);
        Assert.That(
            versions.Select(v => CheckedTrip.Read(v.Trip).Trip.Legs[0].From),
            Is.EqualTo(new[] { new LocalDate(2026, 12, 7), new(2027, 1, 4) })
        );
        Assert.That(versions[1].Why, Is.EqualTo("the client asked"));

        await ConfirmAsync(amended);

        Assert.That((await NoticesAsync()).Single().DueOn, Is.EqualTo(new LocalDate(2027, 1, 3)));
        Assert.That((await TasksAsync()).Count(t => t.What.Contains("A1", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task What_an_amended_trip_no_longer_asks_is_dropped_and_withdrawn()
    {
        var check = await SaveAsync(Grenoble);
        await ConfirmAsync(check);
        var meetings = Grenoble with
        {
            Legs = [Grenoble.Legs[0] with { Activities = [new(TripActivityKind.Meetings, 2)] }],
            For = TripParty.OwnEmployer,
        };
        var amended = await Service(s => s.AmendAsync(check.Id, 1, meetings, casework.Change(), default));
        await ConfirmAsync(amended);

        Assert.That((await NoticesAsync()).Single().State, Is.EqualTo(DeadlineState.Withdrawn));
        Assert.That(
            (await TasksAsync()).Single(t => t.What.Contains("A1", StringComparison.Ordinal)).State,
            Is.EqualTo(CaseTaskState.Open),
            "Meetings are work: the A1 is still needed."
        );
    }

    [Test]
    public async Task Only_what_changed_is_checked_again()
    {
        var check = await SaveAsync(Grenoble);
        await using (var db = casework.Database.Open())
        {
            db.Add(
                new CoverageCertificate
                {
                    PersonId = file.AssigneeId,
                    Name = "A1",
                    Country = "GB",
                    ValidFrom = new(2026, 12, 1),
                    ValidTo = new(2026, 12, 31),
                }
            );
            await db.SaveChangesAsync();
        }

        var preview = await Service(s => s.PreviewAmendedAsync(check.Id, Grenoble, casework.Now, default));

        var difference = preview.Differences.Single();
        Assert.That(difference.Subject, Is.EqualTo(TripSubject.SocialSecurity));
        Assert.That(difference.After!.Outcome, Is.EqualTo(TripOutcome.Green));
    }

    [Test]
    public async Task Cancelling_needs_a_reason_and_takes_everything_back()
    {
        var check = await SaveAsync(Grenoble);
        await ConfirmAsync(check);

        Assert.ThrowsAsync<RefusedException>(() => Do(s => s.CancelAsync(check.Id, casework.Change(), default)));
        await Do(s => s.CancelAsync(check.Id, casework.Change("the client called it off"), default));

        Assert.That((await NoticesAsync()).Single().State, Is.EqualTo(DeadlineState.Withdrawn));
        Assert.That((await TasksAsync()).Select(t => t.State), Is.All.EqualTo(CaseTaskState.Dropped));
        Assert.That((await VersionsAsync(check)), Has.Count.EqualTo(1), "What was said stays.");
        Assert.ThrowsAsync<RefusedException>(() => Do(s => s.AmendAsync(check.Id, 1, Grenoble, casework.Change(), default)));
    }

    [Test]
    public async Task A_task_that_was_done_stays_done_when_the_trip_moves()
    {
        var check = await SaveAsync(Grenoble);
        await ConfirmAsync(check);
        var a1 = (await TasksAsync()).Single(t => t.What.Contains("A1", StringComparison.Ordinal));
        await casework.DoAsync<TaskService>(s => s.DoneAsync(a1.Id, casework.Change(), default));
        var later = Grenoble with { Legs = [Grenoble.Legs[0] with { To = new(2026, 12, 17) }] };
        await ConfirmAsync(await Service(s => s.AmendAsync(check.Id, 1, later, casework.Change(), default)));

        var after = (await TasksAsync()).Single(t => t.Id == a1.Id);
        Assert.That((after.State, after.What), Is.EqualTo((CaseTaskState.Done, a1.What)));
    }

    [Test]
    public async Task A_version_that_somebody_else_overtook_is_refused()
    {
        var check = await SaveAsync(Grenoble);
        await Service(s => s.AmendAsync(check.Id, 1, Grenoble, casework.Change(), default));

        var stale = Assert.ThrowsAsync<StaleVersionException>(() =>
            Do(s => s.AmendAsync(check.Id, 1, Grenoble, casework.Change(), default))
        );
        Assert.That((stale!.Expected, stale.Current), Is.EqualTo((1, 2)));
        Assert.ThrowsAsync<StaleVersionException>(() => Do(s => s.ConfirmAsync(check.Id, 1, casework.Change(), default)));
    }

    [TestCase("ZZ")]
    [TestCase("France")]
    public void A_country_that_is_none_is_refused_by_its_field(string country)
    {
        var trip = Grenoble with { Legs = [Grenoble.Legs[0] with { Country = country }] };

        var refusal = Assert.ThrowsAsync<RefusedException>(() =>
            Service(s => s.PreviewAsync(file.Id, trip, casework.Now, default))
        );
        Assert.That((refusal!.Field, refusal.Code), Is.EqualTo(("Country", "UnknownCountry")));
    }

    [Test]
    public void A_trip_that_ends_before_it_begins_is_refused_and_nothing_is_saved()
    {
        var trip = Grenoble with { Legs = [Grenoble.Legs[0] with { To = new(2026, 12, 1) }] };

        var refusal = Assert.ThrowsAsync<RefusedException>(() => SaveAsync(trip));
        Assert.That(refusal!.Field, Is.EqualTo("To"));
    }

    [Test]
    public async Task Two_who_save_at_once_get_two_numbers()
    {
        var checks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SaveAsync(Grenoble)));

        Assert.That(checks.Select(c => c.Number), Is.Unique);
    }

    [Test]
    public async Task A_case_that_is_closed_has_no_deadlines_of_its_trips()
    {
        await ConfirmAsync(await SaveAsync(Grenoble));
        var now = await casework.ReadAsync(db => db.Cases.AsNoTracking().SingleAsync(c => c.Id == file.Id));
        await casework.DoAsync<CaseService>(s =>
            s.CancelAsync(file.Id, now.Version, new(2026, 11, 22), casework.Change("over"), default)
        );

        Assert.That((await NoticesAsync()).Single().State, Is.EqualTo(DeadlineState.Withdrawn));
    }

    private Task<T> Service<T>(Func<TripCheckService, Task<T>> act) => casework.DoAsync(act);

    private Task Do(Func<TripCheckService, Task> act) => casework.DoAsync(act);

    private Task<TripCheck> SaveAsync(Trip trip) => Service(s => s.SaveAsync(file.Id, trip, casework.Change(), default));

    private Task ConfirmAsync(TripCheck check) => Do(s => s.ConfirmAsync(check.Id, check.LatestNo, casework.Change(), default));

    private Task<List<CaseTask>> TasksAsync() => casework.AllAsync(db => db.Tasks.OrderBy(t => t.What));

    private Task<List<Deadline>> NoticesAsync() =>
        casework.AllAsync(db => db.Deadlines.Where(d => d.RuleId == "fr/posting-notice"));

    private Task<List<TripCheckVersion>> VersionsAsync(TripCheck check) =>
        casework.AllAsync(db => db.TripCheckVersions.Where(v => v.TripCheckId == check.Id).OrderBy(v => v.No));
}

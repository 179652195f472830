using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Import;
using Mobility.Testing;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Casework.Tests.Trips.Import;

/// <summary>Gaps that are decided while importing, an import that is undone after its trips were changed, and one that comes back.</summary>
public sealed class TripImportUndoTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 12, 0);

    private TestDatabase database = null!;
    private MobilityDbContext db = null!;
    private TripImportService imports = null!;
    private TripImportUndo undo = null!;
    private TripService trips = null!;
    private Case file = null!;
    private int minutes;

    [SetUp]
    public async Task Open()
    {
        database = TestDatabase.Create();
        db = database.Open();
        imports = new TripImportService(db, TestCasework.ReviewOn(db));
        undo = new TripImportUndo(db, TestCasework.ReviewOn(db));
        trips = new TripService(db, TestCasework.ReviewOn(db), Mobility.Rules.RuleBook.Load(RepositoryFolder.Rules).Countries);
        file = await CaseAsync();
        minutes = 0;
    }

    [TearDown]
    public void Close()
    {
        db.Dispose();
        database.Dispose();
    }

    [Test]
    public async Task A_missing_departure_that_nobody_decided_about_lets_nothing_enter()
    {
        var import = await PrepareAsync(MissingDeparture);

        Assert.Multiple(() =>
        {
            Assert.That(
                Assert.ThrowsAsync<RefusedException>(() => imports.ConfirmAsync(file.Id, import.Id, Change(), default))?.Code,
                Is.EqualTo("CrossingsUndecided")
            );
            Assert.That(db.Trips.Any(), Is.False);
        });
    }

    [TestCase(null, "? 2026-03-02..2026-03-09")]
    [TestCase("US", "US 2026-03-02..2026-03-09")]
    [TestCase("GB", "GB 2026-03-01..2026-03-10")]
    public async Task A_missing_departure_is_filled_as_it_was_decided(string? country, string filled)
    {
        var import = await PrepareAsync(MissingDeparture);
        var gap = (await imports.PreviewAsync(file.Id, import.Id, default)).Gaps.Single();

        await imports.ConfirmAsync(
            file.Id,
            import.Id,
            new OverlapDecisions { Gaps = [new GapDecision(gap.From, gap.To, country)] },
            Change(),
            default
        );

        var history = await db.Changes.AsNoTracking().SingleAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(
                await LedgerAsync(),
                Is.EquivalentTo(new[] { "US 2026-03-01..2026-03-01", filled, "US 2026-03-10..2026-03-20" })
            );
            Assert.That(history.FieldChanges(), Has.One.EqualTo(new FieldChange("GapsFilled", null, "1")));
        });

        await undo.UndoAsync(file.Id, import.Id, null, Change(), default);
        Assert.That(await LedgerAsync(), Is.Empty, "what filled the gap leaves with the import");
    }

    [Test]
    public async Task A_name_that_was_said_to_be_right_is_in_the_history()
    {
        var import = await PrepareAsync("Country,Arrive,Depart\nDE,2026-03-14,2026-03-18\n");

        await imports.ConfirmAsync(file.Id, import.Id, new OverlapDecisions { NameInFile = "Mario Rossi" }, Change(), default);

        Assert.That(
            (await db.Changes.AsNoTracking().SingleAsync()).FieldChanges(),
            Has.One.EqualTo(new FieldChange("NameInFile", null, "Mario Rossi"))
        );
    }

    [Test]
    public async Task An_import_whose_trips_were_changed_is_undone_only_when_that_was_decided()
    {
        var import = await ImportAsync("DE,2026-03-14,2026-03-18", "FR,2026-04-01,2026-04-02", "ES,2026-05-01,2026-05-02");
        await RemoveAsync("FR");
        await RecordAsync("IT", new(2026, 3, 16), new(2026, 3, 20));
        await RecordAsync("PT", new(2026, 5, 2), new(2026, 5, 9));

        var preview = await undo.PreviewAsync(file.Id, import, default);

        Assert.Multiple(async () =>
        {
            Assert.That(preview.Leaving, Is.EqualTo(2));
            Assert.That(preview.Removed.Select(stay => stay.Country), Is.EqualTo(new[] { "FR" }));
            Assert.That(preview.Others.Select(stay => stay.Country), Is.EqualTo(new[] { "IT" }), "Portugal shares a travel day");
            Assert.That(
                Assert.ThrowsAsync<RefusedException>(() => undo.UndoAsync(file.Id, import, null, Change(), default))?.Code,
                Is.EqualTo("ImportChangedSince")
            );
            Assert.That(await LedgerAsync(), Has.Length.EqualTo(4));
        });

        await undo.UndoAsync(file.Id, import, ChangedTrips.Stay, Change(), default);

        Assert.That(await LedgerAsync(), Is.EqualTo(new[] { "IT 2026-03-16..2026-03-20", "PT 2026-05-02..2026-05-09" }));
    }

    [TestCase(ChangedTrips.Stay, new[] { "GB 2026-03-01..2026-03-05", "FR 2026-03-05..2026-03-08", "GB 2026-03-08..2026-03-31" })]
    [TestCase(ChangedTrips.TakeOut, new[] { "FR 2026-03-05..2026-03-08" })]
    public async Task Trips_of_an_import_that_were_shortened_since_stay_or_go_as_decided(ChangedTrips changed, string[] left)
    {
        var import = await ImportAsync("GB,2026-03-01,2026-03-31", "DE,2026-05-01,2026-05-02");
        await trips.RecordAsync(file.Id, New("FR", new(2026, 3, 5), new(2026, 3, 8)) with { MakeRoom = true }, Change(), default);

        var preview = await undo.PreviewAsync(file.Id, import, default);
        await undo.UndoAsync(file.Id, import, changed, Change(), default);

        Assert.Multiple(async () =>
        {
            Assert.That((preview.Leaving, preview.Removed.Count, preview.Changed.Count), Is.EqualTo((1, 0, 2)));
            Assert.That(await LedgerAsync(), Is.EqualTo(left));
        });
    }

    [Test]
    public async Task What_another_change_took_out_later_does_not_come_back_with_the_undoing()
    {
        await RecordAsync("GB", new(2026, 6, 1), new(2026, 6, 30));
        var import = await ImportAsync("GB,2026-03-01,2026-03-31");
        // One change that shortens a stay of the import and one that has nothing to do with it.
        await trips.RecordAsync(
            file.Id,
            New("FR", new(2026, 3, 20), new(2026, 6, 10)) with
            {
                MakeRoom = true,
            },
            Change(),
            default
        );

        await undo.UndoAsync(file.Id, import, ChangedTrips.TakeOut, Change(), default);

        Assert.That(await LedgerAsync(), Is.EqualTo(new[] { "FR 2026-03-20..2026-06-10", "GB 2026-06-10..2026-06-30" }));
    }

    [Test]
    public async Task An_import_that_was_undone_comes_back_through_the_same_questions()
    {
        var import = await ImportAsync("DE,2026-03-14,2026-03-18", "FR,2026-04-01,2026-04-02");
        await undo.UndoAsync(file.Id, import, null, Change(), default);
        await RecordAsync("IT", new(2026, 3, 16), new(2026, 3, 20));

        var again = await imports.AgainAsync(file.Id, import, Change(), default);
        var preview = await imports.PreviewAsync(file.Id, again.Id, default);
        await imports.ConfirmAsync(file.Id, again.Id, Change(), default);

        Assert.Multiple(async () =>
        {
            Assert.That(preview.Overlaps.Single().Existing.Country, Is.EqualTo("IT"));
            Assert.That(
                await LedgerAsync(),
                Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18", "IT 2026-03-16..2026-03-20", "FR 2026-04-01..2026-04-02" })
            );
            Assert.That(
                await db.Changes.AsNoTracking().OrderBy(c => c.At).Select(c => c.Kind).ToListAsync(),
                Is.EqualTo(
                    new[]
                    {
                        ChangeKind.TripsImported,
                        ChangeKind.TripImportUndone,
                        ChangeKind.TripRecorded,
                        ChangeKind.TripsImported,
                    }
                )
            );
        });
    }

    [Test]
    public async Task Only_what_was_undone_comes_again()
    {
        var import = await ImportAsync("DE,2026-03-14,2026-03-18");

        Assert.That(
            Assert.ThrowsAsync<RefusedException>(() => imports.AgainAsync(file.Id, import, Change(), default))?.Code,
            Is.EqualTo("ImportWasNotUndone")
        );
    }

    private const string MissingDeparture =
        "1\t2026-03-20\tDeparture\tSEA\n2\t2026-03-10\tArrival\tVCV\n3\t2026-03-01\tArrival\tVCV\n";

    /// <summary>Each act a minute after the one before.</summary>
    private ChangeContext Change() =>
        new()
        {
            AccountId = file.ConsultantId,
            ByName = "Ilse Vandermeulen",
            At = Now + Duration.FromMinutes(minutes++),
        };

    private Task<TripImport> PrepareAsync(string text) =>
        imports.PrepareAsync(file.Id, TravelFiles.Read(text), Change(), default);

    private async Task<Guid> ImportAsync(params string[] rows)
    {
        var import = await PrepareAsync(string.Join('\n', ["Country,Arrive,Depart", .. rows]));
        await imports.ConfirmAsync(file.Id, import.Id, Change(), default);
        return import.Id;
    }

    private Task<Trip> RecordAsync(string country, LocalDate from, LocalDate to) =>
        trips.RecordAsync(file.Id, New(country, from, to), Change(), default);

    private NewTrip New(string country, LocalDate from, LocalDate to) =>
        new()
        {
            PersonId = file.AssigneeId,
            Country = country,
            Arrive = from,
            Depart = to,
            Status = TripStatus.Actual,
        };

    private async Task RemoveAsync(string country)
    {
        var trip = await db.Trips.Where(t => t.Country == country && t.RemovedAt == null).Select(t => t.Id).SingleAsync();
        await trips.RemoveAsync(file.Id, trip, Change(), default);
    }

    private async Task<string[]> LedgerAsync() =>
        [
            .. (
                await db
                    .Trips.AsNoTracking()
                    .Where(t => t.RemovedAt == null)
                    .OrderBy(t => t.Arrive)
                    .ThenBy(t => t.Depart)
                    .ToListAsync()
            ).Select(t => $"{t.Country ?? "?"} {t.Arrive:uuuu-MM-dd}..{t.Depart:uuuu-MM-dd}"),
        ];

    private async Task<Case> CaseAsync()
    {
        var client = new Client { Name = "Brightwater" };
        var person = new Person
        {
            ClientId = client.Id,
            FullName = "Eilidh MacGillivray-Sørensen",
            HomeCountry = "GB",
        };
        var consultant = new Account { DisplayName = "Ilse Vandermeulen", UserName = "ilse" };
        var opened = new Case
        {
            Number = "T-1",
            ClientId = client.Id,
            AssigneeId = person.Id,
            ConsultantId = consultant.Id,
            HomeCountry = "GB",
            HostCountry = "DE",
        };
        db.AddRange(client, person, consultant, opened);
        await db.SaveChangesAsync();
        return opened;
    }
}

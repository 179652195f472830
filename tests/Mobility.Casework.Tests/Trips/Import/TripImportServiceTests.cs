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

public sealed class TripImportServiceTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 12, 0);

    private TestDatabase database = null!;
    private MobilityDbContext db = null!;
    private TripImportService imports = null!;
    private TripImportUndo undo = null!;
    private Case file = null!;
    private Guid account;
    private int minutes;

    [SetUp]
    public async Task Open()
    {
        database = TestDatabase.Create();
        db = database.Open();
        imports = new TripImportService(db, TestCasework.ReviewOn(db));
        undo = new TripImportUndo(db, TestCasework.ReviewOn(db));
        file = await CaseOfOneAsync(db);
        account = file.ConsultantId;
        minutes = 0;
    }

    [TearDown]
    public void Close()
    {
        db.Dispose();
        database.Dispose();
    }

    [Test]
    public async Task A_preview_keeps_the_file_and_leaves_the_ledger_alone()
    {
        var import = await PrepareAsync("DE,2026-03-14,2026-03-18", "FR,2026-04-01,2026-04-02");

        var preview = await imports.PreviewAsync(file.Id, import.Id, default);

        Assert.Multiple(() =>
        {
            Assert.That(preview.State, Is.EqualTo(TripImportState.Pending));
            Assert.That(preview.Count(TripImportEffect.New), Is.EqualTo(2));
            Assert.That(preview.File.FileName, Is.EqualTo("trips.csv"));
            Assert.That(db.Trips.Any(), Is.False);
            Assert.That(db.Changes.Any(), Is.False);
        });
    }

    [Test]
    public async Task A_confirmed_import_enters_whole_with_one_row_of_history()
    {
        var import = await PrepareAsync(
            "DE,2026-03-14,2026-03-18,planned,Kick-off,Berlin",
            "?,2026-04-01,2026-04-02",
            "FR,2026-05-01,"
        );

        await imports.ConfirmAsync(file.Id, import.Id, Change(), default);

        var trips = await db.Trips.AsNoTracking().OrderBy(t => t.Arrive).ToListAsync();
        var history = await db.Changes.AsNoTracking().SingleAsync();
        var saved = await db.TripImports.AsNoTracking().SingleAsync();
        Assert.Multiple(() =>
        {
            Assert.That(
                trips.Select(t => (t.Country, t.Arrive, t.Depart, t.Status, t.Purpose, t.Note)),
                Is.EqualTo(
                    new (string?, LocalDate, LocalDate?, TripStatus, string?, string?)[]
                    {
                        ("DE", new(2026, 3, 14), new LocalDate(2026, 3, 18), TripStatus.Planned, "Kick-off", "Berlin"),
                        (null, new(2026, 4, 1), new LocalDate(2026, 4, 2), TripStatus.Actual, null, null),
                        ("FR", new(2026, 5, 1), null, TripStatus.Actual, null, null),
                    }
                )
            );
            Assert.That(
                trips.Select(t => (t.PersonId, t.ImportId, t.Evidence)),
                Is.All.EqualTo((file.AssigneeId, import.Id, TripEvidence.Imported))
            );
            Assert.That(
                (history.Kind, history.CaseId, history.PersonId),
                Is.EqualTo((ChangeKind.TripsImported, file.Id, file.AssigneeId))
            );
            Assert.That(history.FieldChanges(), Is.EqualTo(new[] { new FieldChange("New", null, "3") }));
            Assert.That((saved.State, saved.RowCount), Is.EqualTo((TripImportState.Saved, 3)));
        });
    }

    [Test]
    public async Task Confirming_twice_is_confirming_once()
    {
        var import = await PrepareAsync("DE,2026-03-14,2026-03-18");

        await imports.ConfirmAsync(file.Id, import.Id, Change(), default);
        await imports.ConfirmAsync(file.Id, import.Id, Change(), default);

        Assert.That(
            (await LedgerAsync(), await db.Changes.CountAsync()),
            Is.EqualTo((new[] { "DE 2026-03-14..2026-03-18 Actual" }, 1))
        );
    }

    [Test]
    public async Task A_file_with_a_row_more_adds_that_row_alone()
    {
        await ImportAsync("DE,2026-03-14,2026-03-18", "FR,2026-04-01,2026-04-02");

        var again = await PrepareAsync("DE,2026-03-14,2026-03-18", "FR,2026-04-01,2026-04-02", "ES,2026-05-01,2026-05-02");
        var preview = await imports.PreviewAsync(file.Id, again.Id, default);
        await imports.ConfirmAsync(file.Id, again.Id, Change(), default);

        Assert.Multiple(() =>
        {
            Assert.That(
                preview.Lines.Select(line => line.Effect),
                Is.EqualTo(new[] { TripImportEffect.AlreadyThere, TripImportEffect.AlreadyThere, TripImportEffect.New })
            );
            Assert.That(preview.Overlaps, Is.Empty);
            Assert.That(db.Trips.Count(), Is.EqualTo(3));
        });
    }

    [Test]
    public async Task What_has_been_removed_by_hand_can_be_imported_again()
    {
        await ImportAsync("DE,2026-03-14,2026-03-18");
        await db.Trips.ExecuteUpdateAsync(set => set.SetProperty(t => t.RemovedAt, Now));

        await ImportAsync("DE,2026-03-14,2026-03-18");

        Assert.That(await LedgerAsync(), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18 Actual" }));
    }

    [TestCase(
        "DE,2026-03-14,2026-03-18,planned",
        "DE,2026-03-14,2026-03-18,actual",
        TestName = "A plan that came true is replaced"
    )]
    [TestCase("DE,2026-03-14,,actual", "DE,2026-03-14,2026-03-18,actual", TestName = "An open stay that has ended is replaced")]
    [TestCase(
        "DE,2026-03-14,,planned",
        "DE,2026-03-14,2026-03-18,actual",
        TestName = "An open plan that came true and ended is replaced"
    )]
    public async Task What_the_ledger_knows_less_of_is_replaced(string before, string now)
    {
        await ImportAsync(before);

        var import = await PrepareAsync(now);
        var preview = await imports.PreviewAsync(file.Id, import.Id, default);
        await imports.ConfirmAsync(file.Id, import.Id, Change(), default);

        var ledger = await LedgerAsync();
        Assert.Multiple(() =>
        {
            Assert.That(preview.Lines.Select(line => line.Effect), Is.EqualTo(new[] { TripImportEffect.Replaces }));
            Assert.That(preview.Overlaps, Is.Empty, "what is replaced does not stand in the way");
            Assert.That(ledger, Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18 Actual" }));
            Assert.That(db.Trips.Count(), Is.EqualTo(2), "what was known before stays known");
        });
    }

    [TestCase(
        "DE,2026-03-14,2026-03-18,actual",
        "DE,2026-03-14,2026-03-18,planned",
        TestName = "An old plan of a stay that happened changes nothing"
    )]
    [TestCase(
        "DE,2026-03-14,2026-03-18,actual",
        "DE,2026-03-14,,actual",
        TestName = "An old open end of a stay that has ended changes nothing"
    )]
    public async Task What_the_ledger_knows_more_of_is_there_already(string before, string now)
    {
        await ImportAsync(before);
        await ImportAsync(now);

        Assert.That(await LedgerAsync(), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18 Actual" }));
    }

    [Test]
    public async Task One_open_stay_is_replaced_once_and_a_second_end_for_it_stands_beside()
    {
        await ImportAsync("DE,2026-03-14,,actual");

        var import = await PrepareAsync("DE,2026-03-14,2026-03-18,actual", "DE,2026-03-14,2026-03-20,actual");
        var preview = await imports.PreviewAsync(file.Id, import.Id, default);

        Assert.Multiple(() =>
        {
            Assert.That(
                preview.Lines.Select(line => line.Effect),
                Is.EqualTo(new[] { TripImportEffect.Replaces, TripImportEffect.New })
            );
            Assert.That(preview.File.Overlaps, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task An_actual_open_stay_is_not_ended_by_a_plan()
    {
        await ImportAsync("DE,2026-03-14,,actual");

        var import = await PrepareAsync("DE,2026-03-14,2026-03-18,planned");
        var preview = await imports.PreviewAsync(file.Id, import.Id, default);

        Assert.Multiple(() =>
        {
            Assert.That(preview.Lines.Single().Effect, Is.EqualTo(TripImportEffect.New));
            Assert.That(preview.Overlaps, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Overlaps_with_the_ledger_are_told_and_those_within_the_file_apart()
    {
        await ImportAsync("DE,2026-03-14,2026-03-18", "PL,2026-06-01,2026-06-05");

        var import = await PrepareAsync("FR,2026-03-17,2026-03-20", "ES,2026-03-19,2026-03-22", "IT,2026-06-05,2026-06-07");
        var preview = await imports.PreviewAsync(file.Id, import.Id, default);

        Assert.Multiple(() =>
        {
            Assert.That(
                preview.Overlaps.Select(overlap => (overlap.Row.Country, overlap.Existing.Country, overlap.From, overlap.To)),
                Is.EqualTo(new[] { ("FR", "DE", new LocalDate(2026, 3, 17), (LocalDate?)new LocalDate(2026, 3, 18)) })
            );
            Assert.That(preview.File.Overlaps.Select(overlap => overlap.Later.Country), Is.EqualTo(new[] { "ES" }));
        });
    }

    [Test]
    public async Task A_row_that_was_decided_against_does_not_enter_and_the_history_counts_it()
    {
        await ImportAsync("DE,2026-03-14,2026-03-18");
        var import = await PrepareAsync("FR,2026-03-16,2026-03-20", "IT,2026-04-01,2026-04-05");

        await imports.ConfirmAsync(
            file.Id,
            import.Id,
            new OverlapDecisions { LeaveOut = new HashSet<int> { 0 } },
            Change(),
            default
        );

        var history = await db.Changes.AsNoTracking().OrderBy(c => c.At).LastAsync();
        Assert.Multiple(() =>
        {
            Assert.That(db.Trips.Where(t => t.RemovedAt == null).Select(t => t.Country), Is.EquivalentTo(new[] { "DE", "IT" }));
            Assert.That(history.FieldChanges(), Does.Contain(new FieldChange("LeftOut", null, "1")));
        });
    }

    [Test]
    public async Task A_recorded_stay_gives_way_where_the_file_knows_better_and_comes_back_with_the_undoing()
    {
        await ImportAsync("DE,2026-03-14,2026-03-18");
        var recorded = db.Trips.Single().Id;
        var import = await PrepareAsync("FR,2026-03-16,2026-03-20");

        await imports.ConfirmAsync(
            file.Id,
            import.Id,
            new OverlapDecisions { TakeOut = new HashSet<Guid> { recorded } },
            Change(),
            default
        );
        Assert.That(db.Trips.Where(t => t.RemovedAt == null).Select(t => t.Country), Is.EqualTo(new[] { "FR" }));

        await undo.UndoAsync(file.Id, import.Id, null, Change(), default);
        Assert.That(db.Trips.Where(t => t.RemovedAt == null).Select(t => t.Country), Is.EqualTo(new[] { "DE" }));
    }

    [Test]
    public async Task One_answer_leaves_out_every_overlapping_row_but_those_kept()
    {
        await ImportAsync("DE,2026-03-14,2026-03-18", "DE,2026-05-01,2026-05-10");
        var import = await PrepareAsync(
            "FR,2026-03-16,2026-03-20",
            "IT,2026-04-01,2026-04-05",
            "ES,2026-04-03,2026-04-06",
            "PT,2026-05-05,2026-05-12"
        );

        await imports.ConfirmAsync(
            file.Id,
            import.Id,
            new OverlapDecisions
            {
                Otherwise = OverlapAnswer.LeaveOutRow,
                Keep = new HashSet<int> { 3 },
            },
            Change(),
            default
        );

        Assert.That(
            db.Trips.Where(t => t.RemovedAt == null).OrderBy(t => t.Arrive).Select(t => t.Country),
            Is.EqualTo(new[] { "DE", "IT", "DE", "PT" })
        );
    }

    [Test]
    public async Task A_recorded_stay_is_shortened_around_every_row_and_whole_again_after_the_undoing()
    {
        await ImportAsync("GB,2026-03-01,2026-03-31");
        var recorded = db.Trips.Single().Id;
        var before = await LedgerAsync();
        var import = await PrepareAsync("FR,2026-03-05,2026-03-08", "IT,2026-03-20,2026-04-02");

        await imports.ConfirmAsync(
            file.Id,
            import.Id,
            new OverlapDecisions { MakeRoom = new HashSet<Guid> { recorded } },
            Change(),
            default
        );
        Assert.That(
            await LedgerAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "GB 2026-03-01..2026-03-05 Actual",
                    "FR 2026-03-05..2026-03-08 Actual",
                    "GB 2026-03-08..2026-03-20 Actual",
                    "IT 2026-03-20..2026-04-02 Actual",
                }
            )
        );

        await undo.UndoAsync(file.Id, import.Id, null, Change(), default);
        Assert.That(await LedgerAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_stay_of_somebody_else_is_not_taken_out()
    {
        var other = await CaseOfOneAsync(db);
        var theirs = new Trip
        {
            PersonId = other.AssigneeId,
            Country = "DE",
            Arrive = new(2026, 3, 14),
            RecordedAt = Now,
        };
        db.Trips.Add(theirs);
        await db.SaveChangesAsync();
        var import = await PrepareAsync("FR,2026-03-16,2026-03-20");

        await imports.ConfirmAsync(
            file.Id,
            import.Id,
            new OverlapDecisions { TakeOut = new HashSet<Guid> { theirs.Id } },
            Change(),
            default
        );

        Assert.That(db.Trips.AsNoTracking().Single(t => t.Id == theirs.Id).RemovedAt, Is.Null);
    }

    [Test]
    public async Task Of_an_import_that_fails_nothing_is_left()
    {
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TRIGGER Refuse BEFORE INSERT ON Trips WHEN NEW.Country = 'FR' BEGIN SELECT RAISE(ABORT, 'refused'); END"
        );
        await ImportAsync("DE,2026-03-14,,actual");
        var import = await PrepareAsync(
            "DE,2026-03-14,2026-03-18,actual",
            "ES,2026-03-20,2026-03-22,actual",
            "FR,2026-04-01,2026-04-02,actual"
        );

        Assert.That(() => imports.ConfirmAsync(file.Id, import.Id, Change(), default), Throws.Exception);

        await using var after = database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(
                after.Trips.Select(t => new { t.Country, t.RemovedAt }),
                Is.EqualTo(new[] { new { Country = (string?)"DE", RemovedAt = (Instant?)null } })
            );
            Assert.That(after.Changes.Count(), Is.EqualTo(1), "that of the first import");
            Assert.That(
                after.TripImports.Single(i => i.Id == import.Id).State,
                Is.EqualTo(TripImportState.Pending),
                "it can be tried again"
            );
        });
    }

    [Test]
    public async Task An_import_is_undone_as_a_whole_and_what_it_replaced_is_back()
    {
        await ImportAsync("DE,2026-03-14,2026-03-18,planned", "FR,2026-04-01,2026-04-02,actual");
        var import = await ImportAsync("DE,2026-03-14,2026-03-18,actual", "ES,2026-05-01,2026-05-02,actual");

        await undo.UndoAsync(file.Id, import, null, Change(), default);

        var ledger = await LedgerAsync();
        var history = await db.Changes.AsNoTracking().OrderBy(c => c.At).LastAsync();
        Assert.Multiple(() =>
        {
            Assert.That(ledger, Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18 Planned", "FR 2026-04-01..2026-04-02 Actual" }));
            Assert.That(history.Kind, Is.EqualTo(ChangeKind.TripImportUndone));
            Assert.That(
                history.FieldChanges(),
                Is.EqualTo(new[] { new FieldChange("Removed", null, "2"), new FieldChange("PutBack", null, "1") })
            );
            Assert.That(db.TripImports.AsNoTracking().Single(i => i.Id == import).State, Is.EqualTo(TripImportState.Undone));
        });
    }

    [Test]
    public async Task Undoing_twice_is_undoing_once_and_then_the_file_can_come_again()
    {
        var import = await ImportAsync("DE,2026-03-14,2026-03-18");

        await undo.UndoAsync(file.Id, import, null, Change(), default);
        await undo.UndoAsync(file.Id, import, null, Change(), default);
        var gone = await LedgerAsync();
        await ImportAsync("DE,2026-03-14,2026-03-18");

        var back = await LedgerAsync();
        Assert.Multiple(() =>
        {
            Assert.That(gone, Is.Empty);
            Assert.That(back, Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18 Actual" }));
            Assert.That(db.Changes.Count(c => c.Kind == ChangeKind.TripImportUndone), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_stay_removed_by_hand_keeps_its_day_of_removal_when_its_import_is_undone()
    {
        var import = await ImportAsync("DE,2026-03-14,2026-03-18", "FR,2026-04-01,2026-04-02");
        var byHand = Now + Duration.FromHours(1);
        await db.Trips.Where(t => t.Country == "DE").ExecuteUpdateAsync(set => set.SetProperty(t => t.RemovedAt, byHand));
        minutes = 120;

        await undo.UndoAsync(file.Id, import, ChangedTrips.Stay, Change(), default);

        Assert.That(db.Trips.AsNoTracking().Single(t => t.Country == "DE").RemovedAt, Is.EqualTo(byHand));
    }

    [Test]
    public async Task A_discarded_import_is_over_and_keeps_no_rows()
    {
        var import = await PrepareAsync("DE,2026-03-14,2026-03-18");

        await imports.DiscardAsync(file.Id, import.Id, default);

        Assert.Multiple(() =>
        {
            Assert.That(Refusal(() => imports.ConfirmAsync(file.Id, import.Id, Change(), default)), Is.EqualTo("ImportIsOver"));
            Assert.That(Refusal(() => imports.PreviewAsync(file.Id, import.Id, default)), Is.EqualTo("ImportIsOver"));
            Assert.That(
                Refusal(() => undo.UndoAsync(file.Id, import.Id, null, Change(), default)),
                Is.EqualTo("ImportWasNotSaved")
            );
            Assert.That(db.TripImports.AsNoTracking().Single().Rows, Is.Null);
            Assert.That(db.Trips.Any(), Is.False);
        });
    }

    [Test]
    public async Task A_newer_upload_of_the_same_account_takes_the_place_of_one_that_waits()
    {
        var first = await PrepareAsync("DE,2026-03-14,2026-03-18");
        var second = await PrepareAsync("FR,2026-03-14,2026-03-18");
        var third = await imports.PrepareAsync(
            file.Id,
            TravelFiles.ReadTrips("ES,2026-03-14,2026-03-18"),
            Change() with
            {
                AccountId = Guid.NewGuid(),
            },
            default
        );

        var states = await db.TripImports.AsNoTracking().ToDictionaryAsync(i => i.Id, i => i.State);
        Assert.That(
            new[] { first.Id, second.Id, third.Id }.Select(id => states[id]),
            Is.EqualTo(new[] { TripImportState.Discarded, TripImportState.Pending, TripImportState.Pending })
        );
    }

    [Test]
    public async Task An_import_of_another_case_is_not_here()
    {
        var import = await PrepareAsync("DE,2026-03-14,2026-03-18");
        var other = await CaseOfOneAsync(db);

        Assert.Multiple(() =>
        {
            Assert.ThrowsAsync<NotHereException>(() => imports.PreviewAsync(other.Id, import.Id, default));
            Assert.ThrowsAsync<NotHereException>(() => imports.ConfirmAsync(other.Id, import.Id, Change(), default));
            Assert.ThrowsAsync<NotHereException>(() => imports.DiscardAsync(other.Id, import.Id, default));
            Assert.ThrowsAsync<NotHereException>(() => undo.UndoAsync(other.Id, import.Id, null, Change(), default));
            Assert.ThrowsAsync<NotHereException>(() =>
                imports.PrepareAsync(Guid.NewGuid(), TravelFiles.ReadTrips("DE,2026-03-14,"), Change(), default)
            );
        });
    }

    [Test]
    public void A_file_with_problems_is_not_taken()
    {
        Assert.ThrowsAsync<ArgumentException>(() => PrepareAsync("DE,2026-03-14,2026-03-18", "Atlantis,2026-04-01,2026-04-02"));
    }

    [Test]
    public async Task Two_imports_of_the_same_stays_at_once_make_no_doubles()
    {
        var rows = Enumerable.Range(1, 28).Select(day => $"DE,2026-02-{day:00},2026-02-{day:00}").ToArray();
        var first = await PrepareAsync(rows);
        var second = await imports.PrepareAsync(
            file.Id,
            TravelFiles.ReadTrips(rows),
            Change() with
            {
                AccountId = Guid.NewGuid(),
            },
            default
        );

        await Task.WhenAll(new[] { first, second }.Select(import => Task.Run(() => ConfirmOnItsOwnAsync(import.Id))));

        Assert.That(await db.Trips.CountAsync(), Is.EqualTo(28));
    }

    [Test]
    public async Task A_hundred_thousand_stays_are_imported_and_undone()
    {
        var first = new LocalDate(1990, 1, 1);
        var rows = Enumerable
            .Range(0, 100_000)
            .Select(i =>
                $"{(i / 40_000) switch { 0 => "DE", 1 => "FR", _ => "GB" }},{first.PlusDays(i % 40_000):uuuu-MM-dd},{first.PlusDays(i % 40_000):uuuu-MM-dd}"
            );

        var import = await ImportAsync([.. rows]);
        var imported = await db.Trips.CountAsync(t => t.RemovedAt == null);
        await undo.UndoAsync(file.Id, import, null, Change(), default);

        Assert.That((imported, await db.Trips.CountAsync(t => t.RemovedAt == null)), Is.EqualTo((100_000, 0)));
    }

    [TestCase("google.ics")]
    [TestCase("outlook.ics")]
    [TestCase("trips-google-sheets.csv")]
    [TestCase("trips-with-mistakes.csv")]
    [TestCase("days-april.csv")]
    [TestCase("days-french.csv")]
    public void A_file_that_waits_comes_back_as_it_was_read(string name)
    {
        var read = TravelFiles.ReadFile(name);

        var back = TravelFileJson.Read(TravelFileJson.Write(read));

        Assert.Multiple(() =>
        {
            Assert.That(TravelFileJson.Write(back), Is.EqualTo(TravelFileJson.Write(read)));
            Assert.That(back.Rows, Is.EqualTo(read.Rows));
            Assert.That(
                back.Notes.Concat(back.Problems).Select(note => note.ToString()),
                Is.EqualTo(read.Notes.Concat(read.Problems).Select(note => note.ToString()))
            );
            Assert.That(back.EventsLeftOut.Select(one => one.Summary), Is.EqualTo(read.EventsLeftOut.Select(one => one.Summary)));
            Assert.That(
                (back.Overlaps.Total, back.Crossings.Count, back.Duplicates.Total),
                Is.EqualTo((read.Overlaps.Total, read.Crossings.Count, read.Duplicates.Total))
            );
        });
    }

    private async Task ConfirmOnItsOwnAsync(Guid import)
    {
        await using var own = database.Open();
        await new TripImportService(own, TestCasework.ReviewOn(own)).ConfirmAsync(file.Id, import, Change(), default);
    }

    private static string? Refusal(Func<Task> act) => Assert.ThrowsAsync<RefusedException>(() => act())?.Code;

    /// <summary>Each act a minute after the one before.</summary>
    private ChangeContext Change() =>
        new()
        {
            AccountId = account,
            ByName = "Ilse Vandermeulen",
            At = Now + Duration.FromMinutes(minutes++),
        };

    private Task<TripImport> PrepareAsync(params string[] rows) =>
        imports.PrepareAsync(
            file.Id,
            TravelFiles.ReadLines(["Country,Arrive,Depart,Status,Purpose,Note", .. rows]),
            Change(),
            default
        );

    private async Task<Guid> ImportAsync(params string[] rows)
    {
        var import = await PrepareAsync(rows);
        await imports.ConfirmAsync(file.Id, import.Id, Change(), default);
        return import.Id;
    }

    private async Task<string[]> LedgerAsync() =>
        [
            .. (await db.Trips.AsNoTracking().Where(t => t.RemovedAt == null).OrderBy(t => t.Arrive).ToListAsync()).Select(t =>
                $"{t.Country} {t.Arrive:uuuu-MM-dd}..{t.Depart:uuuu-MM-dd} {t.Status}"
            ),
        ];

    private static async Task<Case> CaseOfOneAsync(MobilityDbContext db)
    {
        var client = new Client { Name = $"Client {Guid.NewGuid():n}" };
        var person = new Person { ClientId = client.Id, FullName = "Eilidh MacGillivray-Sørensen" };
        var consultant = new Account { DisplayName = "Ilse Vandermeulen", UserName = $"{Guid.NewGuid():n}" };
        var opened = new Case
        {
            Number = $"T-{Guid.NewGuid():n}"[..20],
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

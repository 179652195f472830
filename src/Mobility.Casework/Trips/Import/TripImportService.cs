using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>
/// Brings a travel file into a person's ledger in two steps: it is kept and shown beside the ledger, and then enters as a whole
/// or not at all. An import can be repeated without doubles, and undone as a whole by <see cref="TripImportUndo"/>.
/// </summary>
public sealed class TripImportService(MobilityDbContext db, CaseReview review)
{
    private const int Listed = 200;
    private const int LongestName = 255;

    /// <summary>
    /// Keeps a file that was read without problems until the person decides. The ledger does not change; a file of the same person
    /// and account that was still waiting is discarded. Throws <see cref="ArgumentException"/> for a file that cannot be imported.
    /// </summary>
    /// <param name="caseId">The case.</param>
    /// <param name="file">The file as read.</param>
    /// <param name="change">Who sent it, and when.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="content">The file as sent, when it can be read again with other columns.</param>
    public Task<TripImport> PrepareAsync(
        Guid caseId,
        TravelFile file,
        ChangeContext change,
        CancellationToken cancellation,
        byte[]? content = null
    ) =>
        file.CanBeImported
            ? WaitAsync(caseId, file, content, TripImportState.Pending, change, cancellation)
            : throw new ArgumentException("A file with problems, or without travel, is not to be imported.", nameof(file));

    /// <summary>
    /// Keeps a file of which nobody can tell the columns until a person says what they are. As with <see cref="PrepareAsync"/> the ledger does
    /// not change.
    /// </summary>
    public Task<TripImport> KeepForColumnsAsync(
        Guid caseId,
        TravelFile file,
        byte[] content,
        ChangeContext change,
        CancellationToken cancellation
    ) => WaitAsync(caseId, file, content, TripImportState.AwaitingColumns, change, cancellation);

    /// <summary>A waiting import with the file as it was sent. Throws <see cref="RefusedException"/> when it waits no longer, or has none.</summary>
    public async Task<(string FileName, byte[] Content)> SentAsync(Guid caseId, Guid importId, CancellationToken cancellation)
    {
        var import = await LoadAsync(caseId, importId, cancellation);
        return (import.FileName, import.Content ?? throw new RefusedException("", "ImportIsOver", import.State));
    }

    private async Task<TripImport> WaitAsync(
        Guid caseId,
        TravelFile file,
        byte[]? content,
        TripImportState state,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        var account =
            change.AccountId ?? throw new ArgumentException("An import waits for the person who began it.", nameof(change));
        return await db.InTransactionAsync(
            async token =>
            {
                var person = await PersonOfAsync(caseId, token);
                await DropAsync(db.TripImports.Where(i => i.PersonId == person && i.ByAccountId == account), token);
                var import = new TripImport
                {
                    PersonId = person,
                    CaseId = caseId,
                    FileName = NameOf(file),
                    State = state,
                    RowCount = file.Rows.Count,
                    Rows = state == TripImportState.Pending ? TravelFileJson.Write(file) : null,
                    Content = content,
                    ByAccountId = account,
                    At = change.At,
                };
                db.TripImports.Add(import);
                await db.SaveChangesAsync(token);
                return import;
            },
            cancellation
        );
    }

    /// <summary>Of what is dropped while it waits nothing stays but that it was sent.</summary>
    private static Task<int> DropAsync(IQueryable<TripImport> imports, CancellationToken cancellation) =>
        imports
            .Where(i => i.State == TripImportState.Pending || i.State == TripImportState.AwaitingColumns)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(i => i.State, TripImportState.Discarded)
                        .SetProperty(i => i.Rows, (string?)null)
                        .SetProperty(i => i.Content, (byte[]?)null)
                        .SetProperty(i => i.Version, i => i.Version + 1),
                cancellation
            );

    /// <summary>What confirming a waiting import would do to the ledger as it is now.</summary>
    public async Task<TripImportPreview> PreviewAsync(Guid caseId, Guid importId, CancellationToken cancellation)
    {
        var import = await LoadAsync(caseId, importId, cancellation);
        if (import.State != TripImportState.Pending || import.Rows is null)
        {
            throw new RefusedException("", "ImportIsOver", import.State);
        }
        var file = TravelFileJson.Read(import.Rows);
        var ledger = await LedgerAsync(import.PersonId, cancellation);
        var lines = LedgerComparison.Compare(file.Rows, ledger);
        return new TripImportPreview
        {
            ImportId = importId,
            State = import.State,
            File = file,
            Lines = lines,
            Overlaps = LedgerComparison.Overlaps(lines, ledger, Listed),
            Gaps = ImportGaps.Find(file.Rows, file, [.. ledger, .. await DeclaredAsync(import.PersonId, cancellation)]),
            CanNameColumns = import.Content is not null && file.Delimiter is not null,
        };
    }

    /// <inheritdoc cref="ConfirmAsync(Guid, Guid, OverlapDecisions, ChangeContext, CancellationToken)"/>
    public Task ConfirmAsync(Guid caseId, Guid importId, ChangeContext change, CancellationToken cancellation) =>
        ConfirmAsync(caseId, importId, OverlapDecisions.None, change, cancellation);

    /// <summary>
    /// Puts the rows of a waiting import into the ledger, all that were not decided against or none, and leaves one row of history. Done
    /// again it does nothing. Throws <see cref="RefusedException"/> for an import that was discarded or undone, and for one in which a crossing is
    /// missing that nobody decided about.
    /// </summary>
    public async Task ConfirmAsync(
        Guid caseId,
        Guid importId,
        OverlapDecisions decisions,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        // Read outside the transaction, so that others wait no longer than the writing takes: a waiting import never changes.
        var import = await LoadAsync(caseId, importId, cancellation);
        var file = import.Rows is null ? null : TravelFileJson.Read(import.Rows);
        await db.InTransactionAsync(
            async token =>
            {
                await db.HoldLedgerAsync(import.PersonId, token);
                var state = await db.TripImports.Where(i => i.Id == importId).Select(i => i.State).SingleAsync(token);
                if (state == TripImportState.Saved)
                {
                    return;
                }
                if (state != TripImportState.Pending || file is null)
                {
                    throw new RefusedException("", "ImportIsOver", state);
                }
                var ledger = await LedgerAsync(import.PersonId, token);
                var takenOut = ledger.FindAll(stay => decisions.Removes(stay.TripId));
                ledger.RemoveAll(stay => decisions.Removes(stay.TripId));
                var standing = decisions.Apply(file.Rows, ledger);
                var declared = await DeclaredAsync(import.PersonId, token);
                RefuseUndecided(ImportGaps.Find(standing, file, [.. ledger, .. declared]), decisions);
                var lines = LedgerComparison.Compare(standing, ledger);
                var entering = lines.Where(line => line.Effect != TripImportEffect.AlreadyThere).ToList();
                await RemoveAsync(
                    [.. entering.Select(line => line.Existing?.TripId).OfType<Guid>(), .. takenOut.Select(stay => stay.TripId)],
                    change,
                    token
                );
                List<Trip> entered =
                [
                    .. entering.Select(line => AsTrip(line.Row, import, change)),
                    .. await PiecesAsync(takenOut, decisions, entering, import, change, token),
                ];
                var replaced = entering.Select(line => line.Existing?.TripId).ToHashSet();
                var filled = ImportGaps.Fill(
                    decisions.Gaps,
                    [.. ledger.Where(stay => !replaced.Contains(stay.TripId)).Select(AsTrip), .. entered],
                    (country, from, to) => AsTrip(country, from, to, import, change)
                );
                await db.BulkInsertAsync([.. entered, .. filled], token);
                await EndAsync(importId, TripImportState.Saved, entering.Count, token);
                db.AddHistory(
                    change,
                    ChangeKind.TripsImported,
                    import.FileName,
                    caseId,
                    import.PersonId,
                    [
                        .. Counts(lines, TripImportEffect.New),
                        .. Counts(lines, TripImportEffect.Replaces),
                        .. Counts(lines, TripImportEffect.AlreadyThere),
                        .. Counts("LeftOut", file.Rows.Count - standing.Count),
                        .. Counts("TakenOut", takenOut.Count),
                        .. Counts("GapsFilled", filled.Count),
                        .. decisions.NameInFile is { } name
                            ? [new FieldChange("NameInFile", null, name)]
                            : Array.Empty<FieldChange>(),
                    ]
                );
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );
    }

    /// <summary>Drops a waiting import. The ledger has not changed and does not. Done again it does nothing.</summary>
    public async Task DiscardAsync(Guid caseId, Guid importId, CancellationToken cancellation)
    {
        await LoadAsync(caseId, importId, cancellation);
        await DropAsync(db.TripImports.Where(i => i.Id == importId), cancellation);
    }

    /// <summary>
    /// Lets an import that was undone wait once more, as it was read: what has changed since then is shown and decided before it enters again.
    /// Throws <see cref="RefusedException"/> for an import that was not undone, or of which the rows are not kept.
    /// </summary>
    public async Task<TripImport> AgainAsync(Guid caseId, Guid importId, ChangeContext change, CancellationToken cancellation)
    {
        var import = await LoadAsync(caseId, importId, cancellation);
        return import is { State: TripImportState.Undone, Rows: { } rows }
            ? await PrepareAsync(caseId, TravelFileJson.Read(rows), change, cancellation)
            : throw new RefusedException("", "ImportWasNotUndone", import.State);
    }

    private static void RefuseUndecided(IEnumerable<ImportGap> gaps, OverlapDecisions decisions)
    {
        if (gaps.Any(gap => gap.Missing is not null && !decisions.Gaps.Any(decision => decision.Touches(gap))))
        {
            throw new RefusedException(nameof(OverlapDecisions.Gaps), "CrossingsUndecided");
        }
    }

    /// <summary>An import of the case, unless there is none.</summary>
    private async Task<TripImport> LoadAsync(Guid caseId, Guid importId, CancellationToken cancellation) =>
        await db.TripImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == importId && i.CaseId == caseId, cancellation)
        ?? throw new NotHereException();

    private async Task<Guid> PersonOfAsync(Guid caseId, CancellationToken cancellation) =>
        await db.Cases.Where(c => c.Id == caseId).Select(c => (Guid?)c.AssigneeId).SingleOrDefaultAsync(cancellation)
        ?? throw new NotHereException();

    private Task<List<LedgerStay>> LedgerAsync(Guid person, CancellationToken cancellation) =>
        db
            .Trips.Where(t => t.PersonId == person && t.RemovedAt == null)
            .OrderBy(t => t.Arrive)
            .Select(t => new LedgerStay(t.Id, t.Country, t.Arrive, t.Depart, t.Status))
            .ToListAsync(cancellation);

    /// <summary>Days that somebody declared by themselves: of those something is known.</summary>
    private Task<List<LedgerStay>> DeclaredAsync(Guid person, CancellationToken cancellation) =>
        db
            .DayDeclarations.Where(d => d.PersonId == person && d.RemovedAt == null)
            .Select(d => new LedgerStay(d.Id, null, d.Day, d.Day, TripStatus.Actual))
            .ToListAsync(cancellation);

    private async Task RemoveAsync(IEnumerable<Guid> trips, ChangeContext change, CancellationToken cancellation)
    {
        foreach (var some in trips.Chunk(500))
        {
            await db
                .Trips.Where(t => some.Contains(t.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.RemovedAt, change.At), cancellation);
        }
    }

    /// <summary>What is left of the stays that made room. They belong to the import, so that undoing it takes them back too.</summary>
    private async Task<IReadOnlyCollection<Trip>> PiecesAsync(
        IReadOnlyCollection<LedgerStay> takenOut,
        OverlapDecisions decisions,
        IReadOnlyCollection<TripImportLine> entering,
        TripImport import,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        var shortened = takenOut.Where(stay => decisions.MakeRoom.Contains(stay.TripId)).ToList();
        var ids = shortened.ConvertAll(stay => stay.TripId);
        var trips = await db.Trips.AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellation);
        var pieces = new List<Trip>();
        foreach (var stay in shortened)
        {
            foreach (var (arrive, depart) in OverlapDecisions.Pieces(stay, entering.Select(line => line.Row)))
            {
                var piece = trips[stay.TripId].Again(arrive, depart, change.At);
                piece.ImportId = import.Id;
                pieces.Add(piece);
            }
        }
        return pieces;
    }

    // The rows stay, so that an import which is undone can enter again; of one that was discarded nothing stays.
    private Task<int> EndAsync(Guid importId, TripImportState state, int rows, CancellationToken cancellation) =>
        db
            .TripImports.Where(i => i.Id == importId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(i => i.State, state)
                        .SetProperty(i => i.RowCount, rows)
                        .SetProperty(i => i.Content, (byte[]?)null)
                        .SetProperty(i => i.Version, i => i.Version + 1),
                cancellation
            );

    private static Trip AsTrip(TravelRow row, TripImport import, ChangeContext change) =>
        new()
        {
            PersonId = import.PersonId,
            Country = row.Country,
            Arrive = row.Arrive,
            Depart = row.Depart,
            Status = row.Planned ? TripStatus.Planned : TripStatus.Actual,
            Evidence = TripEvidence.Imported,
            Purpose = row.Purpose,
            Note = row.Note,
            ByName = change.ByName,
            ImportId = import.Id,
            RecordedAt = change.At,
        };

    private static Trip AsTrip(LedgerStay stay) =>
        new()
        {
            Country = stay.Country,
            Arrive = stay.Arrive,
            Depart = stay.Depart,
            Status = stay.Status,
        };

    /// <summary>Days of a gap. They come from what somebody said while importing, and leave with the import.</summary>
    private static Trip AsTrip(string? country, LocalDate from, LocalDate? to, TripImport import, ChangeContext change) =>
        new()
        {
            PersonId = import.PersonId,
            Country = country,
            Arrive = from,
            Depart = to,
            Status = TripStatus.Actual,
            Evidence = TripEvidence.Declared,
            ByName = change.ByName,
            ImportId = import.Id,
            RecordedAt = change.At,
        };

    private static string NameOf(TravelFile file)
    {
        var name = Path.GetFileName(file.FileName.Replace('\\', '/'));
        return name.Length <= LongestName ? name : name[^LongestName..];
    }

    private static IEnumerable<FieldChange> Counts(IReadOnlyList<TripImportLine> lines, TripImportEffect effect) =>
        Counts(effect.ToString(), lines.Count(line => line.Effect == effect));

    private static IEnumerable<FieldChange> Counts(string what, int count) => count > 0 ? [Count(what, count)] : [];

    private static FieldChange Count(string what, int count) => new(what, null, count.ToString(CultureInfo.InvariantCulture));
}

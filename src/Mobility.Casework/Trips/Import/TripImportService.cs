using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>
/// Brings a travel file into a person's ledger in two steps: it is kept and shown beside the ledger, and then enters as a whole
/// or not at all. An import can be repeated without doubles, and undone as a whole.
/// </summary>
public sealed class TripImportService(MobilityDbContext db, CaseReview review)
{
    private const int Listed = 200;
    private const int LongestName = 255;

    /// <summary>
    /// Keeps a file that was read without problems until the person decides. The ledger does not change; a file of the same person
    /// and account that was still waiting is discarded. Throws <see cref="ArgumentException"/> for a file that cannot be imported.
    /// </summary>
    public async Task<TripImport> PrepareAsync(Guid caseId, TravelFile file, ChangeContext change, CancellationToken cancellation)
    {
        if (!file.CanBeImported)
        {
            throw new ArgumentException("A file with problems, or without travel, is not to be imported.", nameof(file));
        }
        var account =
            change.AccountId ?? throw new ArgumentException("An import waits for the person who began it.", nameof(change));
        return await db.InTransactionAsync(
            async token =>
            {
                var person = await PersonOfAsync(caseId, token);
                await db
                    .TripImports.Where(i =>
                        i.PersonId == person && i.ByAccountId == account && i.State == TripImportState.Pending
                    )
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(i => i.State, TripImportState.Discarded)
                                .SetProperty(i => i.Rows, (string?)null)
                                .SetProperty(i => i.Version, i => i.Version + 1),
                        token
                    );
                var import = new TripImport
                {
                    PersonId = person,
                    CaseId = caseId,
                    FileName = NameOf(file),
                    State = TripImportState.Pending,
                    RowCount = file.Rows.Count,
                    Rows = TravelFileJson.Write(file),
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

    /// <summary>What confirming a waiting import would do to the ledger as it is now.</summary>
    public async Task<TripImportPreview> PreviewAsync(Guid caseId, Guid importId, CancellationToken cancellation)
    {
        var import = await LoadAsync(caseId, importId, cancellation);
        if (import.Rows is null)
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
        };
    }

    /// <inheritdoc cref="ConfirmAsync(Guid, Guid, OverlapDecisions, ChangeContext, CancellationToken)"/>
    public Task ConfirmAsync(Guid caseId, Guid importId, ChangeContext change, CancellationToken cancellation) =>
        ConfirmAsync(caseId, importId, OverlapDecisions.None, change, cancellation);

    /// <summary>
    /// Puts the rows of a waiting import into the ledger, all that were not decided against or none, and leaves one row of history. Done
    /// again it does nothing. Throws <see cref="RefusedException"/> for an import that was discarded or undone.
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
        var rows = import.Rows is null ? [] : TravelFileJson.Read(import.Rows).Rows;
        await db.InTransactionAsync(
            async token =>
            {
                await db.HoldLedgerAsync(import.PersonId, token);
                var state = await db.TripImports.Where(i => i.Id == importId).Select(i => i.State).SingleAsync(token);
                if (state == TripImportState.Saved)
                {
                    return;
                }
                if (state != TripImportState.Pending)
                {
                    throw new RefusedException("", "ImportIsOver", state);
                }
                var ledger = await LedgerAsync(import.PersonId, token);
                var takenOut = ledger.FindAll(stay => decisions.Removes(stay.TripId));
                ledger.RemoveAll(stay => decisions.Removes(stay.TripId));
                var standing = decisions.Apply(rows, ledger);
                var lines = LedgerComparison.Compare(standing, ledger);
                var entering = lines.Where(line => line.Effect != TripImportEffect.AlreadyThere).ToList();
                await RemoveAsync(
                    [.. entering.Select(line => line.Existing?.TripId).OfType<Guid>(), .. takenOut.Select(stay => stay.TripId)],
                    change,
                    token
                );
                await db.BulkInsertAsync([.. entering.Select(line => AsTrip(line.Row, import, change))], token);
                await db.BulkInsertAsync(await PiecesAsync(takenOut, decisions, entering, import, change, token), token);
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
                        .. Counts("LeftOut", rows.Count - standing.Count),
                        .. Counts("TakenOut", takenOut.Count),
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
        await db
            .TripImports.Where(i => i.Id == importId && i.State == TripImportState.Pending)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(i => i.State, TripImportState.Discarded)
                        .SetProperty(i => i.Rows, (string?)null)
                        .SetProperty(i => i.Version, i => i.Version + 1),
                cancellation
            );
    }

    /// <summary>
    /// Takes every stay of an import out of the ledger again, and puts back those it had taken the place of. Stays that were removed
    /// by hand since stay removed. Done again it does nothing. Throws <see cref="RefusedException"/> for an import that never was saved.
    /// </summary>
    public async Task UndoAsync(Guid caseId, Guid importId, ChangeContext change, CancellationToken cancellation)
    {
        var import = await LoadAsync(caseId, importId, cancellation);
        await db.InTransactionAsync(
            async token =>
            {
                await db.HoldLedgerAsync(import.PersonId, token);
                var state = await db.TripImports.Where(i => i.Id == importId).Select(i => i.State).SingleAsync(token);
                if (state == TripImportState.Undone)
                {
                    return;
                }
                if (state != TripImportState.Saved)
                {
                    throw new RefusedException("", "ImportWasNotSaved", state);
                }
                var putBack = await ReplacedAsync(import, token);
                var removed = await db
                    .Trips.Where(t => t.ImportId == importId && t.RemovedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(t => t.RemovedAt, change.At), token);
                await db.BulkInsertAsync([.. putBack.Select(trip => trip.Again(trip.Arrive, trip.Depart, change.At))], token);
                await EndAsync(importId, TripImportState.Undone, import.RowCount, token);
                db.AddHistory(
                    change,
                    ChangeKind.TripImportUndone,
                    import.FileName,
                    caseId,
                    import.PersonId,
                    [Count("Removed", removed), Count("PutBack", putBack.Count)]
                );
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );
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

    private async Task RemoveAsync(IEnumerable<Guid> trips, ChangeContext change, CancellationToken cancellation)
    {
        foreach (var some in trips.Chunk(500))
        {
            await db
                .Trips.Where(t => some.Contains(t.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.RemovedAt, change.At), cancellation);
        }
    }

    /// <summary>
    /// The stays that left the ledger at the moment when those of the import entered it, but for those whose successor was removed by hand
    /// since: that day was looked at again.
    /// </summary>
    private async Task<IReadOnlyList<Trip>> ReplacedAsync(TripImport import, CancellationToken cancellation)
    {
        var entered = await db
            .Trips.Where(t => t.ImportId == import.Id)
            .Select(t => new
            {
                t.Country,
                t.Arrive,
                t.RecordedAt,
                t.RemovedAt,
            })
            .ToListAsync(cancellation);
        var moments = entered.Select(t => (Instant?)t.RecordedAt).Distinct().ToList();
        var removed = entered.Where(t => t.RemovedAt is not null).Select(t => (t.Country, t.Arrive)).ToHashSet();
        var left = await db
            .Trips.AsNoTracking()
            .Where(t => t.PersonId == import.PersonId && moments.Contains(t.RemovedAt))
            .ToListAsync(cancellation);
        return left.FindAll(old => !removed.Contains((old.Country, old.Arrive)));
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

    private Task<int> EndAsync(Guid importId, TripImportState state, int rows, CancellationToken cancellation) =>
        db
            .TripImports.Where(i => i.Id == importId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(i => i.State, state)
                        .SetProperty(i => i.RowCount, rows)
                        .SetProperty(i => i.Rows, (string?)null)
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

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>What happens to stays of an import that were changed after it was saved, when it is undone.</summary>
public enum ChangedTrips
{
    /// <summary>They stay as they are now.</summary>
    Stay,

    /// <summary>They leave with the others.</summary>
    TakeOut,
}

/// <summary>What undoing an import does, and what has happened to its days since it was saved.</summary>
public sealed record ImportUndoPreview
{
    /// <summary>How many stays leave whatever is decided: those that nobody changed.</summary>
    public required int Leaving { get; init; }

    /// <summary>Stays of the import that somebody removed since. They stay removed.</summary>
    public required IReadOnlyList<LedgerStay> Removed { get; init; }

    /// <summary>What became of stays of the import that somebody shortened or ended since. A person decides about them.</summary>
    public required IReadOnlyList<LedgerStay> Changed { get; init; }

    /// <summary>Stays recorded since over days of the import, by hand or by another import. They stay.</summary>
    public required IReadOnlyList<LedgerStay> Others { get; init; }

    /// <summary>Days of the import that somebody declared since. What was declared stays.</summary>
    public required int DeclaredDays { get; init; }

    public bool IsTouched => Removed.Count + Changed.Count + Others.Count + DeclaredDays > 0;
}

/// <summary>Undoes a saved import as a whole.</summary>
public sealed class TripImportUndo(MobilityDbContext db, CaseReview review)
{
    /// <summary>What undoing would do to the ledger as it is now. Throws <see cref="RefusedException"/> unless the import is saved.</summary>
    public async Task<ImportUndoPreview> PreviewAsync(Guid caseId, Guid importId, CancellationToken cancellation)
    {
        var import = await LoadAsync(caseId, importId, cancellation);
        RefuseUnlessSaved(import.State);
        return (await SinceAsync(import, cancellation)).Preview;
    }

    /// <summary>
    /// Takes the stays of an import out of the ledger again, and puts back those it had taken the place of. Stays that were removed by hand since
    /// stay removed. Done again it does nothing. Throws <see cref="RefusedException"/> for an import that never was saved, and for one whose days
    /// were changed since when nothing was decided about that.
    /// </summary>
    public async Task UndoAsync(
        Guid caseId,
        Guid importId,
        ChangedTrips? changed,
        ChangeContext change,
        CancellationToken cancellation
    )
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
                RefuseUnlessSaved(state);
                var since = await SinceAsync(import, token);
                if (changed is null && since.Preview.IsTouched)
                {
                    throw new RefusedException("", "ImportChangedSince");
                }
                var putBack = await ReplacedAsync(import, since, changed, token);
                var removed = await db
                    .Trips.Where(t =>
                        t.ImportId == importId
                        && t.RemovedAt == null
                        && (changed == ChangedTrips.TakeOut || t.RecordedAt == since.Saved)
                    )
                    .ExecuteUpdateAsync(set => set.SetProperty(t => t.RemovedAt, change.At), token);
                await db.BulkInsertAsync([.. putBack.Select(trip => trip.Again(trip.Arrive, trip.Depart, change.At))], token);
                await db
                    .TripImports.Where(i => i.Id == importId)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(i => i.State, TripImportState.Undone).SetProperty(i => i.Version, i => i.Version + 1),
                        token
                    );
                db.AddHistory(
                    change,
                    ChangeKind.TripImportUndone,
                    import.FileName,
                    caseId,
                    import.PersonId,
                    [
                        Count("Removed", removed),
                        Count("PutBack", putBack.Count),
                        .. changed == ChangedTrips.Stay && since.Preview.Changed.Count > 0
                            ? [Count("ChangedStay", since.Preview.Changed.Count)]
                            : Array.Empty<FieldChange>(),
                    ]
                );
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );
    }

    private async Task<TripImport> LoadAsync(Guid caseId, Guid importId, CancellationToken cancellation) =>
        await db.TripImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == importId && i.CaseId == caseId, cancellation)
        ?? throw new NotHereException();

    private static void RefuseUnlessSaved(TripImportState state)
    {
        if (state != TripImportState.Saved)
        {
            throw new RefusedException("", "ImportWasNotSaved", state);
        }
    }

    /// <summary>What has happened since an import was saved.</summary>
    /// <param name="Saved">The moment at which the import entered; null when none of its rows was new.</param>
    /// <param name="Gone">Stays of it that left the ledger since, and left nothing of themselves.</param>
    /// <param name="Preview">The rest.</param>
    private sealed record Since(Instant? Saved, IReadOnlyList<LedgerStay> Gone, ImportUndoPreview Preview);

    private async Task<Since> SinceAsync(TripImport import, CancellationToken cancellation)
    {
        var entered = await db
            .Trips.Where(t => t.ImportId == import.Id)
            .OrderBy(t => t.Arrive)
            .Select(t => new
            {
                Stay = new LedgerStay(t.Id, t.Country, t.Arrive, t.Depart, t.Status),
                t.RecordedAt,
                t.RemovedAt,
            })
            .ToListAsync(cancellation);
        Instant? saved = entered.Count == 0 ? null : entered.Min(t => t.RecordedAt);
        var changed = entered.Where(t => t.RecordedAt > saved && t.RemovedAt is null).Select(t => t.Stay).ToList();
        var left = entered.Where(t => t.RecordedAt == saved && t.RemovedAt is not null).Select(t => t.Stay).ToList();
        var gone = left.FindAll(stay => !changed.Exists(piece => piece.Country == stay.Country && Overlap(piece, stay)));
        var own = entered.Where(t => t.RecordedAt == saved).Select(t => t.Stay).ToList();
        return new Since(
            saved,
            gone,
            new ImportUndoPreview
            {
                Leaving = entered.Count(t => t.RecordedAt == saved && t.RemovedAt is null),
                Removed = gone,
                Changed = changed,
                Others = saved is { } at ? await OthersAsync(import, at, own, cancellation) : [],
                DeclaredDays = saved is { } then ? await DeclaredAsync(import, then, own, cancellation) : 0,
            }
        );
    }

    private async Task<int> DeclaredAsync(TripImport import, Instant saved, List<LedgerStay> own, CancellationToken cancellation)
    {
        var days = await db
            .DayDeclarations.Where(d => d.PersonId == import.PersonId && d.RemovedAt == null && d.RecordedAt > saved)
            .Select(d => d.Day)
            .Distinct()
            .ToListAsync(cancellation);
        return days.Count(day => own.Exists(stay => stay.Arrive <= day && day <= EndOf(stay)));
    }

    /// <summary>Stays recorded since over days of the import, but for those that only share a travel day with it.</summary>
    private async Task<IReadOnlyList<LedgerStay>> OthersAsync(
        TripImport import,
        Instant saved,
        List<LedgerStay> entered,
        CancellationToken cancellation
    )
    {
        var (from, to) = (entered.Min(stay => stay.Arrive), entered.Max(EndOf));
        var later = await db
            .Trips.Where(t =>
                t.PersonId == import.PersonId
                && t.RemovedAt == null
                && t.ImportId != import.Id
                && t.RecordedAt > saved
                && t.Arrive <= to
                && (t.Depart == null || t.Depart >= from)
            )
            .OrderBy(t => t.Arrive)
            .Select(t => new LedgerStay(t.Id, t.Country, t.Arrive, t.Depart, t.Status))
            .ToListAsync(cancellation);
        var others = new Dictionary<TravelRow, LedgerStay>(ReferenceEqualityComparer.Instance);
        foreach (var stay in later)
        {
            others.Add(AsRow(stay), stay);
        }
        var days = entered.Select(AsRow).Concat(others.Keys).OrderBy(stay => stay.Arrive);
        return
        [
            .. StayOverlaps
                .Find(days, StayOverlaps.Most, (a, b) => others.ContainsKey(a) != others.ContainsKey(b))
                .Select(pair => others.TryGetValue(pair.Earlier, out var earlier) ? earlier : others[pair.Later])
                .Distinct(),
        ];
    }

    private static TravelRow AsRow(LedgerStay stay) =>
        new(stay.Country, stay.Arrive, stay.Depart, stay.Status == TripStatus.Planned, null, null, 0, 0);

    /// <summary>
    /// The stays that left the ledger at the moment when those of the import entered it, but for those whose successor was removed by hand since,
    /// or stays as it was changed: that day was looked at again.
    /// </summary>
    private async Task<IReadOnlyList<Trip>> ReplacedAsync(
        TripImport import,
        Since since,
        ChangedTrips? changed,
        CancellationToken cancellation
    )
    {
        if (since.Saved is not { } saved)
        {
            return [];
        }
        var left = await db
            .Trips.AsNoTracking()
            .Where(t => t.PersonId == import.PersonId && t.RemovedAt == saved && t.ImportId != import.Id)
            .ToListAsync(cancellation);
        var kept = changed == ChangedTrips.TakeOut ? since.Gone : [.. since.Gone, .. since.Preview.Changed];
        var starts = kept.Select(stay => (stay.Country, stay.Arrive)).ToHashSet();
        return left.FindAll(old => !starts.Contains((old.Country, old.Arrive)));
    }

    private static bool Overlap(LedgerStay a, LedgerStay b) => a.Arrive <= EndOf(b) && b.Arrive <= EndOf(a);

    private static LocalDate EndOf(LedgerStay stay) => stay.Depart ?? LocalDate.MaxIsoValue;

    private static FieldChange Count(string what, int count) => new(what, null, count.ToString(CultureInfo.InvariantCulture));
}

using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>What importing a row does to the person's ledger.</summary>
public enum TripImportEffect
{
    /// <summary>The stay enters the ledger.</summary>
    New,

    /// <summary>The ledger has this stay already, or knows more of it: it happened, it has ended.</summary>
    AlreadyThere,

    /// <summary>The stay takes the place of one that the ledger knows less of: a plan that came true, an open stay that has ended.</summary>
    Replaces,
}

/// <summary>A stay of the ledger as far as an import touches it.</summary>
public sealed record LedgerStay(Guid TripId, string? Country, LocalDate Arrive, LocalDate? Depart, TripStatus Status);

/// <summary>A row of the file and what importing it does.</summary>
/// <param name="Row">The row.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Existing">The stay of the ledger it repeats or replaces; null for a new one.</param>
public sealed record TripImportLine(TravelRow Row, TripImportEffect Effect, LedgerStay? Existing);

/// <summary>A row that claims days which a stay of the ledger claims too. Both will stand; a person decides which is right.</summary>
/// <param name="Row">The row.</param>
/// <param name="Existing">The stay of the ledger.</param>
/// <param name="From">The first day that both claim.</param>
/// <param name="To">The last day that both claim, included; null when neither has ended.</param>
public sealed record LedgerOverlap(TravelRow Row, LedgerStay Existing, LocalDate From, LocalDate? To);

/// <summary>An uploaded file beside the ledger it would enter, as both are now.</summary>
public sealed record TripImportPreview
{
    public required Guid ImportId { get; init; }

    public required TripImportState State { get; init; }

    /// <summary>The file as read: its notes, duplicates, overlaps within it, columns and events left out.</summary>
    public required TravelFile File { get; init; }

    /// <summary>Every row of the file in the order of arrival, with its effect.</summary>
    public required IReadOnlyList<TripImportLine> Lines { get; init; }

    /// <summary>Rows that overlap stays of the ledger by more than a shared travel day.</summary>
    public required LimitedList<LedgerOverlap> Overlaps { get; init; }

    /// <summary>Days inside the time the file tells of on which nobody says where the person was.</summary>
    public required IReadOnlyList<ImportGap> Gaps { get; init; }

    /// <summary>Whether the file can be read again with other columns.</summary>
    public required bool CanNameColumns { get; init; }

    public int Count(TripImportEffect effect) => Lines.Count(line => line.Effect == effect);
}

/// <summary>Compares the rows of a file with a ledger.</summary>
internal static class LedgerComparison
{
    /// <summary>The effect of each row.</summary>
    /// <param name="rows">The rows, in the order of arrival.</param>
    /// <param name="ledger">The person's stays that have not been removed.</param>
    public static IReadOnlyList<TripImportLine> Compare(IEnumerable<TravelRow> rows, IEnumerable<LedgerStay> ledger)
    {
        var byStart = ledger.ToLookup(stay => (stay.Country, stay.Arrive));
        var replaced = new HashSet<Guid>();
        return [.. rows.Select(row => Compare(row, byStart[(row.Country, row.Arrive)], replaced))];
    }

    public static LimitedList<LedgerOverlap> Overlaps(
        IEnumerable<TripImportLine> lines,
        IReadOnlyCollection<LedgerStay> ledger,
        int listed
    )
    {
        var known = lines.Select(line => line.Existing?.TripId).OfType<Guid>().ToHashSet();
        // Two stays of a ledger may be equal; here each is itself.
        var standing = new Dictionary<TravelRow, LedgerStay>(ReferenceEqualityComparer.Instance);
        foreach (var stay in ledger.Where(stay => !known.Contains(stay.TripId)))
        {
            standing.Add(AsRow(stay), stay);
        }
        var entering = lines.Where(line => line.Effect != TripImportEffect.AlreadyThere).Select(line => line.Row);
        var stays = standing.Keys.Concat(entering).OrderBy(stay => stay.Arrive);
        var pairs = StayOverlaps.Find(stays, listed, (a, b) => standing.ContainsKey(a) != standing.ContainsKey(b));
        return new LimitedList<LedgerOverlap>(pairs.Select(pair => AsOverlap(pair, standing)), pairs.Total);
    }

    private static TripImportLine Compare(TravelRow row, IEnumerable<LedgerStay> sameStart, HashSet<Guid> replaced)
    {
        LedgerStay? lessKnown = null;
        foreach (var stay in sameStart)
        {
            var planned = stay.Status == TripStatus.Planned;
            var sameEnd = stay.Depart == row.Depart;
            if (
                (sameEnd && (row.Planned || !planned))
                || (row.Depart is null && stay.Depart is not null && row.Planned == planned)
            )
            {
                return new TripImportLine(row, TripImportEffect.AlreadyThere, stay);
            }
            if ((sameEnd && planned) || (stay.Depart is null && row.Depart is not null && (planned || !row.Planned)))
            {
                lessKnown ??= replaced.Contains(stay.TripId) ? null : stay;
            }
        }
        if (lessKnown is null)
        {
            return new TripImportLine(row, TripImportEffect.New, null);
        }
        replaced.Add(lessKnown.TripId);
        return new TripImportLine(row, TripImportEffect.Replaces, lessKnown);
    }

    private static LedgerOverlap AsOverlap(TravelOverlap pair, Dictionary<TravelRow, LedgerStay> standing) =>
        standing.TryGetValue(pair.Earlier, out var earlier)
            ? new LedgerOverlap(pair.Later, earlier, pair.From, pair.To)
            : new LedgerOverlap(pair.Earlier, standing[pair.Later], pair.From, pair.To);

    private static TravelRow AsRow(LedgerStay stay) =>
        new(stay.Country, stay.Arrive, stay.Depart, stay.Status == TripStatus.Planned, null, null, 0, 0);
}

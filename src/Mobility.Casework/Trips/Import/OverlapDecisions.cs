using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>What happens to a row of a file that claims days which another row or the ledger claims too.</summary>
public enum OverlapAnswer
{
    /// <summary>Both stand; the days count for both places.</summary>
    KeepBoth,

    /// <summary>The row of the file does not enter the ledger; of two rows of the file the later one.</summary>
    LeaveOutRow,
}

/// <summary>A person's decisions about what a preview told of: overlaps, gaps, and a name that is not the person's.</summary>
public sealed record OverlapDecisions
{
    /// <summary>Nothing was decided, as when there is no overlap: every row stands.</summary>
    public static OverlapDecisions None { get; } = new();

    /// <summary>The answer for every overlap that is not answered by itself.</summary>
    public OverlapAnswer Otherwise { get; init; }

    /// <summary>Places of rows in the file as read, from 0, that stand whatever <see cref="Otherwise"/> says.</summary>
    public IReadOnlySet<int> Keep { get; init; } = new HashSet<int>();

    /// <summary>Places of rows that do not enter the ledger.</summary>
    public IReadOnlySet<int> LeaveOut { get; init; } = new HashSet<int>();

    /// <summary>Stays of the ledger that leave it, because the file knows better.</summary>
    public IReadOnlySet<Guid> TakeOut { get; init; } = new HashSet<Guid>();

    /// <summary>Stays of the ledger that are shortened around the rows of the file which overlap them.</summary>
    public IReadOnlySet<Guid> MakeRoom { get; init; } = new HashSet<Guid>();

    /// <summary>The gaps that are filled; every other stays without a record. Where a crossing is missing there is one for each.</summary>
    public IReadOnlyList<GapDecision> Gaps { get; init; } = [];

    /// <summary>The name in the file that is not the person's, and that somebody said is right all the same; for the history.</summary>
    public string? NameInFile { get; init; }

    /// <summary>Stays that leave the ledger, whole or to come back in pieces.</summary>
    internal bool Removes(Guid trip) => TakeOut.Contains(trip) || MakeRoom.Contains(trip);

    /// <summary>What is left of a stay around the rows that enter.</summary>
    internal static IReadOnlyList<(LocalDate Arrive, LocalDate? Depart)> Pieces(LedgerStay stay, IEnumerable<TravelRow> entering)
    {
        List<(LocalDate Arrive, LocalDate? Depart)> pieces = [(stay.Arrive, stay.Depart)];
        foreach (var row in entering)
        {
            pieces =
            [
                .. pieces.SelectMany(p =>
                    MakingRoom.IsNeeded(p.Arrive, p.Depart, row.Arrive, row.Depart)
                        ? MakingRoom.Around(p.Arrive, p.Depart, row.Arrive, row.Depart)
                        : [p]
                ),
            ];
        }
        return pieces;
    }

    /// <summary>The rows that enter beside <paramref name="ledger"/>, from which what is taken out is gone already.</summary>
    internal IReadOnlyList<TravelRow> Apply(IReadOnlyList<TravelRow> rows, IReadOnlyCollection<LedgerStay> ledger)
    {
        var places = new Dictionary<TravelRow, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < rows.Count; i++)
        {
            places.Add(rows[i], i);
        }
        var entering = rows.Where(row => !LeaveOut.Contains(places[row])).ToList();
        if (Otherwise == OverlapAnswer.KeepBoth)
        {
            return entering;
        }
        var lines = LedgerComparison.Compare(entering, ledger);
        var left = LedgerComparison
            .Overlaps(lines, ledger, int.MaxValue)
            .Select(overlap => overlap.Row)
            .Concat(StayOverlaps.Find(entering, int.MaxValue, (_, _) => true).Select(overlap => overlap.Later))
            .Where(row => !Keep.Contains(places[row]))
            .ToHashSet<TravelRow>(ReferenceEqualityComparer.Instance);
        return entering.FindAll(row => !left.Contains(row));
    }
}

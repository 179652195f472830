using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Board;
using Mobility.Casework.Data;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Web.Board;

/// <summary>A row of the board with the names beside it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Person">The traveller's name.</param>
/// <param name="Client">The client's name.</param>
/// <param name="Number">The running case through which the reader may open the traveller's days.</param>
public sealed record BoardLine(BoardRow Row, string Person, string Client, string Number);

/// <summary>A page of the board with everything around it.</summary>
public sealed record BoardPage
{
    public required BoardFilter Filter { get; init; }

    public required Viewer Viewer { get; init; }

    public required IReadOnlyList<BoardLine> Lines { get; init; }

    /// <summary>How many rows there are of each level, whichever level is asked for.</summary>
    public required IReadOnlyDictionary<BoardLevel, int> Counts { get; init; }

    /// <summary>The clients to choose from; none for those who have but one.</summary>
    public required IReadOnlyList<(Guid Id, string Name)> Clients { get; init; }

    /// <summary>Whether the reader has running cases at all; asked only where the board is empty.</summary>
    public required bool HasTravellers { get; init; }

    public int All => Counts.Values.Sum();

    public int Total => Filter.Level is { } level ? Counts.GetValueOrDefault(level) : All;

    public int Pages => Math.Max(1, (Total + BoardList.PageSize - 1) / BoardList.PageSize);

    public int First => (Filter.Page - 1) * BoardList.PageSize + 1;

    public int Last => First + Lines.Count - 1;

    /// <summary>When the oldest and the newest of the rows shown were computed.</summary>
    public (Instant Oldest, Instant Newest)? Computed =>
        Lines.Count == 0 ? null : (Lines.Min(l => l.Row.ComputedAt), Lines.Max(l => l.Row.ComputedAt));
}

/// <summary>Reads the board, in pages and as a whole. The number of its queries does not depend on how many rows there are.</summary>
public sealed class BoardList(MobilityDbContext db, RuleBook rules, Viewer viewer, LocalDate today)
{
    public const int PageSize = 100;

    // Read and written in portions: no read stays open while somebody far away takes their time.
    private const int Portion = 2000;

    public async Task<BoardPage> ReadAsync(BoardFilter filter, CancellationToken cancellation)
    {
        var counts = await Rows(filter, anyLevel: true)
            .GroupBy(r => r.Level)
            .Select(g => new { Level = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Level, g => g.Count, cancellation);
        var page = new BoardPage
        {
            Filter = filter,
            Viewer = viewer,
            Lines = [],
            Counts = counts,
            Clients = viewer.IsStaff
                ?
                [
                    .. (
                        await db
                            .Clients.VisibleTo(viewer)
                            .OrderBy(c => c.Name)
                            .Select(c => new { c.Id, c.Name })
                            .ToListAsync(cancellation)
                    ).Select(c => (c.Id, c.Name)),
                ]
                : [],
            HasTravellers =
                counts.Count > 0
                || await db.Cases.VisibleTo(viewer).AnyAsync(c => c.CancelledOn == null && c.ClosedOn == null, cancellation),
        };
        filter.Page = Math.Clamp(filter.Page, 1, page.Pages);
        // Which rows first, by their keys alone: far down the board many are sorted, and whole ones are heavy.
        var keys = Order(Rows(filter, anyLevel: false), filter)
            .Skip((filter.Page - 1) * PageSize)
            .Take(PageSize)
            .Select(r => new { r.PersonId, r.RuleId });
        var rows = db.BoardRows.AsNoTracking().Join(keys, r => new { r.PersonId, r.RuleId }, key => key, (r, _) => r);
        return page with { Lines = await LinesAsync(Order(rows, filter), cancellation) };
    }

    /// <summary>Every row asked for, worst first.</summary>
    public async IAsyncEnumerable<BoardLine> AllAsync(BoardFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        BoardRow? last = null;
        while (true)
        {
            var rows = Rows(filter, anyLevel: false);
            if (last is { } done)
            {
                // The first part is said twice, for the index.
                rows = rows.Where(r =>
                    r.Level >= done.Level
                    && (
                        r.Level > done.Level
                        || r.Rank > done.Rank
                        || (
                            r.Rank == done.Rank
                            && (
                                r.PersonId.CompareTo(done.PersonId) > 0
                                || (r.PersonId == done.PersonId && r.RuleId.CompareTo(done.RuleId) > 0)
                            )
                        )
                    )
                );
            }
            var portion = await LinesAsync(
                rows.OrderBy(r => r.Level).ThenBy(r => r.Rank).ThenBy(r => r.PersonId).ThenBy(r => r.RuleId).Take(Portion),
                cancellation
            );
            foreach (var line in portion)
            {
                yield return line;
            }
            if (portion.Count < Portion)
            {
                yield break;
            }
            last = portion[^1].Row;
        }
    }

    /// <summary>How many rows are asked for.</summary>
    public Task<int> CountAsync(BoardFilter filter, CancellationToken cancellation) =>
        Rows(filter, anyLevel: false).CountAsync(cancellation);

    private IQueryable<BoardRow> Rows(BoardFilter filter, bool anyLevel)
    {
        var rows = filter.Apply(db.BoardRows.AsNoTracking().VisibleTo(viewer, db.Cases), rules, today);
        return !anyLevel && filter.Level is { } level ? rows.Where(r => r.Level == level) : rows;
    }

    private static IQueryable<BoardRow> Order(IQueryable<BoardRow> rows, BoardFilter filter)
    {
        // What has no number or date comes last both ways.
        var ordered = (filter.Sort, filter.Down) switch
        {
            (BoardOrder.Person, false) => rows.OrderBy(r => r.SortName),
            (BoardOrder.Person, true) => rows.OrderByDescending(r => r.SortName),
            (BoardOrder.Rule, false) => rows.OrderBy(r => r.RuleId),
            (BoardOrder.Rule, true) => rows.OrderByDescending(r => r.RuleId),
            (BoardOrder.Left, false) => rows.OrderBy(r => r.LeftLow == null).ThenBy(r => r.LeftLow),
            (BoardOrder.Left, true) => rows.OrderBy(r => r.LeftLow == null).ThenByDescending(r => r.LeftLow),
            (BoardOrder.Breach, false) => rows.OrderBy(r => r.BreachOn == null).ThenBy(r => r.BreachOn),
            (BoardOrder.Breach, true) => rows.OrderBy(r => r.BreachOn == null).ThenByDescending(r => r.BreachOn),
            (_, true) => rows.OrderByDescending(r => r.Level).ThenByDescending(r => r.Rank),
            _ => null,
        };
        return ordered is null
            ? rows.OrderBy(r => r.Level).ThenBy(r => r.Rank).ThenBy(r => r.PersonId).ThenBy(r => r.RuleId)
            : ordered.ThenBy(r => r.Level).ThenBy(r => r.Rank).ThenBy(r => r.PersonId).ThenBy(r => r.RuleId);
    }

    /// <summary>The rows with their names, and with the latest running case of each traveller that the reader may open.</summary>
    private async Task<List<BoardLine>> LinesAsync(IQueryable<BoardRow> rows, CancellationToken cancellation)
    {
        var found = await rows.Select(r => new
            {
                Row = r,
                r.Person!.FullName,
                r.Client!.Name,
            })
            .ToListAsync(cancellation);
        var people = found.Select(f => f.Row.PersonId).Distinct().ToList();
        var numbers = (
            await db
                .Cases.VisibleTo(viewer)
                .Where(c => c.CancelledOn == null && c.ClosedOn == null && people.Contains(c.AssigneeId))
                .OrderByDescending(c => c.Start)
                .Select(c => new { c.AssigneeId, c.Number })
                .ToListAsync(cancellation)
        ).ToLookup(c => c.AssigneeId, c => c.Number);
        // A case that ended between the two questions took its rows with it.
        return
        [
            .. found
                .Where(f => numbers.Contains(f.Row.PersonId))
                .Select(f => new BoardLine(f.Row, f.FullName, f.Name, numbers[f.Row.PersonId].First())),
        ];
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Trips.Ledger;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Trips.Ledger;

/// <summary>What somebody asks the list for.</summary>
public sealed class LoggingFilter
{
    /// <summary>As many characters as are looked for.</summary>
    public const int LongestWords = 200;

    /// <summary>Part of a name or a case number.</summary>
    public string? Q { get; set; }

    public Guid? Client { get; set; }

    /// <summary>Only the reader's own cases.</summary>
    public bool Mine { get; set; }

    /// <summary>Only travellers with days missing.</summary>
    public bool Missing { get; set; }

    public int Page { get; set; } = 1;

    /// <summary>What is no choice of a filter is told beside it.</summary>
    public void Check(FormCheck check) => check.AtMost(nameof(Q), Q, LongestWords);
}

/// <summary>One traveller of the list.</summary>
public sealed record LoggingRow
{
    public required Guid PersonId { get; init; }

    public required string Name { get; init; }

    public required string Number { get; init; }

    public required string Client { get; init; }

    /// <summary>The month before this one, as far as the case ran.</summary>
    public required DayCompletion LastMonth { get; init; }

    /// <summary>This month up to the traveller's today.</summary>
    public required DayCompletion ThisMonth { get; init; }

    public required bool RemindersStopped { get; init; }

    /// <summary>When anything was last entered about the traveller's days; null for never.</summary>
    public Instant? LastLogged { get; init; }

    public int Missing => LastMonth.Missing + ThisMonth.Missing;

    /// <summary>Of both months together, in percent; null when no day is asked about.</summary>
    public int? Percent => new DayCompletion(LastMonth.Known + ThisMonth.Known, LastMonth.Days + ThisMonth.Days).Percent;
}

/// <summary>A page of the list.</summary>
public sealed record LoggingPage
{
    public const int PageSize = 100;

    public required LoggingFilter Filter { get; init; }

    public required IReadOnlyList<LoggingRow> Rows { get; init; }

    /// <summary>How many travellers the filter lets through.</summary>
    public required int Total { get; init; }

    public required IReadOnlyList<(Guid Id, string Name)> Clients { get; init; }

    /// <summary>The first of this month, for the heads of the columns.</summary>
    public required LocalDate Month { get; init; }

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <summary>Who keeps their days, and who has to be asked: worked out from the ledgers of two months, in as many queries for one as for all.</summary>
public sealed class LoggingList(MobilityDbContext db, IClock clock)
{
    public async Task<LoggingPage> PageAsync(Viewer viewer, LocalDate today, LoggingFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var all = await RowsAsync(viewer, today, filter, cancellation);
        var page = Math.Clamp(filter.Page, 1, Math.Max(1, (all.Count + LoggingPage.PageSize - 1) / LoggingPage.PageSize));
        filter.Page = page;
        return new LoggingPage
        {
            Filter = filter,
            Rows = await WithLastLoggedAsync(
                [.. all.Skip((page - 1) * LoggingPage.PageSize).Take(LoggingPage.PageSize)],
                cancellation
            ),
            Total = all.Count,
            Clients =
            [
                .. (
                    await db
                        .Clients.VisibleTo(viewer)
                        .OrderBy(c => c.Name)
                        .Select(c => new { c.Id, c.Name })
                        .ToListAsync(cancellation)
                ).Select(c => (c.Id, c.Name)),
            ],
            Month = First(today),
        };
    }

    /// <summary>Every row the filter lets through, those with most days missing first.</summary>
    public async Task<IReadOnlyList<LoggingRow>> AllAsync(
        Viewer viewer,
        LocalDate today,
        LoggingFilter filter,
        CancellationToken cancellation
    ) => await WithLastLoggedAsync(await RowsAsync(viewer, today, filter, cancellation), cancellation);

    private async Task<List<LoggingRow>> RowsAsync(
        Viewer viewer,
        LocalDate today,
        LoggingFilter filter,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        var month = First(today);
        var from = month.PlusMonths(-1);
        // Somewhere it is tomorrow already.
        var until = today.PlusDays(1);
        var cases = db
            .Cases.AsNoTracking()
            .VisibleTo(viewer)
            .Where(c =>
                c.ConfirmedOn != null
                && c.CancelledOn == null
                && c.ClosedOn == null
                && c.Start <= until
                && (c.End == null || c.End >= from)
            );
        cases = filter.Client is { } client ? cases.Where(c => c.ClientId == client) : cases;
        cases = filter.Mine ? cases.Where(c => c.ConsultantId == viewer.AccountId) : cases;
        var search = SearchText.Of(filter.Q ?? "");
        cases = search.Length > 0 ? cases.Where(c => c.SearchText.Contains(search)) : cases;
        var files = await cases
            .Select(c => new
            {
                c.AssigneeId,
                c.Number,
                c.Start,
                c.End,
                Client = c.Client!.Name,
                c.Assignee!.FullName,
                c.Assignee.TimeZone,
                c.Assignee.DayRemindersStoppedAt,
            })
            .ToListAsync(cancellation);
        var ledgers = await db.LedgersAsync(cases.Select(c => c.AssigneeId), from, until, cancellation);
        var nobody = TravelLedger.Of([], []);
        var now = clock.GetCurrentInstant();
        return
        [
            .. files
                .GroupBy(f => f.AssigneeId)
                .Select(own =>
                {
                    var file = own.MaxBy(f => f.Start)!;
                    var there = LocalDate.Min(now.DateIn(file.TimeZone), until);
                    var days = ledgers
                        .GetValueOrDefault(own.Key, nobody)
                        .Days(from, there, there)
                        .Where(d => own.Any(f => f.Start <= d.Date && !(f.End < d.Date)))
                        .ToLookup(d => d.Date >= month);
                    return new LoggingRow
                    {
                        PersonId = own.Key,
                        Name = file.FullName,
                        Number = file.Number,
                        Client = file.Client,
                        LastMonth = DayCompletion.Of(days[false]),
                        ThisMonth = DayCompletion.Of(days[true]),
                        RemindersStopped = file.DayRemindersStoppedAt is not null,
                    };
                })
                .Where(r => !filter.Missing || r.Missing > 0)
                .OrderByDescending(r => r.Missing)
                .ThenBy(r => r.Name, StringComparer.CurrentCulture)
                .ThenBy(r => r.Number, StringComparer.Ordinal),
        ];
    }

    private async Task<List<LoggingRow>> WithLastLoggedAsync(List<LoggingRow> rows, CancellationToken cancellation)
    {
        var last = new Dictionary<Guid, Instant>();
        foreach (var some in rows.Select(r => r.PersonId).Chunk(1000))
        {
            var trips = await db
                .Trips.Where(t => some.Contains(t.PersonId))
                .GroupBy(t => t.PersonId)
                .Select(g => new { g.Key, At = g.Max(t => t.RecordedAt) })
                .ToListAsync(cancellation);
            var days = await db
                .DayDeclarations.Where(d => some.Contains(d.PersonId))
                .GroupBy(d => d.PersonId)
                .Select(g => new { g.Key, At = g.Max(d => d.RecordedAt) })
                .ToListAsync(cancellation);
            foreach (var entry in trips.Concat(days))
            {
                last[entry.Key] = last.TryGetValue(entry.Key, out var so) ? Instant.Max(so, entry.At) : entry.At;
            }
        }
        return rows.ConvertAll(r => last.TryGetValue(r.PersonId, out var at) ? r with { LastLogged = at } : r);
    }

    private static LocalDate First(LocalDate day) => new(day.Year, day.Month, 1);
}

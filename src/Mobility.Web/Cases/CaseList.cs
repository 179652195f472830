using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>One line of the case list.</summary>
public sealed record CaseRow
{
    public required string Number { get; init; }

    public required string Assignee { get; init; }

    public required string Client { get; init; }

    public required AssignmentType Type { get; init; }

    public required CaseRoute Route { get; init; }

    public required CaseDates Dates { get; init; }

    public required string Consultant { get; init; }

    /// <summary>Who works it while the consultant is away.</summary>
    public string? CoveredBy { get; init; }

    public LocalDate? NextDeadline { get; init; }
}

/// <summary>A choice of a filter.</summary>
public sealed record Choice(string Value, string Name);

/// <summary>A page of the case list with everything around it.</summary>
public sealed record CaseListPage
{
    public required CaseFilter Filter { get; init; }

    public required Viewer Viewer { get; init; }

    public required LocalDate Today { get; init; }

    public required int Active { get; init; }

    public required int Mine { get; init; }

    public required IReadOnlyList<CaseRow> Rows { get; init; }

    public required int Total { get; init; }

    public required IReadOnlyList<Choice> Clients { get; init; }

    public required IReadOnlyList<Choice> Consultants { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Where nothing was found: the first that only the words find, and how many there are.</summary>
    public CaseRow? WithoutFilters { get; init; }

    public int TotalWithoutFilters { get; init; }

    public int Pages => Math.Max(1, (Total + CaseList.PageSize - 1) / CaseList.PageSize);

    public int First => (Filter.Page - 1) * CaseList.PageSize + 1;

    public int Last => First + Rows.Count - 1;
}

/// <summary>Reads the case list. The number of its queries does not depend on how many cases it finds.</summary>
public sealed class CaseList(MobilityDbContext db, Viewer viewer, LocalDate today, Instant now)
{
    public const int PageSize = 50;

    private readonly IQueryable<Cover> running = db.Covers.RunningAt(now);

    public async Task<CaseListPage> ReadAsync(CaseFilter filter, CancellationToken cancellation)
    {
        var visible = db.Cases.AsNoTracking().VisibleTo(viewer);
        var hosts = await visible
            .GroupBy(c => c.HostCountry)
            .Select(g => new
            {
                Country = g.Key,
                Active = g.Count(c => c.ClosedOn == null && c.CancelledOn == null),
                Mine = g.Count(c => c.ClosedOn == null && c.CancelledOn == null && c.ConsultantId == viewer.AccountId),
            })
            .ToListAsync(cancellation);
        var found = filter.Apply(visible, running, viewer, today);
        var total = await found.CountAsync(cancellation);
        filter.Page = Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await Order(found, filter)
            .Skip((filter.Page - 1) * PageSize)
            .Take(PageSize)
            .Select(Row())
            .ToListAsync(cancellation);
        var (alone, others) =
            total == 0 && filter.Words.Length > 0 ? await FindByWordsAsync(visible, filter, cancellation) : (null, 0);
        return new CaseListPage
        {
            Filter = filter,
            Viewer = viewer,
            Today = today,
            Active = hosts.Sum(h => h.Active),
            Mine = hosts.Sum(h => h.Mine),
            Rows = rows,
            Total = total,
            Clients = await ClientsAsync(cancellation),
            Consultants = await ConsultantsAsync(cancellation),
            Hosts = [.. hosts.Select(h => h.Country)],
            WithoutFilters = alone,
            TotalWithoutFilters = others,
        };
    }

    /// <summary>The numbers of the cases that some people are on, as far as they are the viewer's to see.</summary>
    public async Task<IReadOnlyList<string>> OfPeopleAsync(IReadOnlyList<Guid> people, CancellationToken cancellation) =>
        people.Count == 0
            ? []
            : await db
                .Cases.VisibleTo(viewer)
                .Where(c => people.Contains(c.AssigneeId) || c.Members.Any(m => people.Contains(m.PersonId)))
                .OrderBy(c => c.Number)
                .Select(c => c.Number)
                .Take(PageSize)
                .ToListAsync(cancellation);

    /// <summary>Whether a case has the words of a filter.</summary>
    public Task<bool> HasWordsAsync(CaseFilter filter, CancellationToken cancellation) =>
        filter.ApplyWords(db.Cases.VisibleTo(viewer)).AnyAsync(cancellation);

    private async Task<(CaseRow? First, int Total)> FindByWordsAsync(
        IQueryable<Case> visible,
        CaseFilter filter,
        CancellationToken cancellation
    )
    {
        var byWords = filter.ApplyWords(visible);
        var first = await byWords.OrderBy(c => c.Number).Select(Row()).FirstOrDefaultAsync(cancellation);
        return (first, first is null ? 0 : await byWords.CountAsync(cancellation));
    }

    private IQueryable<Case> Order(IQueryable<Case> cases, CaseFilter filter)
    {
        // What has no date or deadline comes last both ways.
        var ordered = (filter.Sort, filter.Down) switch
        {
            (CaseOrder.Route, false) => cases.OrderBy(c => c.HomeCity ?? c.HomeCountry).ThenBy(c => c.HostCity ?? c.HostCountry),
            (CaseOrder.Route, true) => cases
                .OrderByDescending(c => c.HomeCity ?? c.HomeCountry)
                .ThenByDescending(c => c.HostCity ?? c.HostCountry),
            (CaseOrder.Start, false) => cases.OrderBy(c => c.Start),
            (CaseOrder.Start, true) => cases.OrderByDescending(c => c.Start),
            (CaseOrder.End, false) => cases.OrderBy(c => c.End == null).ThenBy(c => c.End),
            (CaseOrder.End, true) => cases.OrderBy(c => c.End == null).ThenByDescending(c => c.End),
            (CaseOrder.Deadline, var down) => ByDeadline(cases, down),
            (_, true) => cases.OrderByDescending(c => c.Assignee!.SearchName),
            _ => cases.OrderBy(c => c.Assignee!.SearchName),
        };
        return ordered.ThenBy(c => c.Number);
    }

    private IOrderedQueryable<Case> ByDeadline(IQueryable<Case> cases, bool down)
    {
        var open = db.Deadlines.Where(d => d.State == DeadlineState.Open);
        var undatedLast = cases.OrderBy(c => !open.Any(d => d.CaseId == c.Id));
        return down
            ? undatedLast.ThenByDescending(c => open.Where(d => d.CaseId == c.Id).Min(d => (LocalDate?)d.DueOn))
            : undatedLast.ThenBy(c => open.Where(d => d.CaseId == c.Id).Min(d => (LocalDate?)d.DueOn));
    }

    private System.Linq.Expressions.Expression<Func<Case, CaseRow>> Row()
    {
        var covers = running;
        return c => new CaseRow
        {
            Number = c.Number,
            Assignee = c.Assignee!.FullName,
            Client = c.Client!.Name,
            Type = c.Type,
            Route = new CaseRoute(c.HomeCity, c.HomeCountry, c.HostCity, c.HostCountry),
            Dates = new CaseDates(c.Start, c.End, c.InitiatedOn, c.ConfirmedOn, c.OnHoldSince, c.CancelledOn, c.ClosedOn),
            Consultant = c.Consultant!.DisplayName,
            CoveredBy = covers.Where(v => v.AwayId == c.ConsultantId).Select(v => v.CoveredBy!.DisplayName).FirstOrDefault(),
            NextDeadline = db
                .Deadlines.Where(d => d.CaseId == c.Id && d.State == DeadlineState.Open)
                .Min(d => (LocalDate?)d.DueOn),
        };
    }

    private async Task<IReadOnlyList<Choice>> ClientsAsync(CancellationToken cancellation) =>
        viewer.IsStaff
            ? await ChoicesAsync(
                db.Clients.VisibleTo(viewer).OrderBy(c => c.Name).Select(c => new IdAndName(c.Id, c.Name)),
                cancellation
            )
            : [];

    private async Task<IReadOnlyList<Choice>> ConsultantsAsync(CancellationToken cancellation) =>
        viewer.IsStaff
            ? await ChoicesAsync(
                db.Accounts.Where(a =>
                        a.DeactivatedAt == null
                        && a.Id != viewer.AccountId
                        && (
                            a.Kind == PersonKind.Consultant || a.Kind == PersonKind.TeamLead || a.Kind == PersonKind.Administrator
                        )
                    )
                    .OrderBy(a => a.DisplayName)
                    .Select(a => new IdAndName(a.Id, a.DisplayName)),
                cancellation
            )
            : [];

    // The id becomes text here: the databases would write its letters large.
    private static async Task<IReadOnlyList<Choice>> ChoicesAsync(IQueryable<IdAndName> rows, CancellationToken cancellation) =>
        [.. (await rows.ToListAsync(cancellation)).Select(r => new Choice(r.Id.ToString(), r.Name))];

    private sealed record IdAndName(Guid Id, string Name);
}

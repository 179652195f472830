using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Tasks;
using Mobility.Web.History;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>Reads what the pages of a reassignment show: a fixed number of queries, however many cases are chosen.</summary>
public sealed class ReassignReader(MobilityDbContext db, Viewer viewer, Instant now)
{
    private IQueryable<Case> Cases => db.Cases.AsNoTracking().For(viewer, CaseRight.Reassign);

    /// <summary>How many cases a filter finds, and those cases; none when they are too many to move at once.</summary>
    public async Task<(int Count, IReadOnlyList<ReassignRow> Rows)> MatchingAsync(
        CaseFilter filter,
        LocalDate today,
        CancellationToken cancellation
    )
    {
        var found = filter.Apply(Cases, db.Covers.RunningAt(now), viewer, today);
        var count = await found.CountAsync(cancellation);
        return (count, count > CaseReassignment.Most ? [] : await RowsAsync(found, cancellation));
    }

    public Task<IReadOnlyList<ReassignRow>> OfPersonAsync(Guid consultant, CancellationToken cancellation) =>
        RowsAsync(Cases.Where(c => c.ConsultantId == consultant && c.ClosedOn == null && c.CancelledOn == null), cancellation);

    /// <summary>The cases with these numbers; null when one of them is not there for this person.</summary>
    public async Task<IReadOnlyList<ReassignRow>?> PickedAsync(
        IReadOnlyCollection<string> numbers,
        CancellationToken cancellation
    )
    {
        if (numbers.Count == 0)
        {
            return [];
        }
        var rows = await RowsAsync(Cases.Where(c => numbers.Contains(c.Number)), cancellation);
        return rows.Count == numbers.Count ? rows : null;
    }

    /// <summary>Somebody who carries cases or did; null for everybody else.</summary>
    public async Task<(Carrier Person, int OtherTasks)?> CarrierAsync(Guid id, CancellationToken cancellation)
    {
        var found = await db
            .Accounts.Where(a => a.Id == id)
            .Select(a => new
            {
                a.Kind,
                a.DisplayName,
                ShutOut = a.DeactivatedAt != null,
                Cases = db.Cases.Count(c => c.ConsultantId == id && c.ClosedOn == null && c.CancelledOn == null),
                OtherTasks = db.Tasks.Count(t =>
                    t.AssignedToId == id
                    && t.State == CaseTaskState.Open
                    && t.Case!.ConsultantId != id
                    && t.Case.ClosedOn == null
                    && t.Case.CancelledOn == null
                ),
            })
            .SingleOrDefaultAsync(cancellation);
        return found is null || !CoverAccess.CarriesCases(found.Kind)
            ? null
            : (new Carrier(id, found.DisplayName, found.ShutOut, found.Cases), found.OtherTasks);
    }

    /// <summary>Everybody who carries active cases.</summary>
    public async Task<IReadOnlyList<Carrier>> CarriersAsync(CancellationToken cancellation)
    {
        var loads = await Cases
            .Where(c => c.ClosedOn == null && c.CancelledOn == null)
            .GroupBy(c => new
            {
                c.ConsultantId,
                c.Consultant!.DisplayName,
                c.Consultant.DeactivatedAt,
            })
            .Select(g => new
            {
                g.Key.ConsultantId,
                g.Key.DisplayName,
                g.Key.DeactivatedAt,
                Cases = g.Count(),
            })
            .OrderBy(g => g.DisplayName)
            .ToListAsync(cancellation);
        return [.. loads.Select(l => new Carrier(l.ConsultantId, l.DisplayName, l.DeactivatedAt is not null, l.Cases))];
    }

    /// <summary>Whom the cases shall go to, if that is somebody who works here and carries cases.</summary>
    public async Task<Receiver?> ReceiverAsync(Guid id, CancellationToken cancellation)
    {
        var covers = db.Covers.RunningAt(now);
        var found = await db
            .Accounts.Where(a => a.Id == id && a.DeactivatedAt == null)
            .Select(a => new
            {
                a.Kind,
                a.DisplayName,
                Cover = covers
                    .Where(v => v.AwayId == a.Id)
                    .Select(v => new CaseCover(v.CoveredById, v.CoveredBy!.DisplayName, v.Until))
                    .FirstOrDefault(),
            })
            .SingleOrDefaultAsync(cancellation);
        return found is null || !CoverAccess.CarriesCases(found.Kind) ? null : new Receiver(id, found.DisplayName, found.Cover);
    }

    /// <summary>The last thing somebody did to each of some cases.</summary>
    public async Task<IReadOnlyDictionary<Guid, ChangeRow>> NewsAsync(
        IReadOnlyCollection<Guid> cases,
        CancellationToken cancellation
    )
    {
        if (cases.Count == 0)
        {
            return new Dictionary<Guid, ChangeRow>();
        }
        var last = await db
            .Changes.AsNoTracking()
            .Where(c => c.CaseId != null && cases.Contains(c.CaseId.Value) && c.ByAccountId != null)
            .GroupBy(c => c.CaseId)
            .Select(g => g.OrderByDescending(c => c.At).ThenByDescending(c => c.Id).First())
            .ToListAsync(cancellation);
        return last.ToDictionary(
            c => c.CaseId!.Value,
            c => new ChangeRow(c.At, c.ByName, c.InCoverFor, c.Kind, c.Subject, c.Why, c.Fields)
        );
    }

    private async Task<IReadOnlyList<ReassignRow>> RowsAsync(IQueryable<Case> cases, CancellationToken cancellation) =>
        await cases
            .OrderBy(c => c.Assignee!.SearchName)
            .ThenBy(c => c.Number)
            .Select(c => new ReassignRow
            {
                Id = c.Id,
                Number = c.Number,
                Version = c.Version,
                Assignee = c.Assignee!.FullName,
                Route = new CaseRoute(c.HomeCity, c.HomeCountry, c.HostCity, c.HostCountry),
                ConsultantId = c.ConsultantId,
                Consultant = c.Consultant!.DisplayName,
                EndedOn = c.CancelledOn ?? c.ClosedOn,
                Tasks = db.Tasks.Count(t =>
                    t.CaseId == c.Id && t.State == CaseTaskState.Open && t.AssignedToId == c.ConsultantId
                ),
                Deadlines = db.Deadlines.Count(d => d.CaseId == c.Id && d.State == DeadlineState.Open),
                Reminders = db.Deadlines.Count(d => d.CaseId == c.Id && d.State == DeadlineState.Open && d.NextAlertAt != null),
            })
            .ToListAsync(cancellation);
}

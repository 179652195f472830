using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using NodaTime;

namespace Mobility.Web.Covers;

public enum CoverState
{
    ToCome,
    Running,

    /// <summary>Ran to its last day.</summary>
    Over,

    /// <summary>Ended by somebody before its last day, or before its first.</summary>
    EndedEarly,
}

/// <summary>One cover.</summary>
public sealed record CoverRow
{
    public required Guid Id { get; init; }

    public required Guid AwayId { get; init; }

    public required string Away { get; init; }

    public required string CoveredBy { get; init; }

    public required LocalDate From { get; init; }

    /// <summary>Last day, included.</summary>
    public required LocalDate Until { get; init; }

    public required string TimeZone { get; init; }

    public required string Reason { get; init; }

    public required Instant StartsAt { get; init; }

    public required Instant EndsAt { get; init; }

    public required Instant? EndedAt { get; init; }

    /// <summary>Active cases of whoever is away.</summary>
    public required int Cases { get; init; }

    public CoverState StateAt(Instant now) =>
        EndedAt is not null ? CoverState.EndedEarly
        : EndsAt <= now ? CoverState.Over
        : StartsAt > now ? CoverState.ToCome
        : CoverState.Running;
}

public sealed record CoverListPage(bool ForOthers, Instant Now, IReadOnlyList<CoverRow> Current, IReadOnlyList<CoverRow> Past);

/// <summary>Reads the covers somebody may see.</summary>
public sealed class CoverList(MobilityDbContext db, Viewer viewer)
{
    private const int LatestPast = 20;

    /// <summary>Those that run or are to come, and the latest that are over.</summary>
    public async Task<CoverListPage> ReadAsync(Instant now, CancellationToken cancellation)
    {
        var visible = db.Covers.AsNoTracking().VisibleTo(viewer);
        return new CoverListPage(
            CoverAccess.LooksAfterOthers(viewer),
            now,
            await Rows(visible.Where(c => c.EndsAt > now).OrderBy(c => c.StartsAt).ThenBy(c => c.Id)).ToListAsync(cancellation),
            await Rows(visible.Where(c => c.EndsAt <= now).OrderByDescending(c => c.EndsAt).ThenBy(c => c.Id).Take(LatestPast))
                .ToListAsync(cancellation)
        );
    }

    public Task<CoverRow?> FindAsync(Guid id, CancellationToken cancellation) =>
        Rows(db.Covers.AsNoTracking().VisibleTo(viewer).Where(c => c.Id == id)).SingleOrDefaultAsync(cancellation);

    private IQueryable<CoverRow> Rows(IQueryable<Cover> covers) =>
        covers.Select(c => new CoverRow
        {
            Id = c.Id,
            AwayId = c.AwayId,
            Away = c.Away!.DisplayName,
            CoveredBy = c.CoveredBy!.DisplayName,
            From = c.From,
            Until = c.Until,
            TimeZone = c.TimeZone,
            Reason = c.Reason,
            StartsAt = c.StartsAt,
            EndsAt = c.EndsAt,
            EndedAt = c.EndedAt,
            Cases = db.Cases.Count(f => f.ConsultantId == c.AwayId && f.ClosedOn == null && f.CancelledOn == null),
        });
}

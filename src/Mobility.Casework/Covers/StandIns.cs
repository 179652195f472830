using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Covers;

/// <summary>Who works, and hears, in somebody's place.</summary>
public sealed record StandIn(Account Account, string Away, LocalDate Until);

public static class StandIns
{
    /// <summary>The covers that run at a moment.</summary>
    public static IQueryable<Cover> RunningAt(this IQueryable<Cover> covers, Instant now) =>
        covers.Where(c => c.StartsAt <= now && c.EndsAt > now);

    /// <summary>Who stands in for each of <paramref name="accounts"/> at a moment; who is not away is not among the keys. One query.</summary>
    internal static async Task<Dictionary<Guid, StandIn>> StandInsAsync(
        this MobilityDbContext db,
        IReadOnlyCollection<Guid> accounts,
        Instant now,
        CancellationToken cancellation
    ) =>
        await db
            .Covers.AsNoTracking()
            .RunningAt(now)
            .Where(c => accounts.Contains(c.AwayId) && c.CoveredBy!.DeactivatedAt == null)
            .Select(c => new { c.AwayId, StandIn = new StandIn(c.CoveredBy!, c.Away!.DisplayName, c.Until) })
            .ToDictionaryAsync(c => c.AwayId, c => c.StandIn, cancellation);
}

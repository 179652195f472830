using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using NodaTime;

namespace Mobility.Casework.Trips.Ledger;

/// <summary>The ledgers of many people over some days, in three queries however many people there are.</summary>
public static class LedgerWindow
{
    /// <summary>
    /// The ledgers of the people named, right from the first day to the last, both included; outside of them days may be missing. Somebody of whom
    /// nothing is recorded there has none. Trips before the days are read only where an open stay makes them matter.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Guid, TravelLedger>> LedgersAsync(
        this MobilityDbContext db,
        IQueryable<Guid> people,
        LocalDate from,
        LocalDate to,
        CancellationToken cancellation
    )
    {
        // A day more on both sides: the night before, and what lies beyond the date line.
        var (first, last) = (from.PlusDays(-1), to.PlusDays(1));
        var trips = await db
            .Trips.AsNoTracking()
            .Where(t =>
                people.Contains(t.PersonId) && t.RemovedAt == null && t.Arrive <= last && (t.Depart == null || t.Depart >= first)
            )
            .ToListAsync(cancellation);
        // Asked for by themselves: as one question with the other, every trip there is would be looked at.
        var afterOpen = await db
            .Trips.Where(open =>
                people.Contains(open.PersonId)
                && open.RemovedAt == null
                && open.Depart == null
                && open.Status == TripStatus.Actual
            )
            .SelectMany(open =>
                db.Trips.Where(t =>
                    t.PersonId == open.PersonId
                    && t.RemovedAt == null
                    && t.Arrive > open.Arrive
                    && (t.Arrive > last || t.Depart < first)
                )
            )
            .AsNoTracking()
            .ToListAsync(cancellation);
        var days = await db
            .DayDeclarations.AsNoTracking()
            .Where(d => people.Contains(d.PersonId) && d.RemovedAt == null && d.Day >= first && d.Day <= last)
            .ToListAsync(cancellation);
        var (tripsOf, daysOf) = (
            trips.Concat(afterOpen.DistinctBy(t => t.Id)).ToLookup(t => t.PersonId),
            days.ToLookup(d => d.PersonId)
        );
        return tripsOf
            .Select(g => g.Key)
            .Union(daysOf.Select(g => g.Key))
            .ToDictionary(person => person, person => TravelLedger.Of(tripsOf[person], daysOf[person]));
    }
}

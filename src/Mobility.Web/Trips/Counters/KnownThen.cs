using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Web.Trips.Counters;

/// <summary>
/// What history tells of an earlier day beside the trips and facts, which are kept to the instant: since when anything was recorded, and how many papers
/// were recorded since, which the counters read as they are on file today.
/// </summary>
/// <param name="FirstEntry">The day of the first entry about the person's days; null when there is none.</param>
/// <param name="PapersSince">Passports and permits recorded after the day.</param>
/// <param name="TripsSince">Trips recorded or removed after the day: what the page leaves out.</param>
public sealed record KnownThen(LocalDate? FirstEntry, int PapersSince, int TripsSince)
{
    public static async Task<KnownThen> LoadAsync(
        MobilityDbContext db,
        Guid personId,
        Instant at,
        DateTimeZone zone,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(zone);
        var trips = db.Trips.Where(t => t.PersonId == personId);
        var told = await db
            .People.Where(p => p.Id == personId)
            .Select(p => new
            {
                First = trips.Min(t => (Instant?)t.RecordedAt),
                Trips = trips.Count(t => t.RecordedAt > at || t.RemovedAt > at),
                Papers = db.Changes.Count(c =>
                    c.PersonId == personId
                    && c.At > at
                    && (c.Kind == ChangeKind.PermitRecorded || c.Kind == ChangeKind.PassportRecorded)
                ),
            })
            .SingleAsync(cancellation);
        return new KnownThen(told.First?.InZone(zone).Date, told.Papers, told.Trips);
    }
}

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
/// <param name="EntriesSince">Trips and single days recorded or removed after the day: what the page leaves out.</param>
public sealed record KnownThen(LocalDate? FirstEntry, int PapersSince, int EntriesSince)
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
        var days = db.DayDeclarations.Where(d => d.PersonId == personId);
        var told = await db
            .People.Where(p => p.Id == personId)
            .Select(p => new
            {
                FirstTrip = trips.Min(t => (Instant?)t.RecordedAt),
                FirstDay = days.Min(d => (Instant?)d.RecordedAt),
                Trips = trips.Count(t => t.RecordedAt > at || t.RemovedAt > at),
                Days = days.Count(d => d.RecordedAt > at || d.RemovedAt > at),
                Papers = db.Changes.Count(c =>
                    c.PersonId == personId
                    && c.At > at
                    && (c.Kind == ChangeKind.PermitRecorded || c.Kind == ChangeKind.PassportRecorded)
                ),
            })
            .SingleAsync(cancellation);
        Instant?[] first = [told.FirstTrip, told.FirstDay];
        return new KnownThen(first.Min()?.InZone(zone).Date, told.Papers, told.Trips + told.Days);
    }
}

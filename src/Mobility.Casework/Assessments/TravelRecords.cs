using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Casework.Assessments;

/// <summary>What is recorded about one person, as the day rules read it. Nothing here is ever stored: it is derived from the ledger.</summary>
public static class TravelRecords
{
    /// <summary>
    /// The record of a person; of what was known at <paramref name="knownAt"/> where that is asked. Trips are exact to the instant. Papers,
    /// citizenships and the home country are today's: of them only the present state is kept. Throws <see cref="NotHereException"/> when
    /// there is no such person.
    /// </summary>
    public static async Task<TravelRecord> LoadAsync(
        this MobilityDbContext db,
        Guid personId,
        Instant? knownAt,
        CancellationToken cancellation
    )
    {
        var (person, permits) = await PersonAsync(db, personId, cancellation);
        return Build(person, await db.LedgerOfAsync(personId, knownAt, cancellation), permits);
    }

    /// <summary>The same with the ledger it is made of, for a page that shows both.</summary>
    public static async Task<(TravelRecord Record, TravelLedger Ledger)> LoadWithLedgerAsync(
        this MobilityDbContext db,
        Guid personId,
        Instant? knownAt,
        CancellationToken cancellation
    )
    {
        var (person, permits) = await PersonAsync(db, personId, cancellation);
        var ledger = await db.LedgerOfAsync(personId, knownAt, cancellation);
        return (Build(person, ledger, permits), ledger);
    }

    private static async Task<(Person Person, List<Permit> Permits)> PersonAsync(
        MobilityDbContext db,
        Guid personId,
        CancellationToken cancellation
    ) =>
        (
            await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, cancellation)
                ?? throw new NotHereException(),
            await db.Permits.AsNoTracking().Where(p => p.PersonId == personId).ToListAsync(cancellation)
        );

    /// <summary>The record made of a person's rows. Permits count for their own dates, also when a newer one has replaced them.</summary>
    internal static TravelRecord Build(
        Person person,
        IEnumerable<Trip> trips,
        IEnumerable<DayDeclaration> declared,
        IEnumerable<Permit> permits
    ) => Build(person, TravelLedger.Of(trips, declared), permits);

    /// <summary>The same of a ledger that somebody made already.</summary>
    public static TravelRecord Build(Person person, TravelLedger ledger, IEnumerable<Permit> permits)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(ledger);
        return new TravelRecord
        {
            Stays = ledger.Stays,
            UnknownSpans = ledger.UnknownSpans,
            Activities = ledger.Activities,
            ResidencePermits = permits.Select(p => new ResidencePermit(p.Country, p.ValidFrom, p.ValidTo)).ToList(),
            Citizenships = person.Citizenships?.Split(',', StringSplitOptions.RemoveEmptyEntries),
            HomeCountry = person.HomeCountry,
        };
    }

    /// <summary>What is recorded about where a person was; of what was known at <paramref name="knownAt"/> where that is asked.</summary>
    public static async Task<TravelLedger> LedgerOfAsync(
        this MobilityDbContext db,
        Guid personId,
        Instant? knownAt,
        CancellationToken cancellation
    )
    {
        var trips = db.Trips.AsNoTracking().Where(t => t.PersonId == personId);
        trips = knownAt is { } at
            ? trips.Where(t => t.RecordedAt <= at && (t.RemovedAt == null || t.RemovedAt > at))
            : trips.Where(t => t.RemovedAt == null);
        var days = db.DayDeclarations.AsNoTracking().Where(d => d.PersonId == personId);
        days = knownAt is { } then
            ? days.Where(d => d.RecordedAt <= then && (d.RemovedAt == null || d.RemovedAt > then))
            : days.Where(d => d.RemovedAt == null);
        return TravelLedger.Of(
            await trips.OrderBy(t => t.Arrive).ToListAsync(cancellation),
            await days.ToListAsync(cancellation)
        );
    }
}

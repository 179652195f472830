using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.Trips;
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
        var person =
            await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, cancellation)
            ?? throw new NotHereException();
        var trips = db.Trips.AsNoTracking().Where(t => t.PersonId == personId);
        trips = knownAt is { } at
            ? trips.Where(t => t.RecordedAt <= at && (t.RemovedAt == null || t.RemovedAt > at))
            : trips.Where(t => t.RemovedAt == null);
        return Build(
            person,
            await trips.OrderBy(t => t.Arrive).ToListAsync(cancellation),
            await db.Permits.AsNoTracking().Where(p => p.PersonId == personId).ToListAsync(cancellation)
        );
    }

    /// <summary>The record made of a person's rows. Permits count for their own dates, also when a newer one has replaced them.</summary>
    internal static TravelRecord Build(Person person, IEnumerable<Trip> trips, IEnumerable<Permit> permits)
    {
        var byArrival = trips.OrderBy(t => t.Arrive).ToLookup(t => t.Country is null);
        var stays = byArrival[false].Select(StayOf).ToList();
        var unknown = byArrival[true].Select(t => new UnknownSpan(t.Arrive, t.Depart ?? LocalDate.MaxIsoValue)).ToList();
        unknown.AddRange(CloseWhatMustHaveEnded(stays));
        return new TravelRecord
        {
            Stays = stays,
            UnknownSpans = unknown,
            ResidencePermits = permits.Select(p => new ResidencePermit(p.Country, p.ValidFrom, p.ValidTo)).ToList(),
            Citizenships = person.Citizenships?.Split(',', StringSplitOptions.RemoveEmptyEntries),
            HomeCountry = person.HomeCountry,
        };
    }

    private static Stay StayOf(Trip trip) =>
        new()
        {
            Id = trip.Id.ToString("n"),
            Country = trip.Country!,
            Arrive = trip.Arrive,
            Depart = trip.Depart,
            Planned = trip.Status == TripStatus.Planned,
            Purpose = PurposeOf(trip.Purpose),
        };

    // A purpose is free text. Only where it is exactly a word of the rules does it mean anything to them.
    private static StayPurpose PurposeOf(string? text) =>
        text is not null && text.All(char.IsAsciiLetter) && Enum.TryParse<StayPurpose>(text, ignoreCase: true, out var purpose)
            ? purpose
            : StayPurpose.Unstated;

    /// <summary>
    /// Somebody who is "still there" and was elsewhere later has left, on a day nobody wrote down. The stay is then certain on its first day
    /// alone, and every later day on which no other stay places the person is unknown: until a later stay that itself still lasts, or else
    /// to this day. To take the person for back again, or for gone for good, would be a guess.
    /// </summary>
    private static List<UnknownSpan> CloseWhatMustHaveEnded(List<Stay> stays)
    {
        var unknown = new List<UnknownSpan>();
        var facts = stays.Where(s => !s.Planned).ToList();
        for (var i = 0; i < stays.Count; i++)
        {
            var stay = stays[i];
            if (stay.Planned || stay.Depart is not null)
            {
                continue;
            }
            var later = facts.Where(s => s.Arrive > stay.Arrive && s.Country != stay.Country).ToList();
            if (later.Count == 0)
            {
                continue;
            }
            var until = later.Find(s => s.Depart is null)?.Arrive ?? LocalDate.MaxIsoValue;
            stays[i] = stay with { Depart = stay.Arrive };
            unknown.AddRange(DaysNobodyPlaced(stay.Arrive, until, facts.Where(s => s.Depart is not null)));
        }
        return unknown;
    }

    /// <summary>The days from one date to another, both included, that lie inside no stay. On its first and last day a stay shares the day.</summary>
    private static IEnumerable<UnknownSpan> DaysNobodyPlaced(LocalDate from, LocalDate to, IEnumerable<Stay> stays)
    {
        foreach (var stay in stays.Where(s => s.Depart > from && s.Arrive < to))
        {
            if (stay.Arrive >= from)
            {
                yield return new UnknownSpan(from, stay.Arrive);
            }
            from = LocalDate.Max(from, stay.Depart!.Value);
        }
        if (from <= to)
        {
            yield return new UnknownSpan(from, to);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Trips;

/// <summary>A stay as a person enters it. Both dates are days there.</summary>
public sealed record NewTrip
{
    public required Guid PersonId { get; init; }

    /// <summary>ISO 3166 alpha-2; null for days on which nobody knows where the person was.</summary>
    public required string? Country { get; init; }

    public required LocalDate Arrive { get; init; }

    /// <summary>Last day there, included; null while the person is still there.</summary>
    public LocalDate? Depart { get; init; }

    public required TripStatus Status { get; init; }

    public TripEvidence Evidence { get; init; }

    public string? Purpose { get; init; }

    public string? Note { get; init; }

    /// <summary>What proves it: the name or number of a document.</summary>
    public string? Document { get; init; }

    /// <summary>
    /// Whether longer stays in the person's home country are shortened around this one, so that its days do not count at home as well.
    /// </summary>
    public bool MakeRoom { get; init; }
}

/// <summary>Keeps a person's stays. Each change is reviewed in the same transaction: findings, deadlines, alerts.</summary>
public sealed class TripService(MobilityDbContext db, CaseReview review, Countries countries)
{
    /// <summary>Records a stay. Throws <see cref="RefusedException"/> when the same stay is there already or the dates are turned round.</summary>
    public Task<Trip> RecordAsync(Guid caseId, NewTrip request, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                Check(request);
                await db.HoldLedgerAsync(request.PersonId, token);
                await RefuseTwinAsync(request.PersonId, request.Country, request.Arrive, request.Depart, token);
                var trip = new Trip
                {
                    PersonId = request.PersonId,
                    Country = request.Country,
                    Arrive = request.Arrive,
                    Depart = request.Depart,
                    Status = request.Status,
                    Evidence = request.Evidence,
                    Purpose = request.Purpose,
                    Note = request.Note,
                    Document = request.Document,
                    ByName = change.ByName,
                    RecordedAt = change.At,
                };
                db.Trips.Add(trip);
                db.AddHistory(change, ChangeKind.TripRecorded, Describe(trip), caseId, trip.PersonId, Told(trip));
                if (request.MakeRoom)
                {
                    await MakeRoomAsync(caseId, trip, change, token);
                }
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
                return trip;
            },
            cancellation
        );

    /// <summary>
    /// Records that the days between the recorded stays, inside the dates given, were spent in <paramref name="country"/>: one stay for each
    /// stretch, all or none. Gives back how many; throws <see cref="RefusedException"/> when there is none.
    /// </summary>
    public Task<int> RecordBetweenAsync(
        Guid caseId,
        Guid personId,
        string country,
        LocalDate from,
        LocalDate to,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                if (!countries.IsCode(country))
                {
                    throw new RefusedException(nameof(NewTrip.Country), "UnknownCountry", country);
                }
                await db.HoldLedgerAsync(personId, token);
                var recorded = await db
                    .Trips.AsNoTracking()
                    .Where(t => t.PersonId == personId && t.RemovedAt == null)
                    .ToListAsync(token);
                var stretches = DaysBetween.Find(recorded, from, to);
                if (stretches.Count == 0)
                {
                    throw new RefusedException(nameof(NewTrip.Country), "NoDaysBetween");
                }
                foreach (var stretch in stretches)
                {
                    var trip = new Trip
                    {
                        PersonId = personId,
                        Country = country,
                        Arrive = stretch.From,
                        Depart = stretch.To,
                        Status = TripStatus.Actual,
                        Evidence = TripEvidence.Declared,
                        ByName = change.ByName,
                        RecordedAt = change.At,
                    };
                    db.Trips.Add(trip);
                    db.AddHistory(change, ChangeKind.TripRecorded, Describe(trip), caseId, personId);
                }
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
                return stretches.Count;
            },
            cancellation
        );

    /// <summary>
    /// Says that a plan came true as planned: the plan leaves the ledger and the same stay enters it as a fact; twice changes nothing. Throws
    /// <see cref="RefusedException"/> for a stay that has not begun by <paramref name="today"/>, and for a plan that somebody took out meanwhile.
    /// </summary>
    public Task ConfirmAsync(Guid caseId, Guid tripId, LocalDate today, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var plan = await OnCaseAsync(caseId, tripId, token);
                if (plan.RemovedAt is not null && !await HasSuccessorAsync(plan, token))
                {
                    throw new RefusedException("", "TripIsGone");
                }
                if (plan is not { Status: TripStatus.Planned, RemovedAt: null })
                {
                    return;
                }
                if (plan.Arrive > today)
                {
                    throw new RefusedException("", "NotBegunYet", plan.Arrive);
                }
                plan.RemovedAt = change.At;
                var fact = new Trip
                {
                    PersonId = plan.PersonId,
                    Country = plan.Country,
                    Arrive = plan.Arrive,
                    Depart = plan.Depart,
                    Status = TripStatus.Actual,
                    Evidence = TripEvidence.Declared,
                    Purpose = plan.Purpose,
                    Note = plan.Note,
                    Document = plan.Document,
                    ByName = change.ByName,
                    RecordedAt = change.At,
                };
                db.Trips.Add(fact);
                db.AddHistory(change, ChangeKind.TripConfirmed, Describe(fact), caseId, fact.PersonId);
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );

    /// <summary>
    /// Takes a stay out of the ledger; what was known before stays known, and twice changes nothing. Throws <see cref="RefusedException"/> when
    /// somebody put another in its place meanwhile: that one stays.
    /// </summary>
    public Task RemoveAsync(Guid caseId, Guid tripId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var trip = await OnCaseAsync(caseId, tripId, token);
                if (trip.RemovedAt is not null)
                {
                    if (await HasSuccessorAsync(trip, token))
                    {
                        throw new RefusedException("", "TripWasChanged");
                    }
                    return;
                }
                trip.RemovedAt = change.At;
                db.AddHistory(change, ChangeKind.TripRemoved, Describe(trip), caseId, trip.PersonId, Told(trip));
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );

    /// <summary>
    /// Puts a removed stay back, as a row of its own: in between it was not there. Throws <see cref="RefusedException"/> when the same stay is
    /// there again already.
    /// </summary>
    public Task RestoreAsync(Guid caseId, Guid tripId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var trip = await OnCaseAsync(caseId, tripId, token);
                if (trip.RemovedAt is null)
                {
                    return;
                }
                await RefuseTwinAsync(trip.PersonId, trip.Country, trip.Arrive, trip.Depart, token);
                var back = trip.Again(trip.Arrive, trip.Depart, change.At);
                db.Trips.Add(back);
                db.AddHistory(change, ChangeKind.TripRestored, Describe(back), caseId, back.PersonId, Told(back));
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );

    /// <summary>
    /// Writes down the last day of a stay that had no end. Throws <see cref="RefusedException"/> for a day before the first, or one that has not
    /// come: until then the person is still there.
    /// </summary>
    public Task EndAsync(
        Guid caseId,
        Guid tripId,
        LocalDate depart,
        LocalDate today,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var trip = await OnCaseAsync(caseId, tripId, token);
                if (trip.RemovedAt is not null && !await HasSuccessorAsync(trip, token))
                {
                    throw new RefusedException("", "TripIsGone");
                }
                if (trip is not { RemovedAt: null, Depart: null, Status: TripStatus.Actual })
                {
                    return;
                }
                if (depart < trip.Arrive)
                {
                    throw new RefusedException(nameof(NewTrip.Depart), "EndBeforeStart", trip.Arrive);
                }
                if (depart > today)
                {
                    throw new RefusedException(nameof(NewTrip.Depart), "DayToCome", depart);
                }
                trip.RemovedAt = change.At;
                var ended = trip.Again(trip.Arrive, depart, change.At);
                db.Trips.Add(ended);
                db.AddHistory(
                    change,
                    ChangeKind.TripEnded,
                    Describe(ended),
                    caseId,
                    ended.PersonId,
                    [new FieldChange(nameof(Trip.Depart), null, $"{depart:uuuu-MM-dd}")]
                );
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );

    private async Task RefuseTwinAsync(
        Guid person,
        string? country,
        LocalDate arrive,
        LocalDate? depart,
        CancellationToken cancellation
    )
    {
        if (
            await db.Trips.AnyAsync(
                t =>
                    t.PersonId == person
                    && t.RemovedAt == null
                    && t.Country == country
                    && t.Arrive == arrive
                    && t.Depart == depart,
                cancellation
            )
        )
        {
            throw new RefusedException(nameof(NewTrip.Arrive), "TripIsThere", country ?? "", arrive);
        }
    }

    private async Task MakeRoomAsync(Guid caseId, Trip trip, ChangeContext change, CancellationToken cancellation)
    {
        var home = await db.People.Where(p => p.Id == trip.PersonId).Select(p => p.HomeCountry).SingleAsync(cancellation);
        if (home is null || trip.Country == home)
        {
            return;
        }
        var last = trip.Depart ?? LocalDate.MaxIsoValue;
        var atHome = await db
            .Trips.Where(t =>
                t.PersonId == trip.PersonId
                && t.RemovedAt == null
                && t.Country == home
                && t.Arrive < last
                && (t.Depart == null || t.Depart > trip.Arrive)
            )
            .ToListAsync(cancellation);
        foreach (
            var stay in atHome.Where(s =>
                MakingRoom.IsNeeded(s.Arrive, s.Depart, trip.Arrive, trip.Depart)
                && MakingRoom.MayGiveWay(s.Status == TripStatus.Planned, trip.Status == TripStatus.Planned)
            )
        )
        {
            stay.RemovedAt = change.At;
            db.AddHistory(change, ChangeKind.TripRemoved, Describe(stay), caseId, stay.PersonId);
            foreach (var (arrive, depart) in MakingRoom.Around(stay.Arrive, stay.Depart, trip.Arrive, trip.Depart))
            {
                var piece = stay.Again(arrive, depart, change.At);
                db.Trips.Add(piece);
                db.AddHistory(change, ChangeKind.TripRecorded, Describe(piece), caseId, piece.PersonId);
            }
        }
    }

    private async Task<Trip> OnCaseAsync(Guid caseId, Guid tripId, CancellationToken cancellation)
    {
        var assignee = await db.Cases.Where(c => c.Id == caseId).Select(c => c.AssigneeId).SingleOrDefaultAsync(cancellation);
        await db.HoldLedgerAsync(assignee, cancellation);
        return await db.Trips.SingleOrDefaultAsync(t => t.Id == tripId && t.PersonId == assignee, cancellation)
            ?? throw new NotHereException();
    }

    /// <summary>Whether another stay in the same country took the place of one that left the ledger.</summary>
    private Task<bool> HasSuccessorAsync(Trip gone, CancellationToken cancellation) =>
        db.Trips.AnyAsync(
            t =>
                t.PersonId == gone.PersonId && t.Country == gone.Country && t.RecordedAt == gone.RemovedAt && t.RemovedAt == null,
            cancellation
        );

    private void Check(NewTrip request)
    {
        if (request.Country is { } country && !countries.IsCode(country))
        {
            throw new RefusedException(nameof(NewTrip.Country), "UnknownCountry", country);
        }
        if (request.Country is null && request.Status == TripStatus.Planned)
        {
            throw new RefusedException(nameof(NewTrip.Country), "PlanNeedsCountry");
        }
        if (request.Country is null && request.Depart is null)
        {
            throw new RefusedException(nameof(NewTrip.Depart), "UnknownDaysNeedEnd");
        }
        if (request.Depart < request.Arrive)
        {
            throw new RefusedException(nameof(NewTrip.Depart), "EndBeforeStart", request.Arrive);
        }
    }

    /// <summary>All that a stay says, so that its history reads without it.</summary>
    private static FieldChange[] Told(Trip trip) =>
        [
            .. new FieldChange[]
            {
                new(nameof(Trip.Status), null, trip.Status.ToString()),
                new(nameof(Trip.Evidence), null, trip.Evidence.ToString()),
                new(nameof(Trip.Purpose), null, trip.Purpose),
                new(nameof(Trip.Note), null, trip.Note),
                new(nameof(Trip.Document), null, trip.Document),
            }.Where(field => field.After is not null),
        ];

    private static string Describe(Trip trip) => $"{trip.Country ?? "?"}, {trip.Arrive:uuuu-MM-dd} – {trip.Depart:uuuu-MM-dd}";
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Rules.TripChecks;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.TripChecks;

/// <summary>What a trip that is not kept, or not yet, is told.</summary>
/// <param name="Checked">The trip and what was read.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Differences">How it differs from the version that is kept; empty where none is.</param>
public sealed record TripPreview(CheckedTrip Checked, TripAnswer Answer, IReadOnlyList<TripDifference> Differences);

/// <summary>
/// Checks trips and keeps those somebody wants kept. A check that is kept has a number; amending adds a version to it; confirming makes the tasks
/// and deadlines of the newest version, and amending again changes them once that is confirmed too.
/// </summary>
public sealed class TripCheckService(MobilityDbContext db, RuleBook rules, TravellerFacts travellers, CaseReview review)
{
    /// <summary>What the rule book says of a trip. Nothing is saved.</summary>
    /// <exception cref="RefusedException">The trip cannot be as it is told.</exception>
    public async Task<TripPreview> PreviewAsync(Guid caseId, Trip trip, Instant at, CancellationToken cancellation)
    {
        Check(trip);
        var asked = await travellers.AskAsync(caseId, trip, at, cancellation);
        return new(asked.Checked, rules.CheckTrip(asked.Question), []);
    }

    /// <summary>What the rule book says of a trip of somebody who has no case. It cannot be kept: what follows from a check belongs to a case.</summary>
    /// <exception cref="RefusedException">The trip cannot be as it is told.</exception>
    public TripPreview Preview(StatedTraveller traveller, Trip trip, LocalDate today)
    {
        Check(trip);
        var asked = TravellerFacts.Ask(traveller, trip, today);
        return new(asked.Checked, rules.CheckTrip(asked.Question), []);
    }

    /// <summary>What the rule book says of a kept trip with other words. Only results whose inputs differ are worked out again. Nothing is saved.</summary>
    /// <exception cref="RefusedException">The trip cannot be as it is told.</exception>
    public async Task<TripPreview> PreviewAmendedAsync(Guid checkId, Trip trip, Instant at, CancellationToken cancellation)
    {
        Check(trip);
        var check = await FindAsync(checkId, cancellation);
        var before = await LatestAsync(check, cancellation);
        return await AgainAsync(check, before, trip, at, cancellation);
    }

    /// <summary>Keeps a trip that was checked, under a new number. It makes no task and no deadline.</summary>
    /// <exception cref="RefusedException">The trip cannot be as it is told.</exception>
    public Task<TripCheck> SaveAsync(Guid caseId, Trip trip, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var preview = await PreviewAsync(caseId, trip, change.At, token);
                var year = change.At.InUtc().Year;
                var check = new TripCheck
                {
                    Number = Format(year, await db.NextNumberAsync($"trip-checks-{year:0000}", token)),
                    CaseId = caseId,
                    PersonId = await db.Cases.Where(c => c.Id == caseId).Select(c => c.AssigneeId).SingleAsync(token),
                    Countries = "",
                    CreatedAt = change.At,
                };
                db.TripChecks.Add(check);
                AddVersion(check, preview, change);
                db.AddHistory(change, ChangeKind.TripCheckSaved, Describe(check), caseId, check.PersonId);
                await db.SaveChangesAsync(token);
                return check;
            },
            cancellation
        );

    /// <summary>
    /// Adds a version to a check. What was made of the confirmed version stands until somebody confirms this one.
    /// </summary>
    /// <param name="checkId">The check.</param>
    /// <param name="fromNo">The version somebody started from.</param>
    /// <param name="trip">The trip as it is now.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RefusedException">The trip cannot be as it is told, or the check was cancelled.</exception>
    /// <exception cref="StaleVersionException">Somebody else added a version first.</exception>
    public Task<TripCheck> AmendAsync(
        Guid checkId,
        int fromNo,
        Trip trip,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                Check(trip);
                var check = await HeldAsync(checkId, token);
                if (check.LatestNo != fromNo)
                {
                    throw new StaleVersionException(fromNo, check.LatestNo);
                }
                var before = await LatestAsync(check, token);
                AddVersion(check, await AgainAsync(check, before, trip, change.At, token), change);
                db.AddHistory(change, ChangeKind.TripCheckAmended, Describe(check), check.CaseId, check.PersonId);
                await db.SaveChangesAsync(token);
                return check;
            },
            cancellation
        );

    /// <summary>
    /// Makes the tasks and deadlines of a version, changes those of the version confirmed before, and drops what is no longer asked. Confirming the
    /// same version twice changes nothing.
    /// </summary>
    /// <exception cref="RefusedException">The check was cancelled.</exception>
    /// <exception cref="StaleVersionException">There is a newer version.</exception>
    public Task ConfirmAsync(Guid checkId, int no, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var check = await HeldAsync(checkId, token);
                if (check.LatestNo != no)
                {
                    throw new StaleVersionException(no, check.LatestNo);
                }
                if (check.ConfirmedNo == no)
                {
                    return;
                }
                var version = await LatestAsync(check, token);
                check.ConfirmedNo = no;
                db.AddHistory(change, ChangeKind.TripCheckConfirmed, Describe(check), check.CaseId, check.PersonId);
                await new TripCheckActs(db, rules).MakeAsync(check, CheckedTrip.ReadAnswer(version.Answer), change, token);
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(check.CaseId, change, token);
            },
            cancellation
        );

    /// <summary>
    /// Calls the trip off, and with it the tasks that are open and the deadlines. The reason is <see cref="ChangeContext.Why"/>, without which it is
    /// refused. Doing it twice changes nothing.
    /// </summary>
    public Task CancelAsync(Guid checkId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                if (string.IsNullOrWhiteSpace(change.Why))
                {
                    throw new RefusedException(nameof(ChangeContext.Why), "ReasonNeeded");
                }
                if (change.Why.Length > LongestReason)
                {
                    throw new RefusedException(nameof(ChangeContext.Why), "ReasonTooLong", LongestReason);
                }
                await HoldAsync(checkId, token);
                var check = await FindAsync(checkId, token);
                if (check.CancelledAt is not null)
                {
                    return;
                }
                check.CancelledAt = change.At;
                check.CancelReason = change.Why;
                db.AddHistory(change, ChangeKind.TripCheckCancelled, Describe(check), check.CaseId, check.PersonId);
                await new TripCheckActs(db, rules).DropAllAsync(check, change, token);
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(check.CaseId, change, token);
            },
            cancellation
        );

    /// <summary>Most characters a reason may have.</summary>
    public const int LongestReason = 500;

    public static string Format(int year, int number) => $"TC-{year:0000}-{number:0000}";

    private async Task<TripPreview> AgainAsync(
        TripCheck check,
        TripCheckVersion before,
        Trip trip,
        Instant at,
        CancellationToken cancellation
    )
    {
        var asked = await travellers.AskAsync(check.CaseId, trip, at, cancellation);
        var again = rules.CheckTripAgain(asked.Question, CheckedTrip.ReadAnswer(before.Answer));
        return new(asked.Checked, again.Answer, again.Differences);
    }

    private void AddVersion(TripCheck check, TripPreview preview, ChangeContext change)
    {
        var legs = preview.Checked.Trip.Legs;
        check.LatestNo++;
        check.From = legs.Min(leg => leg.From);
        check.To = legs.Max(leg => leg.To);
        check.Countries = string.Join(',', legs.Select(leg => leg.Country).Distinct());
        check.Worst = preview.Answer.Results.Select(result => result.Outcome).MaxBy(TripOutcomes.Weight);
        db.TripCheckVersions.Add(
            new()
            {
                TripCheckId = check.Id,
                No = check.LatestNo,
                SavedAt = change.At,
                ByAccountId = change.AccountId,
                ByName = change.ByName,
                Why = change.Why,
                Trip = preview.Checked.Write(),
                Answer = CheckedTrip.WriteAnswer(preview.Answer),
                RuleBook = RuleBookName.Of(rules),
            }
        );
    }

    private async Task<TripCheck> HeldAsync(Guid checkId, CancellationToken cancellation)
    {
        await HoldAsync(checkId, cancellation);
        var check = await FindAsync(checkId, cancellation);
        return check.CancelledAt is null ? check : throw new RefusedException("", "TripCheckIsCancelled");
    }

    /// <summary>A write that changes nothing holds the case, so that two changes of one check follow each other.</summary>
    private async Task HoldAsync(Guid checkId, CancellationToken cancellation)
    {
        var caseId = await db
            .TripChecks.Where(t => t.Id == checkId)
            .Select(t => (Guid?)t.CaseId)
            .SingleOrDefaultAsync(cancellation);
        await db.HoldCasesAsync([caseId ?? throw new NotHereException()], cancellation);
    }

    private async Task<TripCheck> FindAsync(Guid checkId, CancellationToken cancellation) =>
        await db.TripChecks.SingleOrDefaultAsync(t => t.Id == checkId, cancellation) ?? throw new NotHereException();

    private Task<TripCheckVersion> LatestAsync(TripCheck check, CancellationToken cancellation) =>
        db.TripCheckVersions.AsNoTracking().SingleAsync(v => v.TripCheckId == check.Id && v.No == check.LatestNo, cancellation);

    private void Check(Trip trip)
    {
        if (trip.Legs.FirstOrDefault(leg => !rules.Countries.IsCode(leg.Country)) is { } unknown)
        {
            throw new RefusedException(nameof(TripLeg.Country), "UnknownCountry", unknown.Country);
        }
        if (trip.Problems() is [var problem, ..])
        {
            throw new RefusedException(
                problem.Field.ToString(),
                "TripCannotBe",
                problem.What.Render(System.Globalization.CultureInfo.CurrentUICulture)
            );
        }
    }

    /// <summary>The number of the check that a row of history is about: what its subject begins with.</summary>
    public static string NumberIn(string subject) => subject.Split(',')[0];

    internal static string Describe(TripCheck check) =>
        $"{check.Number}, {check.Countries.Replace(",", ", ", StringComparison.Ordinal)}, {LocalDatePattern.Iso.Format(check.From)} – {LocalDatePattern.Iso.Format(check.To)}";
}

/// <summary>Kinds of kept checks.</summary>
public static class TripChecksKept
{
    /// <summary>Those whose newest version nobody confirmed.</summary>
    public static IQueryable<TripCheck> ToConfirm(this IQueryable<TripCheck> checks) =>
        checks.Where(t => t.CancelledAt == null && (t.ConfirmedNo == null || t.ConfirmedNo != t.LatestNo));
}

/// <summary>How much an outcome asks of people.</summary>
public static class TripOutcomes
{
    /// <summary>The more, the higher.</summary>
    public static int Weight(TripOutcome outcome) =>
        outcome switch
        {
            TripOutcome.Red => 7,
            TripOutcome.Required => 6,
            TripOutcome.Unknown => 5,
            TripOutcome.ForAdviser => 4,
            TripOutcome.Amber => 3,
            TripOutcome.NotCovered => 2,
            TripOutcome.Green => 1,
            _ => 0,
        };
}

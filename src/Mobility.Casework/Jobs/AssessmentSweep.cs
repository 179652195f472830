using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Jobs;

/// <summary>
/// Reviews the running cases for which a new day has begun where the assignee lives, and those whose answers used values that the rule book now
/// has otherwise: time passes and rules change without anybody touching a case.
/// </summary>
public sealed class AssessmentSweep(MobilityDbContext db, CaseReview review, RuleBookChange books, RuleBook rules, IClock clock)
{
    private const int Batch = 25;

    /// <summary>Returns how many cases were reviewed. Throws <see cref="SweepFailedException"/> at the end when some could not be.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var change = ChangeContext.Program("Assessment sweep", now);
        var failures = new SweepFailures("case");
        var reviewed = 0;
        await db.LookAtSizesAsync(cancellation);
        await books.RememberAsync(now, cancellation);
        await books.PassOverAsync(cancellation);
        var zones = await db
            .Cases.Where(c => c.CancelledOn == null && c.ClosedOn == null)
            .Select(c => c.Assignee!.TimeZone)
            .Distinct()
            .ToListAsync(cancellation);
        // At any moment there are two or three dates on earth.
        foreach (var sameDay in zones.GroupBy(zone => now.DateIn(zone)))
        {
            while (true)
            {
                var failed = failures.Ids;
                var ids = await db
                    .Cases.Where(Due(sameDay.Key, sameDay.ToList(), RuleBookName.Of(rules)))
                    .Where(c => !failed.Contains(c.Id))
                    .OrderBy(c => c.Id)
                    .Select(c => c.Id)
                    .Take(Batch)
                    .ToListAsync(cancellation);
                if (ids.Count == 0)
                {
                    break;
                }
                reviewed += await failures.TryAsync(
                    db,
                    ids,
                    async some =>
                    {
                        await review.CatchUpAsync(some, change, cancellation);
                        return some.Count;
                    }
                );
            }
        }
        failures.ThrowIfAny();
        return reviewed;
    }

    private static Expression<Func<Case, bool>> Due(LocalDate today, List<string> zones, string book) =>
        c =>
            c.CancelledOn == null
            && c.ClosedOn == null
            && zones.Contains(c.Assignee!.TimeZone)
            && (c.ReviewedOn == null || c.ReviewedOn < today || c.ReviewedWith != book);
}

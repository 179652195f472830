using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Alerts;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Jobs;

/// <summary>
/// Raises the reminders that are due, and those that came due while the program was down. It reads one index, in batches; each batch is a
/// transaction, so that it can be killed anywhere and run again.
/// </summary>
public sealed class DeadlineSweep(MobilityDbContext db, AlertService alerts, RuleBook rules, IClock clock)
{
    private const int Batch = 200;

    /// <summary>Returns how many alerts were raised. Throws <see cref="SweepFailedException"/> at the end when some deadlines could not be done.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var change = ChangeContext.Program("Deadline sweep", now);
        var failures = new SweepFailures("deadline");
        var raised = 0;
        while (true)
        {
            var failed = failures.Ids;
            var due = await db
                .Deadlines.Where(d => d.State == DeadlineState.Open && d.NextAlertAt <= now && !failed.Contains(d.Id))
                .OrderBy(d => d.NextAlertAt)
                .Select(d => d.Id)
                .Take(Batch)
                .ToListAsync(cancellation);
            if (due.Count == 0)
            {
                failures.ThrowIfAny();
                return raised;
            }
            raised += await failures.TryAsync(db, due, ids => RaiseAsync(ids, now, change, cancellation));
        }
    }

    private Task<int> RaiseAsync(IReadOnlyList<Guid> ids, Instant now, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var cases = await db.Deadlines.Where(d => ids.Contains(d.Id)).Select(d => d.CaseId).Distinct().ToListAsync(token);
                await db.HoldCasesAsync(cases, token);
                // Read only now: another node may have been at it.
                var deadlines = await db
                    .Deadlines.Where(d => ids.Contains(d.Id))
                    .Select(d => new { Deadline = d, d.Case!.AssigneeId })
                    .ToListAsync(token);
                var drafts = deadlines.SelectMany(d => DeadlineAlerts.Take(d.Deadline, d.AssigneeId, rules, now)).ToList();
                return await alerts.RaiseAsync(drafts, change, token);
            },
            cancellation
        );
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;

namespace Mobility.Casework.Trips.Ledger;

/// <summary>Stops the reminders of missing days, for one person, and lets them go out again.</summary>
public sealed class DayReminderService(MobilityDbContext db)
{
    /// <summary>Stops or resumes those of the case's assignee. Done again it does nothing.</summary>
    public Task SetAsync(Guid caseId, bool stopped, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var person =
                    await db
                        .Cases.Where(c => c.Id == caseId)
                        .Select(c => new { c.AssigneeId, c.Assignee!.FullName })
                        .SingleOrDefaultAsync(token)
                    ?? throw new NotHereException();
                // Past the version on purpose: nobody edits it in a form, and it must not refuse somebody's open one.
                var changed = await db
                    .People.Where(p => p.Id == person.AssigneeId && (p.DayRemindersStoppedAt != null) != stopped)
                    .ExecuteUpdateAsync(set => set.SetProperty(p => p.DayRemindersStoppedAt, stopped ? change.At : null), token);
                if (changed == 0)
                {
                    return;
                }
                db.AddHistory(
                    change,
                    stopped ? ChangeKind.DayRemindersStopped : ChangeKind.DayRemindersResumed,
                    person.FullName,
                    caseId,
                    person.AssigneeId
                );
                await db.SaveChangesAsync(token);
            },
            cancellation
        );
}

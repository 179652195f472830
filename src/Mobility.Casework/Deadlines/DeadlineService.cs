using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;

namespace Mobility.Casework.Deadlines;

/// <summary>Ends deadlines. Planning opens one again when its date moves.</summary>
public sealed class DeadlineService(MobilityDbContext db)
{
    /// <summary>
    /// Marks it done; doing it twice changes nothing. Throws <see cref="RefusedException"/> when it was waived or withdrawn, and
    /// <see cref="NotHereException"/> when it is not of that case.
    /// </summary>
    public Task DoneAsync(Guid caseId, Guid deadlineId, ChangeContext change, CancellationToken cancellation) =>
        EndAsync(caseId, deadlineId, DeadlineState.Done, ChangeKind.DeadlineDone, change, cancellation);

    /// <summary>
    /// Records that nothing will be done, and why: <see cref="ChangeContext.Why"/>, without which it is refused. Doing it twice changes
    /// nothing. Throws as <see cref="DoneAsync"/>.
    /// </summary>
    public async Task WaiveAsync(Guid caseId, Guid deadlineId, ChangeContext change, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(change.Why))
        {
            throw new RefusedException(nameof(ChangeContext.Why), "ReasonNeeded");
        }
        if (change.Why.Length > LongestReason)
        {
            throw new RefusedException(nameof(ChangeContext.Why), "ReasonTooLong", LongestReason);
        }
        await EndAsync(caseId, deadlineId, DeadlineState.Waived, ChangeKind.DeadlineWaived, change, cancellation);
    }

    /// <summary>Most characters a reason may have.</summary>
    public const int LongestReason = 500;

    private Task EndAsync(
        Guid caseId,
        Guid deadlineId,
        DeadlineState state,
        ChangeKind kind,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                await db.HoldCasesAsync([caseId], token);
                var row =
                    await db.Deadlines.SingleOrDefaultAsync(d => d.Id == deadlineId && d.CaseId == caseId, token)
                    ?? throw new NotHereException();
                if (row.State == state)
                {
                    return;
                }
                if (row.State != DeadlineState.Open)
                {
                    throw new RefusedException("", "DeadlineIsNotOpen", row.State.ToString());
                }
                row.State = state;
                row.StateAt = change.At;
                row.StateReason = change.Why;
                row.NextAlertAt = null;
                db.AddHistory(change, kind, row.Title, caseId, row.PersonId);
                await db.SaveChangesAsync(token);
            },
            cancellation
        );
}

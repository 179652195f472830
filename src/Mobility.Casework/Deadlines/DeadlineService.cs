using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Casework.Deadlines;

/// <summary>Ends deadlines. Planning opens one again when its date moves.</summary>
public sealed class DeadlineService(MobilityDbContext db)
{
    /// <summary>
    /// Marks it done; doing it twice changes nothing. Throws <see cref="RefusedException"/> when it was waived or withdrawn, or is due on another
    /// day than <paramref name="seen"/>, and <see cref="NotHereException"/> when it is not of that case.
    /// </summary>
    /// <param name="caseId">Its case.</param>
    /// <param name="deadlineId">Which.</param>
    /// <param name="seen">The day it was due on when the person looked; null where nobody looked.</param>
    /// <param name="change">Who does it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task DoneAsync(Guid caseId, Guid deadlineId, LocalDate? seen, ChangeContext change, CancellationToken cancellation) =>
        EndAsync(caseId, deadlineId, seen, DeadlineState.Done, ChangeKind.DeadlineDone, change, cancellation);

    /// <summary>
    /// Records that nothing will be done, and why: <see cref="ChangeContext.Why"/>, without which it is refused. Doing it twice changes
    /// nothing. Throws as <see cref="DoneAsync"/>.
    /// </summary>
    public async Task WaiveAsync(
        Guid caseId,
        Guid deadlineId,
        LocalDate? seen,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        change.NeedWhy(LongestReason);
        await EndAsync(caseId, deadlineId, seen, DeadlineState.Waived, ChangeKind.DeadlineWaived, change, cancellation);
    }

    /// <summary>Most characters a reason may have.</summary>
    public const int LongestReason = 500;

    private Task EndAsync(
        Guid caseId,
        Guid deadlineId,
        LocalDate? seen,
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
                if (seen is { } day && day != row.DueOn)
                {
                    throw new RefusedException("", "DeadlineMoved", row.DueOn);
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

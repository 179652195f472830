using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;

namespace Mobility.Casework.Mail;

/// <summary>What an administrator may do with a mail that failed for good.</summary>
public sealed class FailedMail(MobilityDbContext db)
{
    /// <summary>
    /// Puts a failed mail back into the queue with all its tries. One that has been retried by somebody else is left as it is, and so is one
    /// whose words are not kept.
    /// </summary>
    public Task RetryAsync(Guid mailId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var mail = await db
                    .MailMessages.Where(m => m.Id == mailId)
                    .Select(m => new { m.Subject, m.CaseId })
                    .SingleOrDefaultAsync(token);
                if (mail is null)
                {
                    throw new NotHereException();
                }
                var queued = await db
                    .MailMessages.Where(m => m.Id == mailId && m.State == MailState.Failed && (m.Text != "" || m.Html != ""))
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(m => m.State, MailState.Waiting)
                                .SetProperty(m => m.NextTryAt, change.At)
                                .SetProperty(m => m.Tries, 0),
                        token
                    );
                if (queued == 1)
                {
                    db.AddHistory(change, ChangeKind.MailRetried, mail.Subject, mail.CaseId);
                    await db.SaveChangesAsync(token);
                }
            },
            cancellation
        );
}

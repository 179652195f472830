using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mobility.Casework.Data;
using Mobility.Casework.Operations;
using NodaTime;

namespace Mobility.Casework.Mail;

/// <summary>What one run did: mails sent, put off to a later try, and failed for good.</summary>
public sealed record MailRun(int Sent, int Delayed, int Failed);

/// <summary>
/// Sends queued mails. Any number of nodes may run it at once: a mail is claimed by one of them before it is sent. A mail goes
/// out at least once: after a crash between sending and noting it, it goes again under the same Message-ID.
/// </summary>
public sealed class MailSender(
    MobilityDbContext db,
    MailSeal seal,
    IMailTransport transport,
    IOptions<MailOptions> options,
    IClock clock,
    ProgramMetrics metrics,
    ILogger<MailSender> logger
)
{
    private const int Batch = 50;

    // Longer than the slowest server takes; after it the mail of a node that died is anybody's.
    private static readonly Duration Claim = Duration.FromMinutes(30);

    // Nearly two days in all: long enough for a weekend's outage, short enough that what is written is still true.
    private static readonly Duration[] Gaps =
    [
        Duration.FromMinutes(1),
        Duration.FromMinutes(5),
        Duration.FromMinutes(15),
        Duration.FromHours(1),
        Duration.FromHours(4),
        Duration.FromHours(12),
        Duration.FromHours(24),
    ];

    /// <summary>
    /// Sends what is due, oldest first, until nothing is. Stops early when the mail server does not let anybody in: what
    /// was not tried stays due, and the next run tries again with one mail.
    /// </summary>
    public async Task<MailRun> SendDueAsync(CancellationToken cancellation)
    {
        var run = new MailRun(0, 0, 0);
        while (true)
        {
            var now = clock.GetCurrentInstant();
            var due = await db
                .MailMessages.Where(Due(now))
                .OrderBy(mail => mail.NextTryAt)
                .ThenBy(mail => mail.Id)
                .Select(mail => mail.Id)
                .Take(Batch)
                .ToListAsync(cancellation);
            if (due.Count == 0)
            {
                return run;
            }

            foreach (var id in due)
            {
                if (await ClaimAsync(id, cancellation) is not { } claimedUntil)
                {
                    continue;
                }

                var (outcome, stop) = await SendAsync(id, claimedUntil, cancellation);
                metrics.MailDone(outcome);
                run = outcome switch
                {
                    MailState.Sent => run with { Sent = run.Sent + 1 },
                    MailState.Failed => run with { Failed = run.Failed + 1 },
                    _ => run with { Delayed = run.Delayed + 1 },
                };
                if (stop)
                {
                    return run;
                }
            }
        }
    }

    private static Expression<Func<MailMessage, bool>> Due(Instant now) =>
        mail =>
            mail.State == MailState.Waiting && mail.NextTryAt <= now && (mail.ClaimedUntil == null || mail.ClaimedUntil <= now);

    /// <summary>The end of the claim when the mail is now ours, or null when another node was quicker.</summary>
    private async Task<Instant?> ClaimAsync(Guid id, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var until = now + Claim;
        var claimed = await db
            .MailMessages.Where(mail => mail.Id == id)
            .Where(Due(now))
            .ExecuteUpdateAsync(
                row => row.SetProperty(mail => mail.ClaimedUntil, until).SetProperty(mail => mail.Tries, mail => mail.Tries + 1),
                cancellation
            );
        return claimed == 1 ? until : null;
    }

    private async Task<(MailState Outcome, bool Stop)> SendAsync(Guid id, Instant claimedUntil, CancellationToken cancellation)
    {
        // What happens to a claimed mail must be noted, also while the host is stopping: hence no cancellation but of the sending.
        var row = await db.MailMessages.AsNoTracking().SingleAsync(mail => mail.Id == id, CancellationToken.None);
        OutgoingMail outgoing;
        try
        {
            outgoing = await OutgoingAsync(row);
        }
        catch (Exception e) when (e is ArgumentException or MailWordsLostException)
        {
            logger.LogWarning("Mail {MailId} cannot be written.", id);
            await NoteFailedAsync(row, claimedUntil, e.Message);
            return (MailState.Failed, false);
        }

        try
        {
            await transport.SendAsync(outgoing, cancellation);
        }
        catch (MailRefusedException e)
        {
            LogNotSent(LogLevel.Warning, id, e);
            await NoteFailedAsync(row, claimedUntil, e.Message);
            return (MailState.Failed, false);
        }
        catch (MailDelayedException e)
        {
            LogNotSent(LogLevel.Information, id, e);
            return (await NoteDelayedAsync(row, claimedUntil, e.Message), e.ConcernsEveryMail);
        }
        catch (OperationCanceledException)
        {
            await ReleaseAsync(id, claimedUntil);
            throw;
        }
        catch (Exception)
        {
            // A fault of ours: the run fails loudly, and this mail does not stand in the way of the next run's.
            await NoteDelayedAsync(row, claimedUntil, "The program made a mistake while sending this mail; the log says which.");
            throw;
        }

        await NoteSentAsync(row);
        return (MailState.Sent, false);
    }

    private async Task<OutgoingMail> OutgoingAsync(MailMessage row)
    {
        var settings = options.Value;
        var words = await seal.OpenAsync(row, CancellationToken.None);
        return new OutgoingMail
        {
            From = new Mailbox(settings.From, settings.FromName),
            ReplyTo = string.IsNullOrWhiteSpace(settings.ReplyTo) ? null : new Mailbox(settings.ReplyTo),
            To = [new Mailbox(row.ToAddress, row.ToName)],
            Subject = row.Subject,
            Text = words.Text,
            Html = string.IsNullOrWhiteSpace(words.Html) ? null : words.Html,
            MessageId = $"{row.Id:N}@{settings.MessageIdHost}",
            Date = row.CreatedAt,
        };
    }

    // Sent is sent, even when this node was so slow that another one holds the claim by now.
    private async Task NoteSentAsync(MailMessage row)
    {
        var now = clock.GetCurrentInstant();
        await db
            .MailMessages.Where(mail => mail.Id == row.Id)
            .ExecuteUpdateAsync(
                update =>
                    Forget(update, row)
                        .SetProperty(mail => mail.State, MailState.Sent)
                        .SetProperty(mail => mail.SentAt, now)
                        .SetProperty(mail => mail.Error, (string?)null)
                        .SetProperty(mail => mail.ClaimedUntil, (Instant?)null),
                CancellationToken.None
            );
    }

    private async Task NoteFailedAsync(MailMessage row, Instant claimedUntil, string error) =>
        await Ours(row.Id, claimedUntil)
            .ExecuteUpdateAsync(
                update =>
                    Forget(update, row)
                        .SetProperty(mail => mail.State, MailState.Failed)
                        .SetProperty(mail => mail.Error, SingleLine.Cut(error, MailMessage.LongestError))
                        .SetProperty(mail => mail.ClaimedUntil, (Instant?)null),
                CancellationToken.None
            );

    // What lets somebody in is not kept beyond its use.
    private static UpdateSettersBuilder<MailMessage> Forget(UpdateSettersBuilder<MailMessage> update, MailMessage row) =>
        row.IsSealed ? update.SetProperty(mail => mail.Html, "") : update;

    private async Task<MailState> NoteDelayedAsync(MailMessage row, Instant claimedUntil, string error)
    {
        if (row.Tries > Gaps.Length)
        {
            await NoteFailedAsync(row, claimedUntil, error);
            return MailState.Failed;
        }

        var next = clock.GetCurrentInstant() + Gaps[row.Tries - 1];
        await Ours(row.Id, claimedUntil)
            .ExecuteUpdateAsync(
                update =>
                    update
                        .SetProperty(mail => mail.NextTryAt, next)
                        .SetProperty(mail => mail.Error, SingleLine.Cut(error, MailMessage.LongestError))
                        .SetProperty(mail => mail.ClaimedUntil, (Instant?)null),
                CancellationToken.None
            );
        return MailState.Waiting;
    }

    private async Task ReleaseAsync(Guid id, Instant claimedUntil) =>
        await Ours(id, claimedUntil)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(mail => mail.ClaimedUntil, (Instant?)null)
                        .SetProperty(mail => mail.Tries, mail => mail.Tries - 1),
                CancellationToken.None
            );

    private IQueryable<MailMessage> Ours(Guid id, Instant claimedUntil) =>
        db.MailMessages.Where(mail => mail.Id == id && mail.ClaimedUntil == claimedUntil);

    // The server's sentence often repeats the address, so it stays out of the log.
    private void LogNotSent(LogLevel level, Guid id, MailNotSentException e) =>
        logger.Log(
            level,
            "Mail {MailId} was not taken at {Stage} ({Code} {Status}).",
            id,
            e.Stage,
            e.Answer?.Code,
            e.Answer?.EnhancedStatus
        );
}

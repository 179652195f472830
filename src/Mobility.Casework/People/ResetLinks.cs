using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>
/// The links of forgotten passwords. Asking for one writes one row, whoever it is about, so that neither the answer nor its time says whether
/// there is such an account; the link itself is made later, by the job that sends the mail.
/// </summary>
public sealed class ResetLinks(MobilityDbContext db, AccountService accounts, AuditLog audit, IClock clock)
{
    // What was asked for longer ago, nobody waits for any more.
    private static readonly Duration Awaited = Duration.FromHours(1);

    // Anybody may ask in anybody's name. Who asks again sooner gets the next mail when this is over.
    private static readonly Duration Gap = Duration.FromMinutes(15);

    /// <summary>Somebody asks for a link to <paramref name="email"/>.</summary>
    public async Task AskAsync(string email, Visit visit, Instant now, CancellationToken cancellation)
    {
        var name = email.Trim().ToUpperInvariant();
        var account = await db
            .Accounts.Where(a => a.NormalizedEmail == name && a.EmailConfirmed && a.DeactivatedAt == null)
            .Select(a => new { a.Id, a.DisplayName })
            .SingleOrDefaultAsync(cancellation);
        audit.Add(AuditKind.ResetAsked, now, visit, account?.Id, account?.DisplayName);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>
    /// Makes the links that were asked for, one for each person however often they asked and no two within a quarter of an hour, and queues
    /// their mails. Returns how many. Throws <see cref="SweepFailedException"/> at the end when some could not be made.
    /// </summary>
    public async Task<int> MakeAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var since = now - Awaited;
        var pause = now - Gap;
        var failures = new SweepFailures("link to set a new password");
        var asked = await db
            .AuditEvents.Where(e =>
                e.Kind == AuditKind.ResetAsked
                && e.At > since
                && e.AccountId != null
                && !db.AuditEvents.Any(m =>
                    m.Kind == AuditKind.ResetMailed
                    && m.AccountId == e.AccountId
                    && m.At > since
                    && (m.At >= e.At || m.At > pause)
                )
            )
            .Select(e => e.AccountId!.Value)
            .Distinct()
            .ToListAsync(cancellation);
        var made = 0;
        foreach (var id in asked)
        {
            made += await failures.TryAsync(db, [id], _ => MakeAsync(id, now, cancellation));
        }
        failures.ThrowIfAny();
        return made;
    }

    private Task<int> MakeAsync(Guid accountId, Instant now, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == accountId && a.DeactivatedAt == null, token);
                if (account is not null)
                {
                    await accounts.SendResetAsync(account, ChangeContext.By(account, now), token);
                }
                audit.Add(AuditKind.ResetMailed, now, Visit.Unknown, accountId, account?.DisplayName);
                await db.SaveChangesAsync(token);
                return 1;
            },
            cancellation
        );
}

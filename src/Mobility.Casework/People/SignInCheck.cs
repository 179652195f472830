using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>
/// Answers whether an address and a password let somebody in, and nothing more: an address that is unknown, not yet confirmed, locked or
/// shut out gets the same answer at the same cost as a wrong password.
/// </summary>
public sealed class SignInCheck(MobilityDbContext db, UserManager<Account> accounts, SecondFactors factors, AuditLog audit)
{
    // Never somebody's: what a password is held against when there is no account to hold it against.
    private static readonly Account Nobody = new() { DisplayName = "" };

    private static readonly Lazy<string> NobodysHash = new(() =>
        new PasswordHasher<Account>().HashPassword(Nobody, Guid.NewGuid().ToString())
    );

    /// <summary>
    /// The account, or null. Each call spends one of the tries before the lock, and no answer is given without one, so that guesses made at
    /// the same moment are counted one by one. The right password gives them back; where a second factor is to follow, only that does, or
    /// codes could be guessed without end.
    /// </summary>
    public async Task<Account?> VerifyAsync(
        string email,
        string password,
        Visit visit,
        Instant now,
        CancellationToken cancellation
    )
    {
        var name = accounts.NormalizeEmail(email.Trim());
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedEmail == name, cancellation);
        // Hashing takes long, so it is over before the database is held.
        var isRight = false;
        if (account is { PasswordHash: not null, EmailConfirmed: true, DeactivatedAt: null })
        {
            isRight = await accounts.CheckPasswordAsync(account, password);
        }
        else
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password);
        }
        // One transaction whatever the answer: a flush of the disk more would tell by its time that there is such an account.
        var letIn = await db.InTransactionAsync(
            async token =>
            {
                var mayTry = await SpendTryAsync(db.Accounts.Where(a => a.NormalizedEmail == name), now, token);
                if (!mayTry || !isRight)
                {
                    await NoteAsync(AuditKind.SignInRefused, mayTry, account?.Id, account?.DisplayName, visit, now, token);
                    return false;
                }
                await GiveTriesBackAsync(
                    db.Accounts.Where(a =>
                        a.NormalizedEmail == name
                        && !db.Authenticators.Any(x => x.AccountId == a.Id && x.ConfirmedAt != null)
                        && !db.UserPasskeys.Any(p => p.UserId == a.Id)
                    ),
                    token
                );
                return true;
            },
            cancellation
        );
        return letIn ? account : null;
    }

    /// <summary>Notes that a passkey let nobody in.</summary>
    /// <param name="whose">Whose it is, where it proved that much.</param>
    /// <param name="waiting">Who had given the password before; null when the passkey was to do alone.</param>
    /// <param name="visit">Where from.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task NotePasskeyRefusedAsync(
        Account? whose,
        LiveSession? waiting,
        Visit visit,
        Instant now,
        CancellationToken cancellation
    ) =>
        waiting is null
            ? NoteAsync(AuditKind.SignInRefused, false, whose?.Id, whose?.DisplayName, visit, now, cancellation)
            : NoteAsync(AuditKind.FactorRefused, false, waiting.AccountId, waiting.DisplayName, visit, now, cancellation);

    /// <summary>
    /// Whether a code of the second factor is right, after the right password. Counted like a try to sign in; the right one gives all back.
    /// </summary>
    public async Task<bool> VerifyCodeAsync(
        LiveSession waiting,
        string? code,
        Visit visit,
        Instant now,
        CancellationToken cancellation
    )
    {
        var who = db.Accounts.Where(a => a.Id == waiting.AccountId);
        var mayTry = await SpendTryAsync(who, now, cancellation);
        if (mayTry && await factors.TakeCodeAsync(waiting.AccountId, code, now, cancellation))
        {
            await GiveTriesBackAsync(who, cancellation);
            return true;
        }
        await NoteAsync(AuditKind.FactorRefused, mayTry, waiting.AccountId, waiting.DisplayName, visit, now, cancellation);
        return false;
    }

    /// <summary>Whether a signed-in person knows the own password; counted like a try to sign in.</summary>
    public async Task<bool> VerifyOwnAsync(Account account, string password, Instant now, CancellationToken cancellation)
    {
        var mayTry = await SpendTryAsync(db.Accounts.Where(a => a.Id == account.Id), now, cancellation);
        if (!mayTry || !await accounts.CheckPasswordAsync(account, password))
        {
            await NoteAsync(AuditKind.PasswordRefused, mayTry, account.Id, account.DisplayName, Visit.Unknown, now, cancellation);
            return false;
        }
        await GiveTriesBackAsync(db.Accounts.Where(a => a.Id == account.Id), cancellation);
        return true;
    }

    private async Task NoteAsync(
        AuditKind kind,
        bool spent,
        Guid? accountId,
        string? name,
        Visit visit,
        Instant now,
        CancellationToken cancellation
    )
    {
        audit.Add(kind, now, visit, accountId, name);
        var time = now.ToDateTimeOffset();
        // Asked whether or not it can be: see above.
        var who = accountId ?? Guid.Empty;
        var isClosed = await db.Accounts.AnyAsync(a => a.Id == who && a.LockoutEnd > time, cancellation);
        if (spent && isClosed)
        {
            audit.Add(AuditKind.Locked, now, visit, accountId, name);
        }
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<bool> SpendTryAsync(IQueryable<Account> who, Instant now, CancellationToken cancellation)
    {
        var last = accounts.Options.Lockout.MaxFailedAccessAttempts - 1;
        DateTimeOffset? time = now.ToDateTimeOffset();
        DateTimeOffset? until = time + accounts.Options.Lockout.DefaultLockoutTimeSpan;
        var spent = await who.Where(a => a.LockoutEnd == null || a.LockoutEnd <= time)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount >= last ? until : null)
                        .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount >= last ? 0 : a.AccessFailedCount + 1),
                cancellation
            );
        return spent == 1;
    }

    private static Task<int> GiveTriesBackAsync(IQueryable<Account> who, CancellationToken cancellation) =>
        who.ExecuteUpdateAsync(
            s => s.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null),
            cancellation
        );
}

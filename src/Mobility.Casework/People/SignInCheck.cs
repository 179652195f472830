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
    /// The account, or null. Each call spends one of the tries before the lock, and spends it first, so that guesses made at the same moment
    /// are counted one by one. The right password gives them back; where a second factor is to follow, only that does, or codes could be
    /// guessed without end.
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
        var mayTry = await SpendTryAsync(db.Accounts.Where(a => a.NormalizedEmail == name), now, cancellation);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedEmail == name, cancellation);
        if (!mayTry || account is not { PasswordHash: not null, EmailConfirmed: true, DeactivatedAt: null })
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password);
        }
        else if (await accounts.CheckPasswordAsync(account, password))
        {
            await GiveTriesBackAsync(
                db.Accounts.Where(a =>
                    a.Id == account.Id
                    && !db.Authenticators.Any(x => x.AccountId == a.Id && x.ConfirmedAt != null)
                    && !db.UserPasskeys.Any(p => p.UserId == a.Id)
                ),
                cancellation
            );
            return account;
        }
        audit.Add(AuditKind.SignInRefused, now, visit, account?.Id, account?.DisplayName);
        if (mayTry && account?.LockoutEnd > now.ToDateTimeOffset())
        {
            audit.Add(AuditKind.Locked, now, visit, account.Id, account.DisplayName);
        }
        await db.SaveChangesAsync(cancellation);
        return null;
    }

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
        Guid accountId,
        string name,
        Visit visit,
        Instant now,
        CancellationToken cancellation
    )
    {
        audit.Add(kind, now, visit, accountId, name);
        var time = now.ToDateTimeOffset();
        if (spent && await db.Accounts.AnyAsync(a => a.Id == accountId && a.LockoutEnd > time, cancellation))
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

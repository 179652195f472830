using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.History;

namespace Mobility.Casework.People;

/// <summary>Shuts people out and lets them back in.</summary>
public sealed class AccountClosing(
    MobilityDbContext db,
    UserManager<Account> accounts,
    SessionService sessions,
    CoverService covers
)
{
    private const int LongestReason = 1000;

    /// <summary>
    /// Shuts somebody out: their sessions end with the next request, their links are void for good, and they cover nobody. Needs a reason. Throws
    /// <see cref="RefusedException"/> for oneself, and for the last administrator.
    /// </summary>
    public Task DeactivateAsync(Guid accountId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var account = await FindAsync(accountId, change, token);
                if (account.DeactivatedAt is not null)
                {
                    return;
                }
                if (accountId == change.AccountId)
                {
                    throw new RefusedException("", "NotOneself");
                }
                if (
                    account.Kind == PersonKind.Administrator
                    && !await db.Accounts.AnyAsync(
                        a =>
                            a.Id != accountId
                            && a.Kind == PersonKind.Administrator
                            && a.DeactivatedAt == null
                            && a.EmailConfirmed,
                        token
                    )
                )
                {
                    throw new RefusedException("", "LastAdministrator");
                }
                account.DeactivatedAt = change.At;
                await SaveAsync(account, ChangeKind.PersonDeactivated, change);
                await EndAllAsync(accountId, change, token);
                await covers.EndThoseByAsync(accountId, change, token);
            },
            cancellation
        );

    /// <summary>Lets somebody back in with the password they had, and nothing else that they had. Needs a reason.</summary>
    public Task ReactivateAsync(Guid accountId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var account = await FindAsync(accountId, change, token);
                if (account.DeactivatedAt is null)
                {
                    return;
                }
                account.DeactivatedAt = null;
                await SaveAsync(account, ChangeKind.PersonReactivated, change);
                // A sign-in that was under way when they were shut out may have left one behind.
                await EndAllAsync(accountId, change, token);
            },
            cancellation
        );

    private async Task EndAllAsync(Guid accountId, ChangeContext change, CancellationToken cancellation)
    {
        await db.Invitations.Where(i => i.AccountId == accountId).EndOpenAsync(change.At, cancellation);
        await sessions.EndAllAsync(accountId, SessionEnd.Deactivated, change.At, cancellation);
    }

    /// <summary>Who may sign in is not changed without a reason.</summary>
    internal static void NeedReason(ChangeContext change) => change.NeedWhy(LongestReason);

    private async Task<Account> FindAsync(Guid accountId, ChangeContext change, CancellationToken cancellation)
    {
        NeedReason(change);
        return await db.Accounts.SingleOrDefaultAsync(a => a.Id == accountId, cancellation) ?? throw new NotHereException();
    }

    private async Task SaveAsync(Account account, ChangeKind kind, ChangeContext change)
    {
        db.AddHistory(change, kind, account.DisplayName, personId: account.PersonId, aboutAccountId: account.Id);
        var saved = await accounts.UpdateSecurityStampAsync(account);
        if (!saved.Succeeded)
        {
            throw new DbUpdateConcurrencyException(saved.ToString());
        }
    }
}

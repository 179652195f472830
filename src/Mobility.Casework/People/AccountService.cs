using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>Somebody to be let in.</summary>
public sealed record NewAccount
{
    public required string Email { get; init; }

    public required string DisplayName { get; init; }

    public required PersonKind Kind { get; init; }

    /// <summary>Required for a programme manager.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>Required for an adviser or supplier.</summary>
    public Guid? FirmId { get; init; }

    /// <summary>Required for an assignee or family member.</summary>
    public Guid? PersonId { get; init; }

    public string Language { get; init; } = "en";

    public string TimeZone { get; init; } = "Etc/UTC";
}

/// <summary>An invitation with the token that only its link carries.</summary>
public sealed record IssuedInvitation(Account Account, string Token, Instant ExpiresAt);

/// <summary>Lets people in by invitation, and shuts them out. There is no default password and no open registration.</summary>
public sealed class AccountService(MobilityDbContext db, UserManager<Account> accounts)
{
    /// <summary>How long an invitation works.</summary>
    public static Duration InvitationLife { get; } = Duration.FromDays(7);

    /// <summary>
    /// Makes the account, without a password, and a one-time token for it. An account that was invited before and has not answered gets a
    /// new token and the old one dies.
    /// </summary>
    public Task<IssuedInvitation> InviteAsync(NewAccount request, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                Check(request);
                var email = request.Email.Trim();
                var account = await accounts.FindByEmailAsync(email);
                if (account is { EmailConfirmed: true } or { DeactivatedAt: not null })
                {
                    throw new RefusedException(nameof(NewAccount.Email), "AccountExists", email);
                }
                if (account is null)
                {
                    account = new Account
                    {
                        UserName = email,
                        Email = email,
                        DisplayName = request.DisplayName.Trim(),
                        Kind = request.Kind,
                        ClientId = request.ClientId,
                        FirmId = request.FirmId,
                        PersonId = request.PersonId,
                        Language = request.Language,
                        TimeZone = request.TimeZone,
                        LockoutEnabled = true,
                    };
                    ThrowUnless(await accounts.CreateAsync(account), nameof(NewAccount.Email));
                }
                await db
                    .Invitations.Where(i => i.AccountId == account.Id && i.UsedAt == null && i.ExpiresAt > change.At)
                    .ExecuteUpdateAsync(s => s.SetProperty(i => i.ExpiresAt, change.At), token);
                var secret = NewToken();
                var invitation = new Invitation
                {
                    AccountId = account.Id,
                    TokenHash = HashOf(secret),
                    CreatedAt = change.At,
                    ExpiresAt = change.At + InvitationLife,
                };
                db.Invitations.Add(invitation);
                db.AddHistory(
                    change,
                    ChangeKind.PersonInvited,
                    $"{account.DisplayName}, {account.Kind}",
                    personId: account.PersonId
                );
                await db.SaveChangesAsync(token);
                return new IssuedInvitation(account, secret, invitation.ExpiresAt);
            },
            cancellation
        );

    /// <summary>The account an invitation is for; null when the link is unknown, used or too old.</summary>
    public async Task<Account?> FindInvitedAsync(string secret, Instant now, CancellationToken cancellation)
    {
        var hash = HashOf(secret);
        return await db
            .Invitations.Where(i =>
                i.TokenHash == hash && i.UsedAt == null && i.ExpiresAt > now && i.Account!.DeactivatedAt == null
            )
            .Select(i => i.Account)
            .SingleOrDefaultAsync(cancellation);
    }

    /// <summary>
    /// Answers an invitation: sets the password and confirms the address. Returns null when the link no longer works. Throws
    /// <see cref="RefusedException"/> when the password is refused; the link then still works.
    /// </summary>
    public Task<Account?> AcceptAsync(string secret, string password, Instant now, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var account = await FindInvitedAsync(secret, now, token);
                if (account is null)
                {
                    return null;
                }
                var hash = HashOf(secret);
                account.EmailConfirmed = true;
                ThrowUnless(await accounts.AddPasswordAsync(account, password), "Password");
                // The condition makes the link work once, also for two answers at the same moment.
                var used = await db
                    .Invitations.Where(i => i.TokenHash == hash && i.UsedAt == null)
                    .ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, now), token);
                return used == 1 ? account : throw new NotHereException();
            },
            cancellation
        );

    /// <summary>Shuts somebody out: sessions end with their next request.</summary>
    public Task DeactivateAsync(Guid accountId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var account =
                    await db.Accounts.SingleOrDefaultAsync(a => a.Id == accountId, token) ?? throw new NotHereException();
                if (account.DeactivatedAt is not null)
                {
                    return;
                }
                account.DeactivatedAt = change.At;
                db.AddHistory(change, ChangeKind.PersonDeactivated, account.DisplayName, personId: account.PersonId);
                ThrowUnless(await accounts.UpdateSecurityStampAsync(account), "");
            },
            cancellation
        );

    private static void Check(NewAccount request)
    {
        var missing = request.Kind switch
        {
            PersonKind.ProgrammeManager when request.ClientId is null => nameof(NewAccount.ClientId),
            PersonKind.TaxAdviser or PersonKind.ImmigrationAdviser or PersonKind.Supplier when request.FirmId is null => nameof(
                NewAccount.FirmId
            ),
            PersonKind.Assignee or PersonKind.FamilyMember when request.PersonId is null => nameof(NewAccount.PersonId),
            _ => null,
        };
        if (missing is not null)
        {
            throw new RefusedException(missing, "KindNeeds" + missing);
        }
    }

    private static void ThrowUnless(IdentityResult result, string field)
    {
        if (!result.Succeeded)
        {
            throw new RefusedException(field, result.Errors.First().Code);
        }
    }

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

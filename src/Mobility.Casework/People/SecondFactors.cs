using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>What somebody has beside the password.</summary>
/// <param name="Authenticator">Whether an authenticator app is set up.</param>
/// <param name="Passkeys">The passkeys, the oldest first.</param>
/// <param name="RecoveryCodes">How many recovery codes are unused.</param>
public sealed record FactorState(bool Authenticator, IReadOnlyList<PasskeyName> Passkeys, int RecoveryCodes)
{
    public bool Any => Authenticator || Passkeys.Count > 0;
}

/// <summary>A passkey as its owner knows it.</summary>
public sealed record PasskeyName(string Id, string Name, Instant CreatedAt);

/// <summary>The second factor: authenticator codes, passkeys, and recovery codes for the day both are lost.</summary>
public sealed class SecondFactors(
    MobilityDbContext db,
    UserManager<Account> accounts,
    SessionService sessions,
    IDataProtectionProvider protection,
    IOptions<AccountOptions> options
)
{
    /// <summary>How many recovery codes are made at a time.</summary>
    public const int RecoveryCodeCount = 10;

    // Without letters and digits that look alike on paper. Sixteen of them cannot be guessed, so a plain hash keeps them safe.
    private const string RecoveryLetters = "abcdefghjkmnpqrstuvwxyz23456789";

    private const int RecoveryLength = 16;

    public const int LongestPasskeyName = 60;

    private readonly IDataProtector protector = protection.CreateProtector("Mobility.Authenticator");

    /// <summary>Whether somebody of this kind does not get in without one.</summary>
    public bool AreRequiredFor(PersonKind kind) =>
        options.Value.RequireSecondFactor
        && kind
            is PersonKind.Administrator
                or PersonKind.Consultant
                or PersonKind.TeamLead
                or PersonKind.TaxAdviser
                or PersonKind.ImmigrationAdviser;

    /// <summary>How far the right password takes somebody.</summary>
    public async Task<SessionStage> StageAfterPasswordAsync(Account account, CancellationToken cancellation) =>
        (await StateAsync(account, cancellation)).Any ? SessionStage.FactorAwaited
        : AreRequiredFor(account.Kind) ? SessionStage.FactorMissing
        : SessionStage.Whole;

    public async Task<FactorState> StateAsync(Account account, CancellationToken cancellation) =>
        new(
            await db.Authenticators.AnyAsync(a => a.AccountId == account.Id && a.ConfirmedAt != null, cancellation),
            [
                .. (await accounts.GetPasskeysAsync(account))
                    .OrderBy(p => p.CreatedAt)
                    .Select(p => new PasskeyName(
                        Convert.ToHexStringLower(SHA256.HashData(p.CredentialId)),
                        p.Name ?? "",
                        Instant.FromDateTimeOffset(p.CreatedAt)
                    )),
            ],
            await db.RecoveryCodes.CountAsync(c => c.AccountId == account.Id && c.UsedAt == null, cancellation)
        );

    /// <summary>
    /// The key of an authenticator that is being set up, made on the first call and the same until the first right code. Null when one is
    /// set up already: its key is never shown again.
    /// </summary>
    public async Task<byte[]?> SecretToSetUpAsync(Guid accountId, CancellationToken cancellation)
    {
        var known = await db.Authenticators.SingleOrDefaultAsync(a => a.AccountId == accountId, cancellation);
        if (known is null)
        {
            known = new Authenticator { AccountId = accountId, ProtectedSecret = Protect(Totp.NewSecret()) };
            db.Authenticators.Add(known);
            try
            {
                await db.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException e) when (e.IsUniqueViolation())
            {
                // The page was opened twice at the same moment: the first one's key holds.
                db.ChangeTracker.Clear();
                known = await db.Authenticators.SingleAsync(a => a.AccountId == accountId, cancellation);
            }
        }
        return known.ConfirmedAt is null ? Secret(known) : null;
    }

    /// <summary>
    /// The first code proves that the app holds the key. Returns the new recovery codes, to be shown once; none when there were some.
    /// Throws <see cref="RefusedException"/> for a wrong code.
    /// </summary>
    public Task<IReadOnlyList<string>> ConfirmAuthenticatorAsync(
        Guid accountId,
        string? code,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var known =
                    await db.Authenticators.SingleOrDefaultAsync(a => a.AccountId == accountId && a.ConfirmedAt == null, token)
                    ?? throw new NotHereException();
                if (Totp.Match(Secret(known), Digits(code), known.LastStep, change.At) is not { } step)
                {
                    throw new RefusedException("Code", "CodeIsWrong");
                }
                known.ConfirmedAt = change.At;
                known.LastStep = step;
                return await AddedAsync(accountId, nameof(Authenticator), change, token);
            },
            cancellation
        );

    /// <summary>Whether a code of the app or a recovery code is right; each is then used up. Tries are counted by the caller.</summary>
    public async Task<bool> TakeCodeAsync(Guid accountId, string? code, Instant now, CancellationToken cancellation)
    {
        var authenticator = await db
            .Authenticators.AsNoTracking()
            .SingleOrDefaultAsync(a => a.AccountId == accountId && a.ConfirmedAt != null, cancellation);
        if (authenticator is not null && Totp.Match(Secret(authenticator), Digits(code), authenticator.LastStep, now) is { } step)
        {
            // The condition makes it work once, also for two requests at the same moment.
            return await db
                    .Authenticators.Where(a => a.AccountId == accountId && a.LastStep < step)
                    .ExecuteUpdateAsync(s => s.SetProperty(a => a.LastStep, step), cancellation) == 1;
        }
        var hash = HashOf(accountId, code);
        return await db
                .RecoveryCodes.Where(c => c.AccountId == accountId && c.Hash == hash && c.UsedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.UsedAt, now), cancellation) == 1;
    }

    /// <summary>Keeps a passkey the browser has made. Returns the new recovery codes, as above.</summary>
    public Task<IReadOnlyList<string>> AddPasskeyAsync(
        Account account,
        UserPasskeyInfo passkey,
        string? name,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var plain = string.Concat((name ?? "").Where(c => !char.IsControl(c))).Trim();
                passkey.Name = plain.Length > LongestPasskeyName ? plain[..LongestPasskeyName] : plain;
                var saved = await accounts.AddOrUpdatePasskeyAsync(account, passkey);
                if (!saved.Succeeded)
                {
                    throw new DbUpdateConcurrencyException(saved.ToString());
                }
                return await AddedAsync(account.Id, "Passkey", change, token);
            },
            cancellation
        );

    /// <summary>Ten new recovery codes; the old ones die.</summary>
    public Task<IReadOnlyList<string>> NewRecoveryCodesAsync(
        Guid accountId,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                await db.RecoveryCodes.Where(c => c.AccountId == accountId).ExecuteDeleteAsync(token);
                var codes = Enumerable
                    .Range(0, RecoveryCodeCount)
                    .Select(_ => RandomNumberGenerator.GetString(RecoveryLetters, RecoveryLength))
                    .ToList();
                db.RecoveryCodes.AddRange(
                    codes.Select(c => new RecoveryCode { AccountId = accountId, Hash = HashOf(accountId, c) })
                );
                db.AddHistory(change, ChangeKind.RecoveryCodesMade, change.ByName, aboutAccountId: accountId);
                await db.SaveChangesAsync(token);
                return (IReadOnlyList<string>)[.. codes.Select(Spaced)];
            },
            cancellation
        );

    /// <summary>
    /// Takes one factor of the person who acts away, the authenticator or a passkey by its id, and ends all their sessions, this one too: one of
    /// them may be whose device was lost. Throws <see cref="RefusedException"/> for the last one where one is required.
    /// </summary>
    public Task RemoveOwnAsync(Account account, string? passkeyId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var state = await StateAsync(account, token);
                var isThere = passkeyId is null ? state.Authenticator : state.Passkeys.Any(p => p.Id == passkeyId);
                if (!isThere)
                {
                    throw new NotHereException();
                }
                var last = state.Passkeys.Count + (state.Authenticator ? 1 : 0) == 1;
                if (last && AreRequiredFor(account.Kind))
                {
                    throw new RefusedException("", "LastFactor");
                }
                if (passkeyId is null)
                {
                    await db.Authenticators.Where(a => a.AccountId == account.Id).ExecuteDeleteAsync(token);
                }
                else
                {
                    var passkeys = await accounts.GetPasskeysAsync(account);
                    await accounts.RemovePasskeyAsync(
                        account,
                        passkeys.Single(p => Convert.ToHexStringLower(SHA256.HashData(p.CredentialId)) == passkeyId).CredentialId
                    );
                }
                if (last)
                {
                    await db.RecoveryCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(token);
                }
                await RemovedAsync(account, passkeyId is null ? nameof(Authenticator) : "Passkey", change, token);
                await sessions.EndAllAsync(account.Id, SessionEnd.FactorRemoved, change.At, token);
            },
            cancellation
        );

    /// <summary>
    /// Takes every factor of somebody away who has lost them, and ends their sessions: at the next sign-in they set one up anew. For an
    /// administrator, with a reason.
    /// </summary>
    public Task RemoveAllAsync(Guid accountId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                AccountClosing.NeedReason(change);
                var account =
                    await db.Accounts.SingleOrDefaultAsync(a => a.Id == accountId, token) ?? throw new NotHereException();
                if (accountId == change.AccountId)
                {
                    throw new RefusedException("", "NotOneself");
                }
                await db.Authenticators.Where(a => a.AccountId == accountId).ExecuteDeleteAsync(token);
                await db.RecoveryCodes.Where(c => c.AccountId == accountId).ExecuteDeleteAsync(token);
                foreach (var passkey in await accounts.GetPasskeysAsync(account))
                {
                    await accounts.RemovePasskeyAsync(account, passkey.CredentialId);
                }
                await RemovedAsync(account, "All", change, token);
                await sessions.EndAllAsync(accountId, SessionEnd.FactorRemoved, change.At, token);
            },
            cancellation
        );

    private async Task<IReadOnlyList<string>> AddedAsync(
        Guid accountId,
        string what,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        db.AddHistory(
            change,
            ChangeKind.SecondFactorAdded,
            change.ByName,
            fields: [new FieldChange("Factor", null, what)],
            aboutAccountId: accountId
        );
        await db.SaveChangesAsync(cancellation);
        return await db.RecoveryCodes.AnyAsync(c => c.AccountId == accountId && c.UsedAt == null, cancellation)
            ? []
            : await NewRecoveryCodesAsync(accountId, change, cancellation);
    }

    private Task<int> RemovedAsync(Account account, string what, ChangeContext change, CancellationToken cancellation)
    {
        db.AddHistory(
            change,
            ChangeKind.SecondFactorRemoved,
            account.DisplayName,
            personId: account.PersonId,
            fields: [new FieldChange("Factor", what, null)],
            aboutAccountId: account.Id
        );
        return db.SaveChangesAsync(cancellation);
    }

    private string Protect(byte[] secret) => Convert.ToBase64String(protector.Protect(secret));

    private byte[] Secret(Authenticator authenticator) =>
        protector.Unprotect(Convert.FromBase64String(authenticator.ProtectedSecret));

    // People type codes with the blanks they see.
    private static string Digits(string? code) => code is { Length: <= 20 } ? string.Concat(code.Where(char.IsAsciiDigit)) : "";

    private static string HashOf(Guid accountId, string? code) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    accountId.ToString("n")
                        + string.Concat((code is { Length: <= 40 } ? code : "").Where(char.IsAsciiLetterOrDigit))
                            .ToLowerInvariant()
                )
            )
        );

    private static string Spaced(string code) => string.Join('-', code.Chunk(4).Select(c => new string(c)));
}

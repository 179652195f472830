using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>What a person may change about the own account.</summary>
public sealed record OwnDetails(string DisplayName, string Language, string TimeZone);

/// <summary>A person's changes to the own account.</summary>
public sealed class OwnAccount(
    MobilityDbContext db,
    UserManager<Account> accounts,
    SignInCheck check,
    SessionService sessions,
    IDateTimeZoneProvider zones
)
{
    /// <summary>Name, language and time zone of the person who acts.</summary>
    public Task<Account> AmendAsync(OwnDetails details, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var account = await FindAsync(change, token);
                var name = details.DisplayName.Trim();
                Check(name, details);
                List<FieldChange> fields =
                [
                    new(nameof(Account.DisplayName), account.DisplayName, name),
                    new(nameof(Account.Language), account.Language, details.Language),
                    new(nameof(Account.TimeZone), account.TimeZone, details.TimeZone),
                ];
                fields.RemoveAll(f => f.Before == f.After);
                if (fields.Count > 0)
                {
                    account.DisplayName = name;
                    account.Language = details.Language;
                    account.TimeZone = details.TimeZone;
                    db.AddHistory(change, ChangeKind.PersonAmended, name, null, account.PersonId, fields, null, account.Id);
                    await db.SaveChangesAsync(token);
                }
                return account;
            },
            cancellation
        );

    /// <summary>
    /// Changes the password of the person who acts and ends all their sessions, this one too. Throws <see cref="RefusedException"/> when the current
    /// one is wrong or the new one is refused.
    /// </summary>
    public async Task<Account> ChangePasswordAsync(
        string current,
        string wanted,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        // Outside the transaction: a refusal must not give the try back.
        if (!await check.VerifyOwnAsync(await FindAsync(change, cancellation), current, change.At, cancellation))
        {
            throw new RefusedException("Current", "CurrentPasswordIsWrong");
        }
        db.ChangeTracker.Clear();
        return await db.InTransactionAsync(
            async token =>
            {
                var account = await FindAsync(change, token);
                db.AddHistory(
                    change,
                    ChangeKind.PasswordChanged,
                    account.DisplayName,
                    personId: account.PersonId,
                    aboutAccountId: account.Id
                );
                PasswordRefusal.ThrowUnless(await accounts.ChangePasswordAsync(account, current, wanted), accounts, "Wanted");
                await sessions.EndAllAsync(account.Id, SessionEnd.PasswordSet, change.At, token);
                return account;
            },
            cancellation
        );
    }

    private void Check(string name, OwnDetails details)
    {
        if (name.Length is 0 or > 200)
        {
            throw new RefusedException(nameof(OwnDetails.DisplayName), "NameNeeded");
        }
        if (zones.GetZoneOrNull(details.TimeZone) is null)
        {
            throw new RefusedException(nameof(OwnDetails.TimeZone), "UnknownTimeZone");
        }
        if (!IsLanguage(details.Language))
        {
            throw new RefusedException(nameof(OwnDetails.Language), "UnknownLanguage");
        }
    }

    /// <summary>Whether this is the tag of a language that dates and numbers can be written in.</summary>
    public static bool IsLanguage(string? tag) => !string.IsNullOrEmpty(tag) && CultureNames.Value.Contains(tag);

    private static readonly Lazy<FrozenSet<string>> CultureNames = new(() =>
        CultureInfo.GetCultures(CultureTypes.AllCultures).Select(c => c.Name).ToFrozenSet(StringComparer.Ordinal)
    );

    private async Task<Account> FindAsync(ChangeContext change, CancellationToken cancellation) =>
        await db.Accounts.SingleOrDefaultAsync(a => a.Id == change.AccountId && a.DeactivatedAt == null, cancellation)
        ?? throw new NotHereException();
}

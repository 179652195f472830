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
    /// <param name="details">As wanted.</param>
    /// <param name="was">
    /// As they stood when the person began. What was left alone stays as it is now; what was changed here and elsewhere, to something
    /// else, is refused with what it is now.
    /// </param>
    /// <param name="change">Who, and when.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task<Account> AmendAsync(OwnDetails details, OwnDetails was, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var account = await FindAsync(change, token);
                var name = details.DisplayName.Trim();
                Check(name, details);
                name = Merged(nameof(Account.DisplayName), was.DisplayName, account.DisplayName, name);
                var language = Merged(nameof(Account.Language), was.Language, account.Language, details.Language);
                var zone = Merged(nameof(Account.TimeZone), was.TimeZone, account.TimeZone, details.TimeZone);
                List<FieldChange> fields =
                [
                    new(nameof(Account.DisplayName), account.DisplayName, name),
                    new(nameof(Account.Language), account.Language, language),
                    new(nameof(Account.TimeZone), account.TimeZone, zone),
                ];
                fields.RemoveAll(f => f.Before == f.After);
                if (fields.Count > 0)
                {
                    account.DisplayName = name;
                    account.Language = language;
                    account.TimeZone = zone;
                    db.AddHistory(change, ChangeKind.PersonAmended, name, null, account.PersonId, fields, null, account.Id);
                    await db.SaveChangesAsync(token);
                }
                return account;
            },
            cancellation
        );

    /// <summary>
    /// Changes the password of the person who acts and ends all their sessions, this one too, and their open links. Throws <see cref="RefusedException"/> when the current
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
                await db.Invitations.Where(i => i.AccountId == account.Id).EndOpenAsync(change.At, token);
                await sessions.EndAllAsync(account.Id, SessionEnd.PasswordSet, change.At, token);
                return account;
            },
            cancellation
        );
    }

    private static string Merged(string field, string was, string isNow, string wanted) =>
        wanted == was ? isNow
        : isNow == was || isNow == wanted ? wanted
        : throw new RefusedException(field, "ChangedElsewhere", isNow);

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

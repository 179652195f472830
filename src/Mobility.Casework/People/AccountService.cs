using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Mail;
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

    /// <summary>Required for an adviser or supplier, or <see cref="NewFirm"/>.</summary>
    public Guid? FirmId { get; init; }

    /// <summary>Name of a firm that is not known yet; one of the same name and kind is taken again.</summary>
    public string? NewFirm { get; init; }

    /// <summary>Required for an assignee or family member.</summary>
    public Guid? PersonId { get; init; }

    public string Language { get; init; } = "en";

    public string TimeZone { get; init; } = "Etc/UTC";
}

/// <summary>An invitation with the token that only its link carries.</summary>
public sealed record IssuedInvitation(Account Account, string Token, Instant ExpiresAt);

/// <summary>Lets people in by invitation. There is no default password and no open registration.</summary>
public sealed class AccountService(
    MobilityDbContext db,
    UserManager<Account> accounts,
    IMailRenderer mails,
    MailSeal seal,
    SessionService sessions,
    IOptions<AccountOptions> options
)
{
    /// <summary>How long an invitation works.</summary>
    public static Duration InvitationLife { get; } = Duration.FromDays(7);

    /// <summary>
    /// Makes the account, without a password, and a one-time token for it. An account that was invited before and has not answered is put
    /// right as now asked and gets a new token; the old one dies.
    /// </summary>
    public Task<IssuedInvitation> InviteAsync(NewAccount request, ChangeContext change, CancellationToken cancellation) =>
        InviteAsync(request, null, byMail: false, change, cancellation);

    /// <summary>The same, and queues the mail with the link.</summary>
    /// <param name="request">Who is let in.</param>
    /// <param name="caseId">The case it is done on, whose history tells of it.</param>
    /// <param name="change">Who invites; the mail names them.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task<IssuedInvitation> InviteByMailAsync(
        NewAccount request,
        Guid? caseId,
        ChangeContext change,
        CancellationToken cancellation
    ) => InviteAsync(request, caseId, byMail: true, change, cancellation);

    /// <summary>
    /// A new one-time link for somebody who has lost the old one, or the password; queued as a mail when <paramref name="byMail"/>. With it a new
    /// password is set. Links given out before die.
    /// </summary>
    public Task<IssuedInvitation> NewLinkAsync(
        Guid accountId,
        bool byMail,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var account =
                    await db.Accounts.SingleOrDefaultAsync(a => a.Id == accountId && a.DeactivatedAt == null, token)
                    ?? throw new NotHereException();
                await CheckMayInviteAsync(account.Kind, change, token);
                return await LinkAsync(account, null, byMail, change, token);
            },
            cancellation
        );

    /// <summary>
    /// A link by mail for somebody who forgot the password and asked for it; it works for an hour unless the settings say otherwise. Links asked
    /// for before die, an invitation does not.
    /// </summary>
    internal Task<IssuedInvitation> SendResetAsync(Account account, ChangeContext change, CancellationToken cancellation) =>
        LinkAsync(account, null, byMail: true, change, cancellation, InvitationPurpose.Reset);

    /// <summary>The account an invitation is for; null when the link is unknown, used or too old.</summary>
    public async Task<Account?> FindInvitedAsync(string secret, Instant now, CancellationToken cancellation) =>
        (await FindAsync(secret, now, cancellation))?.Account;

    /// <summary>The invitation behind a link, with its account; null as above.</summary>
    public async Task<Invitation?> FindAsync(string secret, Instant now, CancellationToken cancellation)
    {
        var hash = HashOf(secret);
        return await db
            .Invitations.Include(i => i.Account)
            .Where(i => i.TokenHash == hash && i.UsedAt == null && i.ExpiresAt > now && i.Account!.DeactivatedAt == null)
            .SingleOrDefaultAsync(cancellation);
    }

    /// <summary>
    /// Answers an invitation: sets the password, confirms the address, opens a lock and ends older sessions and other links. Returns null when
    /// the link no longer works. Throws <see cref="RefusedException"/> when the password is refused; the link then still works.
    /// </summary>
    public async Task<Account?> AcceptAsync(string secret, string password, Instant now, CancellationToken cancellation)
    {
        return await db.InTransactionAsync(
            async token =>
            {
                var invitation = await FindAsync(secret, now, token);
                if (invitation is not { Account: { } account })
                {
                    return null;
                }
                var hash = HashOf(secret);
                // The condition makes the link work once, also for two answers at the same moment.
                var used = await db
                    .Invitations.Where(i => i.TokenHash == hash && i.UsedAt == null)
                    .ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, now), token);
                if (used == 0)
                {
                    return null;
                }
                account.EmailConfirmed = true;
                account.AccessFailedCount = 0;
                account.LockoutEnd = null;
                // The new password takes the place of one that was there.
                account.PasswordHash = null;
                db.AddHistory(
                    ChangeContext.By(account, now),
                    invitation.Purpose == InvitationPurpose.Reset ? ChangeKind.PasswordChanged : ChangeKind.InvitationAccepted,
                    account.DisplayName,
                    personId: account.PersonId,
                    aboutAccountId: account.Id
                );
                PasswordRefusal.ThrowUnless(await accounts.AddPasswordAsync(account, password), accounts, "Password");
                await db.Invitations.Where(i => i.AccountId == account.Id).EndOpenAsync(now, token);
                await sessions.EndAllAsync(account.Id, SessionEnd.PasswordSet, now, token);
                return account;
            },
            cancellation
        );
    }

    private async Task<IssuedInvitation> InviteAsync(
        NewAccount request,
        Guid? caseId,
        bool byMail,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        try
        {
            return await db.InTransactionAsync(
                async token =>
                {
                    await CheckMayInviteAsync(request.Kind, change, token);
                    var account = await AccountOfAsync(request, token);
                    return await LinkAsync(account, caseId, byMail, change, token);
                },
                cancellation
            );
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            // Two invited the same address at the same moment.
            throw new RefusedException(nameof(NewAccount.Email), "AccountExists", request.Email.Trim());
        }
    }

    private async Task<Account> AccountOfAsync(NewAccount request, CancellationToken cancellation)
    {
        if (request is { FirmId: null, NewFirm: { } name } && !string.IsNullOrWhiteSpace(name))
        {
            request = request with { FirmId = await FirmAsync(name.Trim(), request.Kind, cancellation) };
        }
        await CheckAsync(request, cancellation);
        var email = request.Email.Trim();
        var account =
            await accounts.FindByEmailAsync(email)
            // The address was mistyped the first time: the account that nobody can open gets the right one.
            ?? await db.Accounts.SingleOrDefaultAsync(
                a => a.PersonId == request.PersonId && request.PersonId != null && !a.EmailConfirmed && a.DeactivatedAt == null,
                cancellation
            );
        if (account is { EmailConfirmed: true } or { DeactivatedAt: not null })
        {
            throw new RefusedException(nameof(NewAccount.Email), "AccountExists", email);
        }
        if (account is not null && account.PersonId != request.PersonId)
        {
            throw new RefusedException(nameof(NewAccount.Email), "AddressOfAnotherPerson", email);
        }
        var isNew = account is null;
        account ??= new Account { DisplayName = "", LockoutEnabled = true };
        account.UserName = email;
        account.Email = email;
        account.DisplayName = request.DisplayName.Trim();
        account.Kind = request.Kind;
        account.ClientId = request.ClientId;
        account.FirmId = request.FirmId;
        account.PersonId = request.PersonId;
        account.Language = request.Language;
        account.TimeZone = request.TimeZone;
        var saved = isNew ? await accounts.CreateAsync(account) : await accounts.UpdateAsync(account);
        if (!saved.Succeeded)
        {
            throw new RefusedException(nameof(NewAccount.Email), "AccountExists", email);
        }
        return account;
    }

    private async Task<IssuedInvitation> LinkAsync(
        Account account,
        Guid? caseId,
        bool byMail,
        ChangeContext change,
        CancellationToken cancellation,
        InvitationPurpose purpose = InvitationPurpose.Invitation
    )
    {
        var isReset = purpose == InvitationPurpose.Reset;
        // Anybody may ask for a reset: it must not end what somebody else has given out.
        await db
            .Invitations.Where(i => i.AccountId == account.Id && (!isReset || i.Purpose == InvitationPurpose.Reset))
            .EndOpenAsync(change.At, cancellation);
        var secret = NewToken();
        var invitation = new Invitation
        {
            AccountId = account.Id,
            TokenHash = HashOf(secret),
            Purpose = purpose,
            CreatedAt = change.At,
            ExpiresAt = change.At + (isReset ? Duration.FromTimeSpan(options.Value.ResetLife) : InvitationLife),
        };
        db.Invitations.Add(invitation);
        db.AddHistory(
            change,
            isReset ? ChangeKind.PasswordResetAsked : ChangeKind.PersonInvited,
            account.DisplayName,
            caseId,
            account.PersonId,
            isReset ? [] : [new FieldChange(nameof(Account.Kind), null, account.Kind.ToString())],
            aboutAccountId: account.Id
        );
        if (byMail)
        {
            var reader = MailReader.Of(account);
            var mail = await mails.RenderAsync(
                new InvitationMail
                {
                    Reader = reader,
                    InvitedBy = isReset ? null : change.ByName,
                    Token = secret,
                    ExpiresAt = invitation.ExpiresAt,
                },
                cancellation
            );
            var row = mail.ToRow(reader, change.At, caseId);
            await seal.SealAsync(row, cancellation);
            db.MailMessages.Add(row);
        }
        await db.SaveChangesAsync(cancellation);
        return new IssuedInvitation(account, secret, invitation.ExpiresAt);
    }

    // The program itself, on the command line, lets anybody in.
    private async Task CheckMayInviteAsync(PersonKind whom, ChangeContext change, CancellationToken cancellation)
    {
        if (change.AccountId is not { } by)
        {
            return;
        }
        var who = await db.Accounts.Where(a => a.Id == by).Select(a => (PersonKind?)a.Kind).SingleOrDefaultAsync(cancellation);
        if (who is not { } kind || !InvitationRights.MayInvite(kind, whom))
        {
            throw new NotHereException();
        }
    }

    private async Task<Guid> FirmAsync(string name, PersonKind kind, CancellationToken cancellation)
    {
        if (name.Length > 200)
        {
            throw new RefusedException(nameof(NewAccount.NewFirm), "NameTooLong", 200);
        }
        var known = await db.Firms.FirstOrDefaultAsync(f => f.Kind == kind && f.Name == name, cancellation);
        if (known is null)
        {
            known = new Firm { Name = name, Kind = kind };
            db.Firms.Add(known);
            await db.SaveChangesAsync(cancellation);
        }
        return known.Id;
    }

    private async Task CheckAsync(NewAccount request, CancellationToken cancellation)
    {
        if (Mailbox.ProblemWith(request.Email) is not null)
        {
            throw new RefusedException(nameof(NewAccount.Email), "NotAnEmailAddress", request.Email);
        }
        if (request.DisplayName.Trim().Length is 0 or > 200)
        {
            throw new RefusedException(nameof(NewAccount.DisplayName), "NameNeeded");
        }
        var (missing, stray) = request.Kind switch
        {
            PersonKind.ProgrammeManager => (
                request.ClientId is null ? nameof(NewAccount.ClientId) : null,
                request.FirmId ?? request.PersonId
            ),
            PersonKind.TaxAdviser or PersonKind.ImmigrationAdviser or PersonKind.Supplier => (
                request.FirmId is null ? nameof(NewAccount.FirmId) : null,
                request.ClientId ?? request.PersonId
            ),
            PersonKind.Assignee or PersonKind.FamilyMember => (
                request.PersonId is null ? nameof(NewAccount.PersonId) : null,
                request.ClientId ?? request.FirmId
            ),
            _ => (null, request.ClientId ?? request.FirmId ?? request.PersonId),
        };
        if (missing is not null)
        {
            throw new RefusedException(missing, "KindNeeds" + missing);
        }
        if (stray is not null)
        {
            throw new ArgumentException($"A {request.Kind} belongs to nobody else's company, firm or file.", nameof(request));
        }
        if (request.ClientId is { } client && !await db.Clients.AnyAsync(c => c.Id == client, cancellation))
        {
            throw new RefusedException(nameof(NewAccount.ClientId), "KindNeedsClientId");
        }
        if (request.FirmId is { } firm && !await db.Firms.AnyAsync(f => f.Id == firm && f.Kind == request.Kind, cancellation))
        {
            throw new RefusedException(nameof(NewAccount.FirmId), "KindNeedsFirmId");
        }
    }

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

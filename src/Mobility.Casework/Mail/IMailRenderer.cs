using Mobility.Casework.People;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Mail;

/// <summary>Puts a mail into the words of its reader's language. The web host has the templates and knows the site's address.</summary>
public interface IMailRenderer
{
    Task<RenderedMail> RenderAsync(InvitationMail mail, CancellationToken cancellation);

    Task<RenderedMail> RenderAsync(AlertMail mail, CancellationToken cancellation);
}

/// <summary>A mail in words, as <see cref="MailMessage"/> keeps it.</summary>
public sealed record RenderedMail(string Subject, string Text, string Html)
{
    /// <summary>
    /// The row that is sent, to be saved with the change the mail tells of: it goes if, and only if, that is saved. An address
    /// that cannot be one does not stop the change; the mail then fails for all to see.
    /// </summary>
    public MailMessage ToRow(MailReader reader, Instant now, Guid? caseId = null) =>
        new()
        {
            ToAddress = reader.Address,
            ToName = SingleLine.Cut(reader.Name, MailMessage.LongestName),
            CaseId = caseId,
            Subject = SingleLine.Cut(Subject, MailMessage.LongestSubject),
            Text = Text,
            Html = Html,
            CreatedAt = now,
            NextTryAt = now,
        };
}

/// <summary>Who reads a mail: it speaks their language and tells times in their zone.</summary>
/// <param name="Name">The whole name.</param>
/// <param name="Address">The e-mail address.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="TimeZone">IANA name.</param>
public sealed record MailReader(string Name, string Address, string Language, string TimeZone)
{
    public static MailReader Of(Account account) => new(account.DisplayName, account.Email!, account.Language, account.TimeZone);
}

/// <summary>Somebody is let in and may set a password.</summary>
public sealed record InvitationMail
{
    public required MailReader Reader { get; init; }

    /// <summary>Who invites, as the reader knows them; null when the reader asked for the link, the password being forgotten.</summary>
    public required string? InvitedBy { get; init; }

    /// <summary>The secret of the one-time link.</summary>
    public required string Token { get; init; }

    /// <summary>The link works before this instant.</summary>
    public required Instant ExpiresAt { get; init; }
}

/// <summary>
/// A rule has something to say about a case: what, why, by when, and by which source. No date of birth and no number of a paper is among
/// it, and none may be added: mail is not a safe place.
/// </summary>
public sealed record AlertMail
{
    public required MailReader Reader { get; init; }

    public required string CaseNumber { get; init; }

    /// <summary>Whom it is about.</summary>
    public required string PersonName { get; init; }

    /// <summary>What is to be done, or what has happened, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence: what the rule read and what follows.</summary>
    public required string Why { get; init; }

    /// <summary>Last day on which the act is in time; null when nothing falls due.</summary>
    public LocalDate? DueOn { get; init; }

    /// <summary>What happens if it is missed, in English, as the rule file gives it.</summary>
    public string? Consequence { get; init; }

    /// <summary>Days on which earlier reminders of the same thing were due and nobody got one, because the program was down.</summary>
    public IReadOnlyList<LocalDate> Missed { get; init; } = [];

    /// <summary>Titles of what else was found about the same thing at the same moment.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>The rule's name.</summary>
    public required string RuleLabel { get; init; }

    /// <summary>What proves the values the rule used.</summary>
    public IReadOnlyList<Reference> Sources { get; init; } = [];

    /// <summary>The page that shows it whole, below the site's address: <c>/cases/M-2026-0418/days</c>.</summary>
    public required string Path { get; init; }
}

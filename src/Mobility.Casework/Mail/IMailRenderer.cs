using Mobility.Casework.People;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Mail;

/// <summary>Puts a mail into the words of its reader's language. The web host has the templates and knows the site's address.</summary>
public interface IMailRenderer
{
    Task<RenderedMail> RenderAsync(InvitationMail mail, CancellationToken cancellation);

    Task<RenderedMail> RenderAsync(AlertMail mail, CancellationToken cancellation);

    Task<RenderedMail> RenderAsync(CoverMail mail, CancellationToken cancellation);

    Task<RenderedMail> RenderAsync(ReassignmentMail mail, CancellationToken cancellation);

    Task<RenderedMail> RenderAsync(DaysMail mail, CancellationToken cancellation);
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

    /// <summary>Whom the reader covers, and so gets the mail in the place of; null when the case is the reader's own.</summary>
    public string? InCoverFor { get; init; }

    /// <summary>Last day of that cover.</summary>
    public LocalDate? CoverUntil { get; init; }

    /// <summary>The page that shows it whole, below the site's address: <c>/cases/M-2026-0418/days</c>.</summary>
    public required string Path { get; init; }
}

/// <summary>A cover was set, or ended early, by somebody else. Without the reason: it may be a private one, and mail is not a safe place.</summary>
public sealed record CoverMail
{
    public required MailReader Reader { get; init; }

    /// <summary>Whether the reader is the one who is away; otherwise the one who covers.</summary>
    public required bool IsAway { get; init; }

    /// <summary>Who is away.</summary>
    public required string Away { get; init; }

    /// <summary>Who covers.</summary>
    public required string CoveredBy { get; init; }

    /// <summary>First day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>Last day as it was set, included.</summary>
    public required LocalDate Until { get; init; }

    /// <summary>Whether it has just been ended or called off.</summary>
    public required bool Ended { get; init; }

    /// <summary>Who set or ended it.</summary>
    public required string By { get; init; }
}

/// <summary>Cases have moved to the reader, or away from the reader. Without the reason, for the same cause.</summary>
public sealed record ReassignmentMail
{
    /// <summary>Most cases a mail names; the list in Mobility has all.</summary>
    public const int Named = 20;

    public required MailReader Reader { get; init; }

    /// <summary>Whether the cases are now the reader's.</summary>
    public required bool ToReader { get; init; }

    /// <summary>Whose they are now; for whoever they came to, whose they were.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>Number and assignee of the first <see cref="Named"/>.</summary>
    public required IReadOnlyList<(string Number, string Assignee)> Cases { get; init; }

    /// <summary>How many have moved in all.</summary>
    public required int Count { get; init; }

    /// <summary>How many open tasks have moved with them.</summary>
    public required int Tasks { get; init; }

    /// <summary>Who moved them.</summary>
    public required string By { get; init; }

    /// <summary>Whom the reader covers, and so gets the mail in the place of.</summary>
    public string? InCoverFor { get; init; }

    /// <summary>Last day of that cover.</summary>
    public LocalDate? CoverUntil { get; init; }

    /// <summary>The page that shows them, below the site's address.</summary>
    public required string Path { get; init; }
}

/// <summary>A traveller has not said of some days of a week where they were. It names no place: mail is not a safe one.</summary>
public sealed record DaysMail
{
    public required MailReader Reader { get; init; }

    /// <summary>First day of the week.</summary>
    public required LocalDate From { get; init; }

    /// <summary>Last day of the week, included.</summary>
    public required LocalDate To { get; init; }

    /// <summary>How many of its days are missing.</summary>
    public required int Missing { get; init; }

    /// <summary>The page on which they are entered, and the reminders stopped.</summary>
    public required string Path { get; init; }
}

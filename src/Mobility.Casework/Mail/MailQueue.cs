using Mobility.Casework.Data;
using NodaTime;

namespace Mobility.Casework.Mail;

/// <summary>A mail as those who write it hand it in: rendered, in the receiver's language.</summary>
public sealed record NewMail
{
    public required string ToAddress { get; init; }

    public required string ToName { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>The case it is about, if any.</summary>
    public Guid? CaseId { get; init; }
}

public static class MailQueue
{
    private const int LongestName = 200;
    private const int LongestSubject = 400;

    /// <summary>
    /// Adds a mail to the unit of work: it is sent if, and only if, the caller's change is saved. An address that cannot be one
    /// does not stop that change; the mail then fails for all to see.
    /// </summary>
    public static MailMessage QueueMail(this MobilityDbContext db, NewMail mail, Instant now)
    {
        var row = new MailMessage
        {
            ToAddress = mail.ToAddress.Trim(),
            ToName = Cut(mail.ToName, LongestName),
            Subject = Cut(mail.Subject, LongestSubject),
            Text = mail.Text,
            Html = mail.Html,
            CaseId = mail.CaseId,
            CreatedAt = now,
            NextTryAt = now,
        };
        db.MailMessages.Add(row);
        return row;
    }

    /// <summary>Cut to a length, never inside a character.</summary>
    internal static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return text[..end] + "…";
    }
}

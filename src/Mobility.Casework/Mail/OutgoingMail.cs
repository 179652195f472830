using System.Collections.Frozen;
using System.Text;
using NodaTime;

namespace Mobility.Casework.Mail;

/// <summary>
/// A mail ready to be sent. Whatever would make an unsafe or unreadable mail is refused here, when the mail is made, with an
/// <see cref="ArgumentException"/>; a transport can rely on it.
/// </summary>
public sealed record OutgoingMail
{
    private const int LongestHeaderName = 40;
    private const int LongestHeaderWord = 900;

    // The writer makes these itself. A second one would contradict it, and Bcc would tell.
    private static readonly FrozenSet<string> OwnHeaders = FrozenSet.ToFrozenSet(
        [
            "From",
            "Sender",
            "Reply-To",
            "To",
            "Cc",
            "Bcc",
            "Subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Return-Path",
            "Received",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    public required Mailbox From { get; init; }

    public Mailbox? ReplyTo { get; init; }

    /// <summary>At least one. They see each other, and the mail goes to all of them or to none.</summary>
    public required IReadOnlyList<Mailbox> To
    {
        get;
        init =>
            field = value.Count > 0 ? [.. value] : throw new ArgumentException("A mail needs somebody to go to.", nameof(value));
    }

    /// <summary>In any script and of any length; a line break in it becomes a space.</summary>
    public required string Subject
    {
        get;
        init
        {
            field = SingleLine.Of(value);
            if (field.Length == 0)
            {
                throw new ArgumentException("A mail needs a subject.", nameof(value));
            }
        }
    }

    public required string Text { get; init; }

    /// <summary>The same content as <see cref="Text"/> for readers that show HTML, or null for a mail of plain text only.</summary>
    public string? Html { get; init; }

    /// <summary>Without the angle brackets. The same mail tried again keeps its id, so that a receiver can tell a repetition.</summary>
    public required string MessageId
    {
        get;
        init
        {
            var at = value.IndexOf('@', StringComparison.Ordinal);
            if (
                at <= 0
                || value.Length > 250
                || !Ascii.IsValid(value)
                || !Mailbox.IsDotAtom(value[..at])
                || !Mailbox.IsDotAtom(value[(at + 1)..])
            )
            {
                throw new ArgumentException(
                    "A Message-ID is a unique name, an @ and a host name, without angle brackets.",
                    nameof(value)
                );
            }

            field = value;
        }
    }

    /// <summary>When the mail was written, not when this try to send it was made.</summary>
    public required Instant Date { get; init; }

    /// <summary>
    /// Further headers. <c>Auto-Submitted: auto-generated</c> is written unless given here with another value, so that
    /// no out-of-office reply answers a program.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get;
        init
        {
            foreach (var (name, text) in value)
            {
                CheckHeader(name, text);
            }

            field = value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        }
    } = FrozenDictionary<string, string>.Empty;

    /// <summary>True when an address needs a server that offers SMTPUTF8.</summary>
    public bool NeedsSmtpUtf8 =>
        From.NeedsSmtpUtf8 || (ReplyTo?.NeedsSmtpUtf8 ?? false) || To.Any(mailbox => mailbox.NeedsSmtpUtf8);

    // A mail is personal data through and through; its id is enough to find it again.
    public override string ToString() => MessageId;

    private static void CheckHeader(string name, string text)
    {
        if (name.Length is 0 or > LongestHeaderName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new ArgumentException(
                $"A header's name is made of up to {LongestHeaderName} letters, digits and hyphens.",
                nameof(name)
            );
        }

        if (OwnHeaders.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"The header {name} is made from the mail's own fields and cannot be given.",
                nameof(name)
            );
        }

        if (string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"The header {name} is empty or has a line break or another control character in it.",
                nameof(text)
            );
        }

        if (text.Split(' ').Any(word => word.Length > LongestHeaderWord))
        {
            throw new ArgumentException(
                $"The header {name} has a word of more than {LongestHeaderWord} characters.",
                nameof(text)
            );
        }
    }
}

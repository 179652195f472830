using System.Globalization;
using System.Text;

namespace Mobility.Casework.Mail;

/// <summary>
/// One sender or receiver of mail: an address and the name shown beside it. An international domain is kept in its
/// ASCII form (punycode), because that is the form every mail server takes.
/// </summary>
public sealed record Mailbox
{
    private const int LongestLocalPart = 64;
    private const int LongestAddress = 254;
    private const string AtomMarks = "!#$%&'*+-/=?^_`{|}~";

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>An address that cannot be one is an <see cref="ArgumentException"/>; its message says why.</summary>
    public Mailbox(string address, string? name = null)
    {
        if (Read(address, out var normal) is { } problem)
        {
            throw new ArgumentException(problem, nameof(address));
        }

        Address = normal;
        Name = string.IsNullOrWhiteSpace(name) ? null : SingleLine.Of(name);
    }

    /// <summary>What stands before the @ as it was given, and the domain in ASCII.</summary>
    public string Address { get; }

    public string? Name { get; }

    /// <summary>True when the part before the @ is not ASCII: only a server that offers SMTPUTF8 can take it.</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(Address);

    /// <summary>A sentence saying what is wrong with an address somebody typed, or null when mail can be sent to it.</summary>
    public static string? ProblemWith(string? address) => Read(address, out _);

    // Address and name are personal data: neither belongs in a log line that happens to format this record.
    public override string ToString() => "(mailbox)";

    private static string? Read(string? address, out string normal)
    {
        normal = "";
        if (string.IsNullOrWhiteSpace(address))
        {
            return "An e-mail address is needed.";
        }

        var text = address.Trim();
        var at = text.LastIndexOf('@');
        if (at <= 0 || at == text.Length - 1)
        {
            return "The e-mail address needs a name, an @ and a domain, like name@example.org.";
        }

        var local = text[..at];
        if (!IsDotAtom(local))
        {
            return "The part of the e-mail address before the @ has a character or a dot that cannot stand there.";
        }

        if (Encoding.UTF8.GetByteCount(local) > LongestLocalPart)
        {
            return $"The part of the e-mail address before the @ is longer than {LongestLocalPart} characters.";
        }

        string domain;
        try
        {
            domain = Idn.GetAscii(text[(at + 1)..]);
        }
        catch (ArgumentException)
        {
            return "The part of the e-mail address after the @ is not a domain name.";
        }

        if (!domain.Split('.').All(IsHostLabel))
        {
            return "The part of the e-mail address after the @ is not a domain name.";
        }

        normal = $"{local}@{domain}";
        return Encoding.UTF8.GetByteCount(normal) > LongestAddress
            ? $"The e-mail address is longer than {LongestAddress} characters."
            : null;
    }

    internal static bool IsDotAtom(string text) =>
        text.Split('.').All(atom => atom.Length > 0 && atom.EnumerateRunes().All(IsAtomText));

    private static bool IsAtomText(Rune rune)
    {
        if (rune.IsAscii)
        {
            return Rune.IsLetterOrDigit(rune) || AtomMarks.Contains((char)rune.Value, StringComparison.Ordinal);
        }

        // A lone surrogate is enumerated as U+FFFD; invisible and directional marks only serve to deceive.
        return rune != Rune.ReplacementChar
            && Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.UppercaseLetter
                    or UnicodeCategory.LowercaseLetter
                    or UnicodeCategory.TitlecaseLetter
                    or UnicodeCategory.ModifierLetter
                    or UnicodeCategory.OtherLetter
                    or UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.DecimalDigitNumber;
    }

    private static bool IsHostLabel(string label) => label.Length > 0 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}

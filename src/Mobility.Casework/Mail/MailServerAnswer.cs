using System.Text.RegularExpressions;

namespace Mobility.Casework.Mail;

/// <summary>An answer of a mail server.</summary>
/// <param name="Code">The three-digit SMTP code.</param>
/// <param name="EnhancedStatus">The enhanced status (RFC 3463) such as 5.1.1, or null when the server gave none.</param>
/// <param name="Lines">What it said, line by line, without code and status.</param>
public sealed partial record MailServerAnswer(int Code, string? EnhancedStatus, IReadOnlyList<string> Lines)
{
    private const int LongestSentence = 500;

    /// <summary>The lines as one sentence, cut at 500 characters.</summary>
    public string Sentence => SingleLine.Cut(SingleLine.Of(string.Join(' ', Lines)), LongestSentence);

    /// <summary>Code, status and sentence, as mail people quote them.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { $"{Code}", EnhancedStatus, Sentence }.Where(part => !string.IsNullOrEmpty(part)));

    internal bool Accepts => Code is >= 200 and < 400;

    internal bool IsForGood => Code is >= 500 and < 600;

    /// <summary>From the code that all lines began with, and what stood after it on each of them.</summary>
    internal static MailServerAnswer From(int code, IReadOnlyList<string> texts)
    {
        string? status = null;
        var lines = new List<string>(texts.Count);
        foreach (var text in texts)
        {
            var match = EnhancedStatusAtStart().Match(text);
            status ??= match.Success ? match.Groups["status"].Value : null;
            lines.Add(match.Success ? text[match.Length..] : text);
        }

        return new MailServerAnswer(code, status, lines);
    }

    [GeneratedRegex(
        @"^(?<status>[245]\.\d{1,3}\.\d{1,3})(?:\s+|$)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex EnhancedStatusAtStart();
}

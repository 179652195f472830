using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mobility.Testing.Mail;

/// <summary>A mail read back from its bytes, by other code than wrote it: unreadable parts throw.</summary>
public sealed partial class ReceivedMail
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private ReceivedMail(string raw) => Raw = raw;

    /// <summary>The envelope's sender; empty for a mail read from a file.</summary>
    public string EnvelopeFrom { get; private init; } = "";

    /// <summary>The envelope's receivers; empty for a mail read from a file.</summary>
    public ImmutableArray<string> EnvelopeTo { get; private init; } = [];

    public string? LoggedInAs { get; private init; }

    public bool Encrypted { get; private init; }

    /// <summary>The message as it came, line ends as CRLF.</summary>
    public string Raw { get; }

    /// <summary>Unfolded and decoded, in the order they came.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>The plain text, lines ending with LF.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The HTML, lines ending with LF, or null when there is none.</summary>
    public string? Html { get; private init; }

    public string Subject => this["Subject"] ?? "";

    public string From => this["From"] ?? "";

    public string To => this["To"] ?? "";

    public string MessageId => (this["Message-ID"] ?? "").Trim('<', '>');

    /// <summary>The one header of that name, or null. Two of them throw: a header was injected.</summary>
    public string? this[string header] =>
        Headers.SingleOrDefault(candidate => candidate.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value;

    public static ReceivedMail ReadFile(string path) => Read(File.ReadAllBytes(path), "", [], null, false);

    public static ReceivedMail Read(byte[] message, string from, ImmutableArray<string> to, string? loggedInAs, bool encrypted)
    {
        var raw = StrictUtf8.GetString(message);
        var (headers, body) = Split(raw);
        string? text = null;
        string? html = null;
        ReadParts(headers, body, ref text, ref html);
        return new ReceivedMail(raw)
        {
            EnvelopeFrom = from,
            EnvelopeTo = to,
            LoggedInAs = loggedInAs,
            Encrypted = encrypted,
            Headers = [.. headers.Select(header => KeyValuePair.Create(header.Key, DecodeWords(header.Value)))],
            Text = text ?? "",
            Html = html,
        };
    }

    private static void ReadParts(List<KeyValuePair<string, string>> headers, string body, ref string? text, ref string? html)
    {
        var type = Value(headers, "Content-Type") ?? "text/plain";
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            var boundary = BoundaryParameter().Match(type).Groups["boundary"].Value;
            var sections = ("\r\n" + body).Split("\r\n--" + boundary);
            if (sections.Length < 3 || !sections[^1].StartsWith("--", StringComparison.Ordinal))
            {
                throw new FormatException("The multipart body is not closed.");
            }

            foreach (var section in sections[1..^1])
            {
                var (partHeaders, partBody) = Split(section[2..]);
                ReadParts(partHeaders, partBody, ref text, ref html);
            }
        }
        else if (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
        {
            html = Decode(headers, body);
        }
        else
        {
            text = Decode(headers, body);
        }
    }

    private static (List<KeyValuePair<string, string>> Headers, string Body) Split(string part)
    {
        var end = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            throw new FormatException("No empty line ends the headers.");
        }

        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in part[..end].Split("\r\n"))
        {
            if (line[0] is ' ' or '\t')
            {
                headers[^1] = KeyValuePair.Create(headers[^1].Key, headers[^1].Value + line);
            }
            else
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                headers.Add(KeyValuePair.Create(line[..colon], line[(colon + 1)..].Trim(' ')));
            }
        }

        return (headers, part[(end + 4)..]);
    }

    private static string Decode(List<KeyValuePair<string, string>> headers, string body)
    {
        var encoding = Value(headers, "Content-Transfer-Encoding") ?? "7bit";
        var bytes = encoding.ToUpperInvariant() switch
        {
            "BASE64" => Convert.FromBase64String(body),
            "QUOTED-PRINTABLE" => FromQuotedPrintable(body),
            "7BIT" or "8BIT" => StrictUtf8.GetBytes(body),
            _ => throw new FormatException($"Unknown transfer encoding {encoding}."),
        };
        return StrictUtf8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static byte[] FromQuotedPrintable(string body)
    {
        var bytes = new List<byte>(body.Length);
        if (body.Contains(" \r\n", StringComparison.Ordinal) || body.Contains("\t\r\n", StringComparison.Ordinal))
        {
            throw new FormatException("A quoted-printable line ends with white space, which a server on the way may trim.");
        }

        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '=')
            {
                bytes.Add(checked((byte)body[i]));
            }
            else if (body.AsSpan(i + 1).StartsWith("\r\n"))
            {
                i += 2;
            }
            else
            {
                bytes.Add(byte.Parse(body.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
        }

        return [.. bytes];
    }

    private static string DecodeWords(string value) =>
        EncodedWord()
            .Replace(
                BetweenEncodedWords().Replace(value, ""),
                match =>
                {
                    if (match.Length > 75)
                    {
                        throw new FormatException("An encoded word is longer than 75 characters.");
                    }

                    var text = match.Groups["text"].Value;
                    var bytes = match.Groups["how"].Value.Equals("B", StringComparison.OrdinalIgnoreCase)
                        ? Convert.FromBase64String(text)
                        : FromQuotedPrintable(text.Replace('_', ' '));
                    return StrictUtf8.GetString(bytes);
                }
            );

    private static string? Value(List<KeyValuePair<string, string>> headers, string name) =>
        headers.SingleOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    [GeneratedRegex(
        "boundary=\"?(?<boundary>[^\";]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex BoundaryParameter();

    [GeneratedRegex(
        @"=\?utf-8\?(?<how>[BQ])\?(?<text>[^?]*)\?=",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(?<=\?=)[ \t]+(?==\?utf-8\?)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BetweenEncodedWords();
}

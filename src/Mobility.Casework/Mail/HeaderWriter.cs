using System.Globalization;
using System.Text;
using NodaTime;

namespace Mobility.Casework.Mail;

/// <summary>
/// Writes a header block (RFC 5322, RFC 2047). Every value is a list of words that must stay whole, and a line is folded only
/// between two of them.
/// </summary>
internal sealed class HeaderWriter
{
    private const int LineLength = 76;
    private const string WordStart = "=?utf-8?B?";
    private const string WordEnd = "?=";

    // What may stand unquoted in a display name (RFC 5322 atext).
    private const string AtomMarks = "!#$%&'*+-/=?^_`{|}~";

    private readonly StringBuilder text = new();

    public override string ToString() => text.ToString();

    public void Text(string name, string value) => Write(name, Words(value, LineLength - name.Length - 2));

    public void Mailboxes(string name, IReadOnlyList<Mailbox> mailboxes)
    {
        var words = new List<string>();
        for (var i = 0; i < mailboxes.Count; i++)
        {
            var mailbox = mailboxes[i];
            if (mailbox.Name is null)
            {
                words.Add(mailbox.Address);
            }
            else
            {
                words.AddRange(DisplayName(mailbox.Name, LineLength - name.Length - 2));
                words.Add($"<{mailbox.Address}>");
            }

            if (i < mailboxes.Count - 1)
            {
                words[^1] += ",";
            }
        }

        Write(name, words);
    }

    public void Date(Instant instant) =>
        Write(
            "Date",
            [instant.InUtc().ToDateTimeUnspecified().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)]
        );

    /// <summary>Words that are written as they are: the caller has made sure of them.</summary>
    public void Exact(string name, params string[] words) => Write(name, words);

    private void Write(string name, IReadOnlyList<string> words)
    {
        text.Append(name).Append(':');
        var length = name.Length + 1;
        for (var i = 0; i < words.Count; i++)
        {
            // The first word stays on the header's own line: a line with nothing but the name confuses old readers.
            if (i > 0 && length + 1 + words[i].Length > LineLength)
            {
                text.Append("\r\n");
                length = 0;
            }

            text.Append(' ').Append(words[i]);
            length += 1 + words[i].Length;
        }

        text.Append("\r\n");
    }

    private static IReadOnlyList<string> Words(string value, int roomOnFirstLine)
    {
        if (IsPrintableAscii(value))
        {
            var words = value.Split(' ');
            // An empty word is a doubled space, which folding would lose.
            if (
                words.All(word => word.Length > 0)
                && words[0].Length <= roomOnFirstLine
                && words.All(word => word.Length < LineLength)
            )
            {
                return words;
            }
        }

        return EncodedWords(value, roomOnFirstLine);
    }

    private static IReadOnlyList<string> DisplayName(string name, int roomOnFirstLine)
    {
        if (IsPrintableAscii(name) && name.Length <= roomOnFirstLine - 2)
        {
            var words = name.Split(' ');
            if (
                words.All(word =>
                    word.Length > 0
                    && word.All(c => char.IsAsciiLetterOrDigit(c) || AtomMarks.Contains(c, StringComparison.Ordinal))
                )
            )
            {
                return words;
            }

            var quoted =
                $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
            if (quoted.Length <= roomOnFirstLine)
            {
                return [quoted];
            }
        }

        return EncodedWords(name, roomOnFirstLine);
    }

    /// <summary>Readers drop the space between two encoded words, so the text may be cut anywhere but inside a character.</summary>
    private static List<string> EncodedWords(string value, int roomOnFirstLine)
    {
        var words = new List<string>();
        var bytes = new List<byte>();
        var room = BytesIn(roomOnFirstLine);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            var size = rune.EncodeToUtf8(utf8);
            if (bytes.Count + size > room)
            {
                words.Add(Encoded(bytes));
                bytes.Clear();
                room = BytesIn(LineLength - 2);
            }

            bytes.AddRange(utf8[..size]);
        }

        words.Add(Encoded(bytes));
        return words;

        static int BytesIn(int room) => (room - WordStart.Length - WordEnd.Length) / 4 * 3;
        static string Encoded(List<byte> bytes) => WordStart + Convert.ToBase64String([.. bytes]) + WordEnd;
    }

    // "=?" would be taken for an encoded word.
    private static bool IsPrintableAscii(string value) =>
        value.All(c => c is >= ' ' and <= '~') && !value.Contains("=?", StringComparison.Ordinal);
}

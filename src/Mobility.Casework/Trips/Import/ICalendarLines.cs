using System.Buffers;
using System.Text;

namespace Mobility.Casework.Trips.Import;

/// <summary>A content line of RFC 5545: a name, its parameters, a value, and the line of the file it starts on.</summary>
internal sealed record ICalendarLine(int Line, string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);

    /// <summary>The value as text, with its escapes undone.</summary>
    public string Text => ICalendarText.Unescape(Value);
}

/// <summary>Unfolds and splits the lines of a calendar. Folds are undone before the bytes become characters: they may lie inside one.</summary>
internal static class ICalendarLines
{
    private static readonly Dictionary<string, string> NoParameters = [];

    public static IEnumerable<ICalendarLine> Read(FileBytes file, ProblemList problems)
    {
        foreach (var (line, text) in Unfolded(file))
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }
            if (Parse(line, text) is { } content)
            {
                yield return content;
            }
            else
            {
                problems.Add(TravelProblemCode.CalendarLineMalformed, line, null, text);
            }
        }
    }

    private static IEnumerable<(int Line, string Text)> Unfolded(FileBytes file)
    {
        var logical = new ArrayBufferWriter<byte>();
        int line = 0,
            startLine = 1,
            position = 0;
        var bytes = file.Bytes;
        while (position < bytes.Length)
        {
            var rest = bytes.Span[position..];
            var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            var length = end < 0 ? rest.Length : end;
            line++;
            if (rest[0] is (byte)' ' or (byte)'\t' && logical.WrittenCount > 0)
            {
                logical.Write(rest[1..length]);
            }
            else
            {
                if (logical.WrittenCount > 0)
                {
                    yield return (startLine, file.Encoding.GetString(logical.WrittenSpan));
                    rest = bytes.Span[position..];
                }
                logical.ResetWrittenCount();
                startLine = line;
                logical.Write(rest[..length]);
            }
            position += length + (rest[length..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1);
        }
        if (logical.WrittenCount > 0)
        {
            yield return (startLine, file.Encoding.GetString(logical.WrittenSpan));
        }
    }

    /// <summary>Splits NAME;PARAM=value;PARAM="quoted:value":value. Null when it is no content line.</summary>
    private static ICalendarLine? Parse(int line, string text)
    {
        var nameEnd = text.AsSpan().IndexOfAny(':', ';');
        if (nameEnd <= 0 || text.AsSpan(0, nameEnd).ContainsAnyExcept(NameCharacters))
        {
            return null;
        }
        var name = text[..nameEnd].ToUpperInvariant();
        if (text[nameEnd] == ':')
        {
            return new ICalendarLine(line, name, NoParameters, text[(nameEnd + 1)..]);
        }
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var position = nameEnd;
        while (position < text.Length && text[position] == ';')
        {
            var equals = text.AsSpan(position).IndexOfAny('=', ':');
            if (equals < 0 || text[position + equals] == ':')
            {
                return null;
            }
            var valueStart = position + equals + 1;
            var valueEnd = EndOfParameter(text, valueStart);
            if (valueEnd < 0)
            {
                return null;
            }
            parameters[text[(position + 1)..(position + equals)]] = text[valueStart..valueEnd].Trim('"');
            position = valueEnd;
        }
        return position < text.Length ? new ICalendarLine(line, name, parameters, text[(position + 1)..]) : null;
    }

    private static int EndOfParameter(string text, int start)
    {
        var quoted = false;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && text[i] is ';' or ':')
            {
                return i;
            }
        }
        return -1;
    }

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
    );
}

/// <summary>The escapes of calendar texts.</summary>
internal static class ICalendarText
{
    public static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length)
            {
                text.Append(value[i]);
                continue;
            }
            i++;
            text.Append(value[i] is 'n' or 'N' ? '\n' : value[i]);
        }
        return text.ToString();
    }

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            _ = c switch
            {
                '\n' => escaped.Append("\\n"),
                '\\' or ';' or ',' => escaped.Append('\\').Append(c),
                '\t' => escaped.Append(c),
                _ when char.IsControl(c) => escaped,
                _ => escaped.Append(c),
            };
        }
        return escaped.ToString();
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mobility.Rules.Residence.Cases;

/// <summary>Cuts a case file into the texts of its cases, so that a case with a slip of JSON does not take the others with it.</summary>
internal static partial class CaseTexts
{
    /// <summary>The text of each case, in the order of the file.</summary>
    /// <exception cref="QuestionException">The file is of another format, or has no cases to be found.</exception>
    public static IReadOnlyList<string> Split(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var top = JsonNodes.Read(document.RootElement, "").Map();
            Check(top.Needed("format").Text());
            top.Optional("generator");
            _ = top.Needed("cases").List(item => item);
            top.Done();
            return document.RootElement.GetProperty("cases").EnumerateArray().Select(item => item.GetRawText()).ToList();
        }
        catch (JsonException error)
        {
            Check(Guess(json, "format") ?? throw new QuestionException($"The file is not valid JSON: {error.Message}"));
            var texts = Scan(json);
            return texts.Count > 0 ? texts : throw new QuestionException($"The file is not valid JSON: {error.Message}");
        }
    }

    /// <summary>The text of a key as it stands, without reading the JSON around it.</summary>
    public static string? Guess(string json, string key) =>
        KeyAndText().Matches(json).FirstOrDefault(match => match.Groups["key"].Value == key)?.Groups["text"].Value;

    private static void Check(string format)
    {
        if (format != CaseFile.Format)
        {
            throw new QuestionException($"'format' must be {CaseFile.Format}, not '{format}'.");
        }
    }

    /// <summary>The objects of the list of cases, found by their brackets. A case whose brackets do not close ends where the next id begins.</summary>
    private static List<string> Scan(string json)
    {
        var texts = new List<string>();
        var list = Cases().Match(json);
        if (!list.Success)
        {
            return texts;
        }

        var start = -1;
        var depth = 0;
        var quoted = false;
        for (var i = list.Index + list.Length; i < json.Length; i++)
        {
            switch (json[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '\n' when quoted:
                    quoted = false;
                    break;
                case '{' when !quoted:
                    if (start >= 0 && depth > 0 && NextCase().IsMatch(json.AsSpan(i)))
                    {
                        texts.Add(json[start..i]);
                        depth = 0;
                    }

                    start = depth == 0 ? i : start;
                    depth++;
                    break;
                case '}' when !quoted && depth > 0:
                    depth--;
                    if (depth == 0)
                    {
                        texts.Add(json[start..(i + 1)]);
                        start = -1;
                    }

                    break;
            }
        }

        if (depth > 0)
        {
            texts.Add(json[start..]);
        }

        return texts;
    }

    [GeneratedRegex(
        "\"(?<key>[a-z_]+)\"\\s*:\\s*\"(?<text>[^\"\\n]*)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex KeyAndText();

    [GeneratedRegex("\"cases\"\\s*:\\s*\\[", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cases();

    [GeneratedRegex("^\\{\\s*\"id\"\\s*:", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NextCase();
}

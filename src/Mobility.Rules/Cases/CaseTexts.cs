using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mobility.Rules.Cases;

/// <summary>The text of one case.</summary>
/// <param name="Json">As it stands in the file.</param>
/// <param name="Line">Line of the file on which it begins, from 1.</param>
internal sealed record CaseText(string Json, int Line);

/// <summary>Cuts a case file into the texts of its cases, so that a case with a slip of JSON does not take the others with it.</summary>
/// <param name="Format">The format of the file, one of those the program reads.</param>
/// <param name="Cases">The text of each case, in the order of the file.</param>
/// <param name="Problem">Why the file as a whole is not valid JSON; null when it is.</param>
internal sealed partial record CaseTexts(string Format, IReadOnlyList<CaseText> Cases, string? Problem)
{
    /// <summary>Cuts a file.</summary>
    /// <exception cref="QuestionException">The file is of another format, or has no cases to be found.</exception>
    public static CaseTexts Split(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new QuestionException("The file must be keys and values: 'format' and 'cases'.");
            }

            var top = JsonNodes.Read(document.RootElement, "").Map();
            var format = Check(top.Needed("format").Text());
            top.Optional("generator");
            _ = top.Needed("cases").List(item => item);
            top.Done();
            var cases = document.RootElement.GetProperty("cases").EnumerateArray();
            return new(format, [.. cases.Select(item => new CaseText(item.GetRawText(), Line: 1))], Problem: null);
        }
        catch (JsonException error)
        {
            var problem = $"The file is not valid JSON, {Say(error)}";
            var format = Check(Guess(json, "format") ?? throw new QuestionException(problem));
            var texts = Scan(json);
            return texts.Count > 0 ? new(format, texts, problem) : throw new QuestionException(problem);
        }
    }

    /// <summary>Where in the file a text stops being JSON, and why.</summary>
    /// <param name="error">What the reader says.</param>
    /// <param name="from">Line on which the text begins.</param>
    public static string Say(JsonException error, int from = 1) =>
        $"line {from + (error.LineNumber ?? 0)}: {error.Message.Split(" LineNumber:")[0]}";

    /// <summary>The text of a key as it stands, without reading the JSON around it.</summary>
    public static string? Guess(string json, string key) =>
        KeyAndText().Matches(json).FirstOrDefault(match => match.Groups["key"].Value == key)?.Groups["text"].Value;

    private static string Check(string format) =>
        CaseFormats.All.ContainsKey(format)
            ? format
            : throw new QuestionException($"'format' must be {string.Join(" or ", CaseFormats.All.Keys)}, not '{format}'.");

    /// <summary>The objects of the list of cases, found by their brackets. A case whose brackets do not close ends where the next id begins.</summary>
    private static List<CaseText> Scan(string json)
    {
        var texts = new List<CaseText>();
        var list = ListOfCases().Match(json);
        if (!list.Success)
        {
            return texts;
        }

        var (line, counted) = (1, 0);
        CaseText Text(int from, int to)
        {
            line += json.AsSpan(counted, from - counted).Count('\n');
            counted = from;
            return new(json[from..to], line);
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
                        texts.Add(Text(start, i));
                        depth = 0;
                    }

                    start = depth == 0 ? i : start;
                    depth++;
                    break;
                case '}' when !quoted && depth > 0:
                    depth--;
                    if (depth == 0)
                    {
                        texts.Add(Text(start, i + 1));
                        start = -1;
                    }

                    break;
            }
        }

        if (depth > 0)
        {
            texts.Add(Text(start, json.Length));
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
    private static partial Regex ListOfCases();

    [GeneratedRegex("^\\{\\s*\"id\"\\s*:", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NextCase();
}

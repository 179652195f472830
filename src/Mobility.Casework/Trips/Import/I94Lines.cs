using System.Text.RegularExpressions;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>A line of the list: the day on which somebody crossed the border, which way and where.</summary>
/// <param name="IsArrival">Whether it was into the country.</param>
/// <param name="Typed">The day as written.</param>
/// <param name="Date">The day, once the order of its numbers is known.</param>
/// <param name="Place">The port, or its code; empty when the list does not say.</param>
/// <param name="Line">The line, counted from 1.</param>
internal sealed record I94Crossing(bool IsArrival, string Typed, LocalDate Date, string Place, int Line);

/// <summary>
/// Takes a copied travel history apart: crossings, the name above them, and what is neither. A line within the list that is no crossing is a
/// problem; what stands above and below is the rest of the page.
/// </summary>
internal sealed class I94Lines
{
    /// <summary>No line of the list is longer; what is, is text.</summary>
    private const int LongestLine = 200;

    private readonly List<(int Line, string Text)> _others = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, int Line)> _travellers = [];
    private int? _tooMany;

    private I94Lines() { }

    public List<I94Crossing> Crossings { get; } = [];

    public IReadOnlyList<string> Travellers => [.. _travellers.Select(traveller => traveller.Name)];

    public static I94Lines Read(string text, int most)
    {
        var lines = new I94Lines();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (!lines.Take(line.Trim(" \t\uFEFF\u00A0").ToString(), number, most))
            {
                break;
            }
        }
        lines.NameOf(number);
        return lines;
    }

    public void TellProblems(ProblemList problems, int most)
    {
        if (_tooMany is { } tooMany)
        {
            problems.Add(TravelProblemCode.TooManyRows, tooMany, null, null, most);
        }
        foreach (var (name, line) in _travellers.Skip(1))
        {
            problems.Add(TravelProblemCode.SeveralTravellers, line, null, name, _travellers[0].Name, _travellers[0].Line);
        }
        var (first, last) = (Crossings[0].Line, Crossings[^1].Line);
        int outside = 0,
            firstOutside = 0;
        foreach (var (line, text) in _others)
        {
            if ((line > first && line < last) || (text.Length <= LongestLine && Direction.IsMatch(text) && Date.IsMatch(text)))
            {
                problems.Add(TravelProblemCode.CrossingNotUnderstood, line, null, text);
            }
            else if (++outside == 1)
            {
                firstOutside = line;
            }
        }
        if (outside > 0)
        {
            problems.Note(TravelProblemCode.LinesAroundHistory, firstOutside, null, null, outside);
        }
    }

    private bool Take(string line, int number, int most)
    {
        if (line.Length == 0 || IsHeader(line))
        {
            return true;
        }
        if (line.Length <= LongestLine && Crossing.Match(line) is { Success: true } match)
        {
            if (Crossings.Count >= most)
            {
                _tooMany = number;
                return false;
            }
            var arrival = match.Groups["way"].ValueSpan.StartsWith("arriv", StringComparison.OrdinalIgnoreCase);
            var place = match.Groups["place"].Value.Trim(' ', '\t', '"', ',', ';', '|');
            Crossings.Add(new I94Crossing(arrival, match.Groups["date"].Value, default, place, number));
        }
        else if (line.Length > LongestLine || Label.Match(line) is not { Success: true } label || !TakeName(label, number))
        {
            _others.Add((number, line));
        }
        return true;
    }

    /// <summary>The heads of the columns, which a print repeats on each page.</summary>
    private static bool IsHeader(string line)
    {
        if (line.Length > LongestLine)
        {
            return false;
        }
        var words = HeaderText.Key(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Contains("date") && words.All(word => word is "row" or "date" or "type" or "location" or "port" or "no");
    }

    private bool TakeName(Match label, int number)
    {
        var part = HeaderText.Key(label.Groups["label"].Value) switch
        {
            "last surname" or "last name" or "surname" or "family name" or "last name surname" => "last",
            "first name" or "first" or "given name" or "given names" or "first given name" => "first",
            "name" or "full name" or "traveler" or "traveller" or "traveler name" or "traveller name" or "travel history for" =>
                "whole",
            _ => null,
        };
        if (part is null)
        {
            return false;
        }
        if (_names.ContainsKey(part))
        {
            NameOf(number);
        }
        _names[part] = label.Groups["value"].Value.Trim();
        return true;
    }

    /// <summary>Puts the parts of a name together that were read so far.</summary>
    private void NameOf(int line)
    {
        var name =
            _names.GetValueOrDefault("whole")
            ?? string.Join(' ', new[] { _names.GetValueOrDefault("first"), _names.GetValueOrDefault("last") }.OfType<string>());
        _names.Clear();
        if (name.Length > 0 && !_travellers.Exists(known => HeaderText.Key(known.Name) == HeaderText.Key(name)))
        {
            _travellers.Add((name, line));
        }
    }

    private const string Day =
        @"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{8}"
        + @"|\d{4}[ -]\p{L}{3,10}\.?[ -]\d{1,2}|\p{L}{3,10}\.? \d{1,2},? \d{4}|\d{1,2}[ -]\p{L}{3,10}\.?[ -]\d{4}";

    private const string Way = "arrival|departure|arrived|departed";

    private const string Apart = @"(?:""?\s*[\t,;|]\s*""?|\s+)";

    // What people paste can be anything: these take time by the length of the line alone.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex Crossing = new(
        $$"""^[|"]?\s*(?:\d{1,4}[.)]?{{Apart}})?(?:(?<date>{{Day}})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)?{{Apart}}(?<way>{{Way}})|(?<way>{{Way}}){{Apart}}(?<date>{{Day}}))(?:{{Apart}}(?<place>.*))?["|]?\s*$""",
        Options
    );

    private static readonly Regex Direction = new($@"\b(?:{Way})\b", Options);

    private static readonly Regex Date = new($@"\b(?:{Day})\b", Options);

    private static readonly Regex Label = new(@"^(?<label>[^:\t]{2,40}?)\s*[:\t]\s*(?<value>\S.*)$", Options);
}

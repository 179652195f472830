using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>The countries that a text names: exactly one is an answer, none or several are not.</summary>
internal readonly record struct CountryAnswer(IReadOnlyList<string> Codes)
{
    public string? Code => Codes is [var only] ? only : null;
}

/// <summary>Finds countries in what people type. It looks up whole names only, and never chooses between two.</summary>
internal sealed class CountryText(Countries countries)
{
    private const int CacheLimit = 5_000;
    private const int LongestName = 80;

    private static readonly CountryAnswer None = new([]);

    private readonly Dictionary<string, CountryAnswer> _cells = new(StringComparer.Ordinal);

    /// <summary>A cell that should be a country: "Germany", "DE", "Berlin, Germany", "Germany (Berlin)", "DE - Germany".</summary>
    public CountryAnswer InCell(string cell)
    {
        if (cell.Length > LongestName * 2)
        {
            return None;
        }
        if (_cells.TryGetValue(cell, out var known))
        {
            return known;
        }
        var answer =
            Whole(cell)
            ?? Distinct(
                Parts(cell, ',', '(', ')', '/', ';', '|', '–')
                    .Concat(Parts(cell.Replace(" - ", "|", StringComparison.Ordinal), '|'))
            );
        if (_cells.Count < CacheLimit)
        {
            _cells.Add(cell, answer);
        }
        return answer;
    }

    /// <summary>
    /// The place or the title of a calendar event. A part between commas, line breaks or dashes must be a country's name as a
    /// whole: "Call with the Germany team" is no journey. Codes of two or three letters count only when they are the whole text,
    /// since within it they may be a federal state or an airport.
    /// </summary>
    public CountryAnswer InEvent(string? place, string? title)
    {
        var travel = WithoutTravelWords(title ?? "");
        return Distinct([.. InText(place ?? "").Codes, .. InText(travel).Codes], code => code);
    }

    /// <summary>The only time zone of a country; null when it has several, or none is known.</summary>
    public DateTimeZone? OnlyZoneOf(string code) =>
        countries.Find(code)?.TimeZones is [var only] ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(only) : null;

    private CountryAnswer InText(string text)
    {
        if (Whole(text) is { } whole)
        {
            return whole;
        }
        var parts = Parts(text, ',', ';', '\n', '(', ')', '–', '—', '|', ':', '→', '&', '+', '/')
            .SelectMany(part => part.Split([" - ", " and ", " und ", " et ", " y "], StringSplitOptions.TrimEntries));
        return Distinct(parts.Where(IsName));
    }

    /// <summary>Long enough for a name, or a usual short form ("UK", "U.S.") that is not merely the country's code.</summary>
    private bool IsName(string part)
    {
        var plain = WithoutDots(part);
        return plain.Length > 3
            || countries.Find(plain)?.Aliases.Any(alias => WithoutDots(alias).Equals(plain, StringComparison.OrdinalIgnoreCase))
                == true;
    }

    private static string WithoutDots(string text) => text.Replace(".", "", StringComparison.Ordinal);

    /// <summary>The country whose name is nearest, when one is near and no other is as near.</summary>
    public string? Nearest(string typed)
    {
        var sought = HeaderText.Key(typed);
        if (sought.Length is < 3 or > LongestName)
        {
            return null;
        }
        var allowed = Math.Max(1, sought.Length / 4);
        var best = allowed + 1;
        Country? nearest = null;
        foreach (var country in countries.All)
        {
            var distance = country.Aliases.Append(country.Name).Min(name => Distance(sought, HeaderText.Key(name), allowed));
            if (distance <= allowed && distance <= best)
            {
                nearest = distance < best ? country : null;
                best = distance;
            }
        }
        return nearest?.Name;
    }

    private static int Distance(string sought, string name, int allowed) =>
        name.Length <= 3 || Math.Abs(name.Length - sought.Length) > allowed ? int.MaxValue : EditDistance.Between(sought, name);

    private CountryAnswer? Whole(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length is > 0 and <= LongestName && countries.Find(trimmed) is { } country
            ? new CountryAnswer([country.Code])
            : null;
    }

    private CountryAnswer Distinct(IEnumerable<string> parts) => Distinct(parts, part => Whole(part)?.Code);

    private static CountryAnswer Distinct(IEnumerable<string> parts, Func<string, string?> code) =>
        new([.. parts.Select(code).OfType<string>().Distinct(StringComparer.Ordinal)]);

    private static string[] Parts(string text, params char[] separators) =>
        text.Split(separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static readonly string[] TravelWords =
    [
        "business trip to",
        "business trip",
        "work trip to",
        "trip to",
        "travel to",
        "travelling to",
        "traveling to",
        "flight to",
        "fly to",
        "train to",
        "drive to",
        "visit to",
        "visiting",
        "visit",
        "stay in",
        "working in",
        "holiday in",
        "vacation in",
        "assignment in",
        "secondment to",
        "secondment in",
        "trip",
        "travel",
        "in",
        "dienstreise nach",
        "geschäftsreise nach",
        "dienstreise",
        "geschäftsreise",
        "reise nach",
        "flug nach",
        "urlaub in",
        "aufenthalt in",
        "voyage en",
        "voyage au",
        "voyage aux",
        "voyage à",
        "vol vers",
        "déplacement en",
        "déplacement au",
        "déplacement",
        "séjour en",
        "séjour au",
        "viaje a",
        "vuelo a",
        "estancia en",
    ];

    private static string WithoutTravelWords(string title)
    {
        var text = title.Trim();
        foreach (var words in TravelWords)
        {
            if (
                text.Length > words.Length
                && text.StartsWith(words, StringComparison.OrdinalIgnoreCase)
                && !char.IsLetterOrDigit(text[words.Length])
            )
            {
                return text[words.Length..].TrimStart(' ', ':', '-', '–');
            }
        }
        const string after = " trip";
        return text.EndsWith(after, StringComparison.OrdinalIgnoreCase) ? text[..^after.Length] : text;
    }
}

/// <summary>How many letters must be put in, left out, changed or swapped with their neighbour to make one word of another.</summary>
internal static class EditDistance
{
    public static int Between(string a, string b)
    {
        var twoBack = new int[b.Length + 1];
        var oneBack = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            oneBack[j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(oneBack[j] + 1, current[j - 1] + 1), oneBack[j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], twoBack[j - 2] + 1);
                }
            }
            (twoBack, oneBack, current) = (oneBack, current, twoBack);
        }
        return oneBack[b.Length];
    }
}

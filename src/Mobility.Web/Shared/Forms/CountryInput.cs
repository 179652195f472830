using System.Globalization;
using Mobility.Rules;

namespace Mobility.Web.Shared.Forms;

/// <summary>Reads countries as people type them: a code, a name in English or in the reader's language.</summary>
public static class CountryInput
{
    public static string? Read(Countries countries, string? text, CultureInfo culture)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        var typed = text.Trim();
        return (
            countries.Find(typed) ?? countries.All.FirstOrDefault(c => IsSame(countries.NameOf(c.Code, culture), typed, culture))
        )?.Code;
    }

    private static bool IsSame(string name, string typed, CultureInfo culture) =>
        culture.CompareInfo.Compare(name, typed, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) == 0;

    /// <summary>Several countries with commas between; what is none of them is in <paramref name="unknown"/>.</summary>
    public static IReadOnlyList<string> ReadAll(
        Countries countries,
        string? text,
        CultureInfo culture,
        out IReadOnlyList<string> unknown
    )
    {
        var codes = new List<string>();
        var others = new List<string>();
        foreach (
            var part in (text ?? "").Split(
                [',', ';', '/'],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            if (Read(countries, part, culture) is { } code)
            {
                codes.Add(code);
            }
            else
            {
                others.Add(part);
            }
        }
        unknown = others;
        return [.. codes.Distinct()];
    }
}

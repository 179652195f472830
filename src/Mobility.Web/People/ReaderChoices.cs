using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Mobility.Casework.People;
using NodaTime.TimeZones;

namespace Mobility.Web.People;

/// <summary>The languages and time zones somebody can choose from, in the order in which they are looked for.</summary>
public static class ReaderChoices
{
    // Languages whose dates, numbers and country names the program writes. The first is what nobody chose.
    private static readonly string[] LanguageTags =
    [
        "en-GB",
        "en-US",
        "ar",
        "cs",
        "da",
        "de",
        "el",
        "es",
        "fi",
        "fr",
        "he",
        "hi",
        "hu",
        "it",
        "ja",
        "ko",
        "nb",
        "nl",
        "pl",
        "pt-BR",
        "pt-PT",
        "ro",
        "ru",
        "sk",
        "sv",
        "th",
        "tr",
        "uk",
        "vi",
        "zh-Hans",
        "zh-Hant",
    ];

    private static readonly IReadOnlyList<string> ZoneIds =
    [
        "Etc/UTC",
        .. (TzdbDateTimeZoneSource.Default.ZoneLocations ?? [])
            .Select(l => l.ZoneId)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Each by its own name. <paramref name="current"/> is among them also when it is an unusual one.</summary>
    public static IEnumerable<SelectListItem> Languages(string? current) =>
        With(LanguageTags, OwnAccount.IsLanguage(current) ? current : null)
            .Select(tag => new SelectListItem(CultureInfo.GetCultureInfo(tag).NativeName, tag));

    /// <summary>By continent, the city's underscores as spaces.</summary>
    public static IEnumerable<SelectListItem> Zones(string? current)
    {
        var groups = new Dictionary<string, SelectListGroup>(StringComparer.Ordinal);
        foreach (var id in With(ZoneIds, current))
        {
            var continent = id[..Math.Max(0, id.IndexOf('/', StringComparison.Ordinal))];
            if (!groups.TryGetValue(continent, out var group))
            {
                groups[continent] = group = new SelectListGroup { Name = continent.Length == 0 ? id : continent };
            }
            yield return new SelectListItem(id.Replace('_', ' '), id) { Group = group };
        }
    }

    private static IEnumerable<string> With(IReadOnlyList<string> known, string? current) =>
        string.IsNullOrEmpty(current) || known.Contains(current, StringComparer.Ordinal) ? known : known.Prepend(current);
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Mobility.Rules;

/// <summary>A country or territory with an ISO 3166 code.</summary>
/// <param name="Code">Alpha-2, upper case.</param>
/// <param name="Alpha3">Alpha-3, upper case.</param>
/// <param name="Name">Short English name.</param>
/// <param name="Aliases">Other ways people write it.</param>
/// <param name="TimeZones">IANA time zones; the first is the one most people live in.</param>
public sealed record Country(
    string Code,
    string Alpha3,
    string Name,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> TimeZones
);

/// <summary>The countries of <c>countries.yaml</c>.</summary>
public sealed class Countries
{
    private static readonly ConcurrentDictionary<(string Code, string Language), string?> LocalNames = new();

    private readonly Dictionary<string, Country> _byCode;
    private readonly Dictionary<string, Country> _byKey = [];

    internal Countries(IReadOnlyList<Country> all)
    {
        All = all.OrderBy(country => country.Name, StringComparer.Ordinal).ToList();
        _byCode = all.ToDictionary(country => country.Code);
        foreach (var country in all)
        {
            foreach (var key in Keys(country))
            {
                _byKey[key] = country;
            }
        }
    }

    /// <summary>Every country, by English name.</summary>
    public IReadOnlyList<Country> All { get; }

    /// <summary>
    /// The country somebody means by a code, a name or a usual other name, whatever the case, accents, dots and spaces; null when it is not
    /// known, never a guess.
    /// </summary>
    public Country? Find(string? text) => text is not null && _byKey.TryGetValue(Key(text), out var country) ? country : null;

    /// <summary>The country's name in the reader's language, else in English; the code itself when it is unknown.</summary>
    /// <param name="code">ISO 3166 alpha-2 code.</param>
    /// <param name="culture">The reader's language.</param>
    public string NameOf(string code, CultureInfo culture) =>
        LocalName(code, culture) ?? (_byCode.TryGetValue(code, out var country) ? country.Name : code);

    /// <summary>The name ICU has for a country in a language; null when it has none.</summary>
    internal static string? LocalName(string code, CultureInfo culture)
    {
        var language = culture.Equals(CultureInfo.InvariantCulture) ? "en" : culture.TwoLetterISOLanguageName;
        return LocalNames.GetOrAdd((code, language), static key => ReadLocalName(key.Code, key.Language));
    }

    /// <summary>The native name of a region of that language ("fr-DE") is the country's name in the language: Allemagne.</summary>
    private static string? ReadLocalName(string code, string language)
    {
        if (code.Length != 2 || !code.All(char.IsAsciiLetterUpper))
        {
            return null;
        }

        try
        {
            var name = new RegionInfo($"{language}-{code}").NativeName;
            return name == code ? null : name;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Every way to find a country, in the form <see cref="Key"/> gives.</summary>
    internal static IEnumerable<string> Keys(Country country) =>
        country.Aliases.Append(country.Name).Append(country.Alpha3).Append(country.Code).Select(Key).Distinct();

    /// <summary>Letters and digits only, without accents, in capitals: "Côte d'Ivoire" is COTEDIVOIRE, "U.S.A." is USA.</summary>
    private static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(letter))
            {
                key.Append(char.ToUpperInvariant(letter));
            }
            else if (letter == '&')
            {
                key.Append("AND");
            }
        }

        return key.ToString();
    }
}

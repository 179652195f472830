using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;

namespace Mobility.Casework.Trips.Ledger;

/// <summary>
/// Journeys over the date line. Eastward one can arrive on the day before one left, by the calendars of the two places; westward a day is left
/// out that the traveller never had.
/// </summary>
public static class DateLine
{
    /// <summary>
    /// How far apart the clocks must be. Where they are closer, the flight takes longer than the clocks go back, and nobody arrives on the date
    /// before the one of departure.
    /// </summary>
    private static readonly Duration FarApart = Duration.FromHours(16);

    // By the clocks of a winter's day: daylight saving moves no country over the line.
    private static readonly FrozenDictionary<string, (Offset First, Offset Last)> Clocks = (
        TzdbDateTimeZoneSource.Default.ZoneLocations ?? []
    )
        .GroupBy(zone => zone.CountryCode)
        .ToFrozenDictionary(
            country => country.Key,
            country =>
            {
                var offsets = country
                    .Select(zone => DateTimeZoneProviders.Tzdb[zone.ZoneId].GetUtcOffset(Instant.FromUtc(2026, 1, 15, 12, 0)))
                    .ToList();
                return (offsets.Min(), offsets.Max());
            }
        );

    /// <summary>Whether one can leave the first country and be in the second on the date before: from Japan to the United States.</summary>
    public static bool GainsADay(string? from, string? to) => IsAhead(from, to);

    /// <summary>Whether on the way from the first country to the second a date can be passed over: from the United States to New Zealand.</summary>
    public static bool LosesADay(string? from, string? to) => IsAhead(to, from);

    private static bool IsAhead(string? one, string? other) =>
        one is not null
        && other is not null
        && one != other
        && Clocks.TryGetValue(one, out var ahead)
        && Clocks.TryGetValue(other, out var behind)
        && Duration.FromSeconds(ahead.Last.Seconds - behind.First.Seconds) >= FarApart;
}

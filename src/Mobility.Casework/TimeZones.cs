using NodaTime;

namespace Mobility.Casework;

public static class TimeZones
{
    /// <summary>
    /// The zone of an IANA name. One that the zone database no longer knows is read as UTC: a reminder some hours off beats none.
    /// </summary>
    public static DateTimeZone Of(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? DateTimeZone.Utc;

    /// <summary>The date it is at <paramref name="now"/> in a zone.</summary>
    public static LocalDate DateIn(this Instant now, string zone) => now.InZone(Of(zone)).Date;
}

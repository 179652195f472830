using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Mobility.Casework.Trips.Import;

/// <summary>A date or a date and time of a calendar, as written there.</summary>
/// <param name="Local">The local time; midnight for a date.</param>
/// <param name="IsDate">Whether it is a date alone.</param>
/// <param name="IsUtc">Whether it is in UTC.</param>
/// <param name="Zone">The zone it names, when that is known; null when it floats.</param>
/// <param name="UnknownZone">The zone it names, when that is not known.</param>
internal readonly record struct ICalendarTime(
    LocalDateTime Local,
    bool IsDate,
    bool IsUtc,
    DateTimeZone? Zone,
    string? UnknownZone
)
{
    private static readonly LocalDatePattern DatePattern = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly LocalDateTimePattern TimePattern = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuuMMdd'T'HHmmss"
    );

    /// <summary>The instant, for comparing; a floating time is taken for UTC.</summary>
    public Instant Instant => (Zone is null ? Local.InUtc() : Local.InZoneLeniently(Zone)).ToInstant();

    public LocalDate DateIn(DateTimeZone zoneOfUtc) => IsUtc ? Instant.InZone(zoneOfUtc).Date : Local.Date;

    /// <summary>Null when it is neither a date nor a time.</summary>
    public static ICalendarTime? Parse(string value, string? tzid, ICalendarZones zones)
    {
        var text = value.Trim();
        if (DatePattern.Parse(text) is { Success: true } date)
        {
            return new ICalendarTime(date.Value.AtMidnight(), true, false, null, null);
        }
        var utc = text.EndsWith('Z');
        // RFC 5545 allows a leap second, which no calendar day hangs on.
        text =
            (utc ? text[..^1] : text) is { Length: 15 } time && time.EndsWith("60", StringComparison.Ordinal)
                ? string.Concat(time.AsSpan(0, 13), "59")
                : text.TrimEnd('Z');
        if (TimePattern.Parse(text) is not { Success: true } read)
        {
            return null;
        }
        if (utc)
        {
            return new ICalendarTime(read.Value, false, true, DateTimeZone.Utc, null);
        }
        var zone = tzid is null ? null : zones.Find(tzid);
        return new ICalendarTime(read.Value, false, false, zone, zone is null ? tzid : null);
    }
}

/// <summary>The time zones that the calendar's names mean: IANA names, Windows names, names with a vendor's prefix.</summary>
internal sealed class ICalendarZones
{
    private readonly Dictionary<string, DateTimeZone?> _known = new(StringComparer.Ordinal);

    /// <summary>A VTIMEZONE of the file that says which place it stands for (X-LIC-LOCATION).</summary>
    public void Define(string tzid, string location)
    {
        if (Lookup(tzid) is null && Lookup(location) is { } zone)
        {
            _known[tzid] = zone;
        }
    }

    public DateTimeZone? Find(string tzid)
    {
        if (!_known.TryGetValue(tzid, out var zone))
        {
            zone = Lookup(tzid);
            _known[tzid] = zone;
        }
        return zone;
    }

    private static DateTimeZone? Lookup(string tzid)
    {
        var name = tzid.Trim().Trim('"');
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone)
        {
            return zone;
        }
        if (TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(name, out var iana))
        {
            return DateTimeZoneProviders.Tzdb.GetZoneOrNull(iana);
        }
        // "/mozilla.org/20050126_1/Europe/Berlin": the name is at the end.
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash >= 0 && slash + 1 < name.Length ? Lookup(name[(slash + 1)..]) : null;
    }
}

/// <summary>Durations of RFC 5545: P3D, PT1H30M, P1W.</summary>
internal static class ICalendarDuration
{
    /// <summary>The whole days and the time of day of a duration; null when it is none, or runs backwards.</summary>
    public static Period? Parse(string value)
    {
        var text = value.Trim().TrimStart('+');
        if (text is not ['P', .., _] || text.Length > 40)
        {
            return null;
        }
        var period = new PeriodBuilder();
        var number = new StringBuilder();
        bool inTime = false,
            any = false;
        foreach (var c in text.AsSpan(1))
        {
            if (char.IsAsciiDigit(c) && number.Length < (inTime ? 7 : 5))
            {
                number.Append(c);
                continue;
            }
            if (c == 'T' && !inTime && number.Length == 0)
            {
                inTime = true;
                continue;
            }
            if (number.Length == 0)
            {
                return null;
            }
            var count = int.Parse(number.ToString(), NumberStyles.None, CultureInfo.InvariantCulture);
            number.Clear();
            any = true;
            switch (c, inTime)
            {
                case ('W', false):
                    period.Weeks = count;
                    break;
                case ('D', false):
                    period.Days = count;
                    break;
                case ('H', true):
                    period.Hours = count;
                    break;
                case ('M', true):
                    period.Minutes = count;
                    break;
                case ('S', true):
                    period.Seconds = count;
                    break;
                default:
                    return null;
            }
        }
        return any && number.Length == 0 ? period.Build() : null;
    }
}

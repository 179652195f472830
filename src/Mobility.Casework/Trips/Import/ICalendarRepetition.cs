using System.Globalization;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>The repetitions that are read: daily and weekly ones with an end. Every other rule is named and not expanded.</summary>
internal sealed class ICalendarRepetition
{
    private bool _weekly;
    private int _interval = 1;
    private int? _count;
    private ICalendarTime? _until;
    private IsoDayOfWeek _weekStart = IsoDayOfWeek.Monday;
    private List<IsoDayOfWeek> _days = [];

    private static readonly Dictionary<string, IsoDayOfWeek> Days = new(StringComparer.Ordinal)
    {
        ["MO"] = IsoDayOfWeek.Monday,
        ["TU"] = IsoDayOfWeek.Tuesday,
        ["WE"] = IsoDayOfWeek.Wednesday,
        ["TH"] = IsoDayOfWeek.Thursday,
        ["FR"] = IsoDayOfWeek.Friday,
        ["SA"] = IsoDayOfWeek.Saturday,
        ["SU"] = IsoDayOfWeek.Sunday,
    };

    /// <summary>Null with the reason when the rule is not one of those that are read.</summary>
    public static ICalendarRepetition? Parse(string rule, ICalendarZones zones, out TravelProblemCode reason)
    {
        reason = TravelProblemCode.RepetitionNotSupported;
        var repetition = new ICalendarRepetition();
        var frequency = "";
        foreach (var part in rule.Trim().Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            if (
                pair is not [var key, { Length: > 0 } value]
                || !repetition.Take(key.ToUpperInvariant(), value.ToUpperInvariant(), zones, ref frequency)
            )
            {
                return null;
            }
        }
        repetition._weekly = frequency == "WEEKLY";
        if (frequency is not ("DAILY" or "WEEKLY") || (!repetition._weekly && repetition._days.Count > 0))
        {
            return null;
        }
        if (repetition._count is null && repetition._until is null)
        {
            reason = TravelProblemCode.RepetitionWithoutEnd;
            return null;
        }
        return repetition;
    }

    /// <summary>The local starts, the first one first. There may be more than anyone wants: the caller stops.</summary>
    public IEnumerable<LocalDateTime> Starts(ICalendarTime first)
    {
        var given = 0;
        foreach (var start in Unbounded(first.Local))
        {
            if (given == _count || IsPast(start, first))
            {
                yield break;
            }
            given++;
            yield return start;
        }
    }

    private bool Take(string key, string value, ICalendarZones zones, ref string frequency)
    {
        switch (key)
        {
            case "FREQ":
                frequency = value;
                return true;
            case "INTERVAL":
                return Number(value, out _interval);
            case "COUNT":
                var read = Number(value, out var count);
                _count = count;
                return read;
            case "UNTIL":
                _until = ICalendarTime.Parse(value, null, zones);
                return _until is not null;
            case "WKST":
                return Days.TryGetValue(value, out _weekStart);
            case "BYDAY":
                var names = value.Split(',');
                _days = [.. names.Where(Days.ContainsKey).Select(name => Days[name])];
                return _days.Count == names.Length;
            default:
                return false;
        }
    }

    private IEnumerable<LocalDateTime> Unbounded(LocalDateTime first)
    {
        if (!_weekly || _days.Count == 0)
        {
            for (var day = first; ; day = day.PlusDays(_weekly ? 7 * _interval : _interval))
            {
                yield return day;
                if (day.Year > WrittenDates.LastYear)
                {
                    yield break;
                }
            }
        }
        // The first start counts even where it is on none of the days.
        yield return first;
        var week = first.Date.PlusDays(-((first.DayOfWeek - _weekStart + 7) % 7));
        var offsets = _days.Select(day => (day - _weekStart + 7) % 7).Distinct().Order().ToList();
        for (; week.Year <= WrittenDates.LastYear; week = week.PlusWeeks(_interval))
        {
            foreach (var offset in offsets)
            {
                var start = week.PlusDays(offset).At(first.TimeOfDay);
                if (start > first)
                {
                    yield return start;
                }
            }
        }
    }

    private bool IsPast(LocalDateTime start, ICalendarTime first)
    {
        if (_until is not { } until)
        {
            return false;
        }
        if (until.IsDate || first.IsDate)
        {
            return start.Date > until.Local.Date;
        }
        return until.IsUtc && first.Zone is not null
            ? (first with { Local = start }).Instant > until.Instant
            : start > until.Local;
    }

    private static bool Number(string value, out int number) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}

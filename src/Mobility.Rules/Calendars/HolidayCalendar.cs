using NodaTime;

namespace Mobility.Rules.Calendars;

/// <summary>The holidays of one area over the years for which they were collected.</summary>
public sealed class HolidayCalendar
{
    private readonly ILookup<LocalDate, Holiday> _byDate;
    private readonly Dictionary<LocalDate, Holiday> _off = [];
    private readonly HashSet<LocalDate> _worked = [];

    internal HolidayCalendar(HolidayCalendarHead head, IReadOnlyList<Holiday> days)
    {
        Key = head.Key;
        Label = head.Label;
        Country = head.Country;
        FirstYear = head.FirstYear;
        LastYear = head.LastYear;
        Weekend = head.Weekend;
        WeekendForTimeLimits = head.WeekendForTimeLimits;
        File = head.File;
        Days = days.OrderBy(day => day.Date).ThenBy(day => day.Name, StringComparer.Ordinal).ToList();
        _byDate = Days.ToLookup(day => day.Date);
        foreach (var day in Days)
        {
            if (day.Kind == HolidayKind.MakeUpWorkingDay)
            {
                _worked.Add(day.Date);
            }
            else if (day.CountsAsOff)
            {
                _off.TryAdd(day.Date, day);
            }
        }
    }

    /// <summary>Its name in rules: a country code, with a part of the country or a purpose behind a dash: <c>DE-BY</c>, <c>NL-ATW</c>.</summary>
    public string Key { get; }

    /// <summary>Whose days it has, in English.</summary>
    public string Label { get; }

    /// <summary>ISO 3166 alpha-2 code.</summary>
    public string Country { get; }

    /// <summary>First calendar year with data.</summary>
    public int FirstYear { get; }

    /// <summary>Last calendar year with data.</summary>
    public int LastYear { get; }

    /// <summary>The days of the week that offices of the country are closed.</summary>
    public Weekdays Weekend { get; }

    /// <summary>The days of the week that time limits pass over; mostly the weekend.</summary>
    public Weekdays WeekendForTimeLimits { get; }

    /// <summary>Path of its file inside the rules folder, with forward slashes.</summary>
    public string File { get; }

    /// <summary>Every day listed, those that count for nothing included, by date.</summary>
    public IReadOnlyList<Holiday> Days { get; }

    /// <summary>Whether the holidays of a year are known. Where they are not, the answer is "not covered", never "none".</summary>
    public bool Covers(int year) => year >= FirstYear && year <= LastYear;

    /// <summary>Everything listed on a day; empty where nothing is, also in a year that is not covered.</summary>
    public IEnumerable<Holiday> On(LocalDate date) => _byDate[date];

    /// <summary>The holiday that makes a day free of work; null when none does.</summary>
    internal Holiday? Off(LocalDate date) => _off.GetValueOrDefault(date);

    /// <summary>Whether a day is worked by order, even on a weekend.</summary>
    internal bool IsMadeUp(LocalDate date) => _worked.Contains(date);
}

/// <summary>What the loader reads of a calendar beside its days.</summary>
internal sealed record HolidayCalendarHead(
    string Key,
    string Label,
    string Country,
    int FirstYear,
    int LastYear,
    Weekdays Weekend,
    Weekdays WeekendForTimeLimits,
    string File
);

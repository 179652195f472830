namespace Mobility.Rules.Calendars;

/// <summary>Every holiday calendar of the book, and how the last day of a time limit moves in each country.</summary>
public sealed class HolidayCalendars
{
    private readonly Dictionary<string, HolidayCalendar> _byKey;
    private readonly Dictionary<string, RollingRule> _rolling;

    internal HolidayCalendars(IReadOnlyList<HolidayCalendar> all, IReadOnlyList<RollingRule> rolling)
    {
        All = all.OrderBy(calendar => calendar.Key, StringComparer.Ordinal).ToList();
        Rolling = rolling.OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
        _byKey = All.ToDictionary(calendar => calendar.Key);
        _rolling = Rolling.ToDictionary(rule => rule.Id);
    }

    /// <summary>The calendars, by key.</summary>
    public IReadOnlyList<HolidayCalendar> All { get; }

    /// <summary>The rolling rules, by id.</summary>
    public IReadOnlyList<RollingRule> Rolling { get; }

    /// <summary>The calendar of a key such as <c>DE-BY</c>; null when there is none, never one like it.</summary>
    public HolidayCalendar? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The rolling rule of an id such as <c>us/federal-tax</c>; null when there is none.</summary>
    public RollingRule? FindRolling(string id) => _rolling.GetValueOrDefault(id);
}

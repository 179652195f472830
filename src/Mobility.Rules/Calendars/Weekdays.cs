using NodaTime;

namespace Mobility.Rules.Calendars;

/// <summary>Days of the week that are not worked: a weekend. Written MON, TUE, WED, THU, FRI, SAT, SUN.</summary>
public readonly record struct Weekdays
{
    private static readonly string[] Names = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

    private readonly int _days;

    private Weekdays(int days) => _days = days;

    /// <summary>No day of the week.</summary>
    public static Weekdays None { get; }

    /// <summary>Saturday and Sunday, the weekend where nothing else is said.</summary>
    public static Weekdays SaturdayAndSunday { get; } = Of(IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday);

    /// <summary>The days named.</summary>
    public static Weekdays Of(params ReadOnlySpan<IsoDayOfWeek> days)
    {
        var all = 0;
        foreach (var day in days)
        {
            all |= 1 << (int)day;
        }

        return new(all);
    }

    /// <summary>The day of a name such as SAT; null for no such name.</summary>
    public static IsoDayOfWeek? Read(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : (IsoDayOfWeek)(index + 1);
    }

    /// <summary>Whether a day of the week is among them.</summary>
    public bool Contains(IsoDayOfWeek day) => (_days & (1 << (int)day)) != 0;

    /// <summary>These days and another.</summary>
    public Weekdays With(IsoDayOfWeek day) => new(_days | (1 << (int)day));

    /// <summary>The names, Monday first: "SAT, SUN".</summary>
    public override string ToString()
    {
        var self = this;
        return string.Join(", ", Names.Where((_, index) => self.Contains((IsoDayOfWeek)(index + 1))));
    }
}

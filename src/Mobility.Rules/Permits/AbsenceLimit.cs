using Mobility.Rules.Calendars;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Permits;

/// <summary>Absences held against a limit in every rolling window.</summary>
/// <param name="WholeDays">Whole days abroad of each trip, in the order given.</param>
/// <param name="Largest">The largest number of days in a window.</param>
/// <param name="FirstDayOver">The first day whose window is over the limit; null when none is.</param>
public sealed record AbsenceFound(IReadOnlyList<int> WholeDays, int Largest, LocalDate? FirstDayOver);

/// <summary>A limit on whole days abroad in every window that ends on a day.</summary>
public static class AbsenceLimit
{
    /// <summary>Holds the absences against the limit.</summary>
    /// <param name="trips">The dates of leaving and returning, neither of which counts; days of several trips count once.</param>
    /// <param name="window">Length of the window; it begins the day after the same date so much earlier.</param>
    /// <param name="limit">The most days allowed.</param>
    public static AbsenceFound Sweep(IReadOnlyList<(LocalDate Left, LocalDate Returned)> trips, Period window, int limit)
    {
        var abroad = DaySets.Between(trips);
        var largest = 0;
        LocalDate? over = null;
        // A window holds more days than the one before only when its last day is one of them.
        foreach (var day in abroad.Days.Select(DaySet.Date))
        {
            var days = abroad.Between(CalendarPeriods.FirstDayOfWindow(day, window), day);
            largest = Math.Max(largest, days);
            over ??= days > limit ? day : null;
        }

        return new([.. trips.Select(trip => RecapturedTime.FullDaysAbroad([trip]))], largest, over);
    }
}

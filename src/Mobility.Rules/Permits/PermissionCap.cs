using Mobility.Rules.Calendars;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Permits;

/// <summary>How long new permission can run under a cap.</summary>
/// <param name="LatestLastDay">Last day (inclusive) on which the cap still holds; null when it is passed on the first.</param>
/// <param name="Held">Days of permission in the window of the first day over the cap.</param>
/// <param name="Allowed">Days the cap allows in it.</param>
public sealed record PermissionFound(LocalDate? LatestLastDay, int Held, int Allowed);

/// <summary>A cap on permission within a window, such as five years in any six. Permission counts, not presence.</summary>
public static class PermissionCap
{
    /// <summary>
    /// The last day of new permission under the cap: before the first day on which the days of permission in the window that ends then are more than those of
    /// the period of the cap that ends then.
    /// </summary>
    /// <param name="earlier">Permission held before, on every route that counts; both ends included.</param>
    /// <param name="from">First day of the new permission.</param>
    /// <param name="cap">How long permission may be held.</param>
    /// <param name="window">Within which time.</param>
    /// <exception cref="QuestionException">The cap never ends the permission: it is not shorter than the window.</exception>
    public static PermissionFound LastDay(IReadOnlyList<DateInterval> earlier, LocalDate from, Period cap, Period window)
    {
        // After a whole window of the new permission nothing else is left in it.
        var horizon = CalendarPeriods.After(from, window).PlusMonths(1);
        var held = DaySets.Of([.. earlier, new(from, horizon)]);
        for (var day = from; day <= horizon; day = day.PlusDays(1))
        {
            var used = held.Between(CalendarPeriods.FirstDayOfWindow(day, window), day);
            var allowed = Period.DaysBetween(CalendarPeriods.FirstDayOfWindow(day, cap), day) + 1;
            if (used > allowed)
            {
                return new(day == from ? null : day.PlusDays(-1), used, allowed);
            }
        }

        throw new QuestionException("'cap' must be shorter than 'window': permission under it never has a last day.");
    }
}

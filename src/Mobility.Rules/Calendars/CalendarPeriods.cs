using NodaTime;

namespace Mobility.Rules.Calendars;

/// <summary>
/// Arithmetic with periods of years, months, weeks and days. Months keep the number of the day, or take the last day of a month that has no such day; years are
/// twelve months each; weeks and days come after them.
/// </summary>
public static class CalendarPeriods
{
    private const int MonthsInYear = 12;
    private const int DaysInWeek = 7;

    /// <summary>The date a period after another; the day of the event is not counted. One month after 31 January is the last day of February.</summary>
    /// <param name="from">The day of the event.</param>
    /// <param name="period">Its parts may be below zero; the result then lies before.</param>
    public static LocalDate After(LocalDate from, Period period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return from.PlusMonths(Months(period)).PlusDays(Days(period));
    }

    /// <summary>The date a period before another. Six months before 31 August is the last day of February.</summary>
    /// <param name="from">The day from which is counted back.</param>
    /// <param name="period">The period.</param>
    public static LocalDate Before(LocalDate from, Period period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return from.PlusMonths(-Months(period)).PlusDays(-Days(period));
    }

    /// <summary>
    /// The last day of a period that begins on a day: the day before the same date so much later, or, where the last month has no day of that number, its last
    /// day. 24 months from 1 March 2026 end on 29 February 2028, six months from 31 August 2026 on 28 February 2027.
    /// </summary>
    /// <param name="first">First day of the period.</param>
    /// <param name="period">Its length.</param>
    public static LocalDate LastDay(LocalDate first, Period period)
    {
        ArgumentNullException.ThrowIfNull(period);
        var after = first.PlusMonths(Months(period));
        return (after.Day < first.Day ? after : after.PlusDays(-1)).PlusDays(Days(period));
    }

    /// <summary>
    /// The first day of a window of a length that ends on a day: the day after the same date so much earlier. Twelve months to 1 March 2027 begin on
    /// 2 March 2026.
    /// </summary>
    /// <param name="last">Last day of the window.</param>
    /// <param name="period">Its length.</param>
    public static LocalDate FirstDayOfWindow(LocalDate last, Period period) => Before(last, period).PlusDays(1);

    private static int Months(Period period) => (period.Years * MonthsInYear) + period.Months;

    private static int Days(Period period) => (period.Weeks * DaysInWeek) + period.Days;
}

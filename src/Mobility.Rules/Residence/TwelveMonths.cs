using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>Periods of months that end on each day in turn.</summary>
internal static class TwelveMonths
{
    /// <summary>First day of the period that ends on a day: the day after the same date so much earlier (for 29 February: after 28 February).</summary>
    public static LocalDate StartOf(LocalDate end, Period length) => end.Minus(length).PlusDays(1);

    /// <summary>Days in the period that ends on a day.</summary>
    public static int Count(DaySet days, LocalDate end, Period length) => days.Between(StartOf(end, length), end);

    /// <summary>The largest total in any period that ends on or before a day.</summary>
    public static int Largest(DaySet days, LocalDate upTo, Period length) =>
        days.Days.Select(DaySet.Date).Where(day => day <= upTo).Select(day => Count(days, day, length)).DefaultIfEmpty().Max();
}

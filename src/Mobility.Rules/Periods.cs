using NodaTime;

namespace Mobility.Rules;

/// <summary>Periods of months that begin on a day.</summary>
internal static class Periods
{
    /// <summary>
    /// The last day of a period that begins on a day: the day before the same date so much later, or, where the last month has no day of that number, its last
    /// day. 24 months from 1 March 2026 end on 28 February 2028.
    /// </summary>
    public static LocalDate LastDay(LocalDate first, Period length)
    {
        var after = first + length;
        return after.Day < first.Day && (length.Days | length.Weeks) == 0 ? after : after.PlusDays(-1);
    }
}

using System.Runtime.InteropServices;
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
        days is { First: { } first, Last: { } last } && first <= upTo
            ? Spans(first, last < upTo ? last : upTo, length).Max(span => days.LargestWindow(span.From, span.To, span.Length))
            : 0;

    /// <summary>The days between two dates, both included, in stretches on which the periods that end on them have the same number of days.</summary>
    public static IEnumerable<WindowSpan> Spans(LocalDate from, LocalDate to, Period length)
    {
        var (start, last) = (DaySet.Number(from), DaySet.Number(to));
        for (var day = start; day <= last; day++)
        {
            var days = LengthOn(day, length);
            if (day == last || LengthOn(day + 1, length) != days)
            {
                yield return new(start, day, days);
                start = day + 1;
            }
        }
    }

    private static int LengthOn(int day, Period length) => day - DaySet.Number(StartOf(DaySet.Date(day), length)) + 1;
}

/// <summary>Consecutive days, both ends included, and the number of days in the period that ends on each of them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WindowSpan(int From, int To, int Length);

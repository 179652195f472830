using System.Runtime.InteropServices;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>Periods of whole years that end on each day in turn.</summary>
internal static class TwelveMonths
{
    /// <summary>First day of the period that ends on a day: the day after the same date so much earlier (for 29 February: after 28 February).</summary>
    public static LocalDate StartOf(LocalDate end, Period length) => end.Minus(length).PlusDays(1);

    /// <summary>Days in the period that ends on a day.</summary>
    public static int Count(DaySet days, LocalDate end, Period length) => days.Between(StartOf(end, length), end);

    /// <summary>The largest total in any period that ends on or before a day.</summary>
    public static int Largest(DaySet days, LocalDate upTo, Period length) =>
        days.First is { } first
            ? Stretches(days, first, upTo).Select(stretch => Count(days, stretch.To, length)).DefaultIfEmpty().Max()
            : 0;

    /// <summary>
    /// Presence and absence in turn between two dates. In each stretch the total of the months to the day only grows or only falls: it is cut at the
    /// first of March, on which the 29th of February and the day after it can leave the months at once.
    /// </summary>
    public static IEnumerable<(LocalDate From, LocalDate To)> Stretches(DaySet days, LocalDate from, LocalDate to)
    {
        var (next, last) = (DaySet.Number(from), DaySet.Number(to));
        foreach (var run in days.Runs)
        {
            if (run.To < next || run.From > last)
            {
                continue;
            }

            foreach (var stretch in Cut(next, run.From - 1).Concat(Cut(Math.Max(next, run.From), Math.Min(run.To, last))))
            {
                yield return stretch;
            }

            next = run.To + 1;
        }

        foreach (var stretch in Cut(next, last))
        {
            yield return stretch;
        }
    }

    /// <summary>First day between two on which something holds that in each stretch either begins or ceases to hold once; null if none.</summary>
    public static LocalDate? FirstDay(DaySet days, LocalDate from, LocalDate to, Func<LocalDate, bool> holds)
    {
        foreach (var (first, last) in Stretches(days, from, to))
        {
            if (holds(first))
            {
                return first;
            }

            if (Halving.First(first, last, holds) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static IEnumerable<(LocalDate From, LocalDate To)> Cut(int from, int to)
    {
        if (to < from)
        {
            yield break;
        }

        var (first, last) = (DaySet.Date(from), DaySet.Date(to));
        for (var year = first.Year; year <= last.Year; year++)
        {
            var march = new LocalDate(year, 3, 1);
            if (march > first && march <= last)
            {
                yield return (first, march.PlusDays(-1));
                first = march;
            }
        }

        yield return (first, last);
    }

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

/// <summary>Finds a day by halving.</summary>
internal static class Halving
{
    /// <summary>First day between two, both included, on which something holds that, once it does, holds to the end; null if it does not at the end.</summary>
    public static LocalDate? First(LocalDate from, LocalDate to, Func<LocalDate, bool> holds)
    {
        if (to < from || !holds(to))
        {
            return null;
        }

        while (from < to)
        {
            var middle = from.PlusDays(Period.DaysBetween(from, to) / 2);
            if (holds(middle))
            {
                to = middle;
            }
            else
            {
                from = middle.PlusDays(1);
            }
        }

        return from;
    }
}

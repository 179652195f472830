using System.Runtime.InteropServices;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// A set of dates, kept as runs of consecutive days in order, so that a date is in it once however many stays cover it and the number of days
/// between two dates is found without walking them. Days are numbers (<see cref="Number"/>) where there is arithmetic to do.
/// </summary>
internal sealed class DaySet
{
    private readonly Run[] _runs;
    private readonly int[] _before;

    private DaySet(Run[] runs)
    {
        _runs = runs;
        _before = new int[runs.Length + 1];
        for (var i = 0; i < runs.Length; i++)
        {
            _before[i + 1] = _before[i] + runs[i].Length;
        }
    }

    public static DaySet Empty { get; } = new([]);

    /// <summary>The runs of consecutive days, the earliest first; no two touch.</summary>
    public IReadOnlyList<Run> Runs => _runs;

    /// <summary>Number of days.</summary>
    public int Count => _before[^1];

    /// <summary>The earliest day; null in an empty set.</summary>
    public LocalDate? First => _runs.Length == 0 ? null : Date(_runs[0].From);

    /// <summary>The latest day; null in an empty set.</summary>
    public LocalDate? Last => _runs.Length == 0 ? null : Date(_runs[^1].To);

    /// <summary>Every day, the earliest first.</summary>
    public IEnumerable<int> Days => _runs.SelectMany(run => Enumerable.Range(run.From, run.Length));

    /// <summary>A date as a number of days.</summary>
    public static int Number(LocalDate date) => Trips.DayLedger.Number(date);

    /// <summary>The date of a number.</summary>
    public static LocalDate Date(int number) => Trips.DayLedger.Date(number);

    /// <summary>The days of any runs, which may overlap, touch, lie in any order or be empty.</summary>
    public static DaySet Of(IEnumerable<Run> runs) => Merge(runs.ToArray());

    /// <summary>The same, for many sets one after another: it uses the memory of the runs, and what is left in it means nothing.</summary>
    public static DaySet Merge(Span<Run> runs)
    {
        var count = 0;
        var sorted = true;
        foreach (var run in runs)
        {
            if (run.From <= run.To)
            {
                sorted &= count == 0 || runs[count - 1].From <= run.From;
                runs[count++] = run;
            }
        }

        if (count == 0)
        {
            return Empty;
        }

        runs = runs[..count];
        if (!sorted)
        {
            Sort(runs);
        }

        var last = 0;
        foreach (var run in runs[1..])
        {
            if (run.From > runs[last].To + 1)
            {
                runs[++last] = run;
            }
            else if (run.To > runs[last].To)
            {
                runs[last] = runs[last] with { To = run.To };
            }
        }

        return new(runs[..(last + 1)].ToArray());
    }

    /// <summary>By the first day: as whole numbers with it in the upper half, which are sorted much faster than pairs are compared.</summary>
    private static void Sort(Span<Run> runs)
    {
        var keys = runs.Length <= 256 ? stackalloc long[runs.Length] : new long[runs.Length];
        for (var i = 0; i < runs.Length; i++)
        {
            keys[i] = ((long)runs[i].From << 32) | (uint)runs[i].To;
        }

        keys.Sort();
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = new((int)(keys[i] >> 32), (int)keys[i]);
        }
    }

    /// <summary>The days of spans that lie between two dates, both included.</summary>
    public static DaySet Of(IEnumerable<DateSpan> spans, LocalDate from, LocalDate to) =>
        Of(
            spans.Select(span => new Run(
                Number(span.From is { } start && start > from ? start : from),
                Number(span.To is { } end && end < to ? end : to)
            ))
        );

    /// <summary>Number of days between two dates, both included.</summary>
    public int Between(LocalDate from, LocalDate to) => Between(Number(from), Number(to));

    /// <summary>Number of days between two days, both included.</summary>
    public int Between(int from, int to) => to < from || _runs.Length == 0 ? 0 : UpTo(to) - UpTo(from - 1);

    public bool Contains(LocalDate day) => Contains(Number(day));

    public bool Contains(int day)
    {
        var index = IndexOf(day);
        return index >= 0 && _runs[index].To >= day;
    }

    /// <summary>The days between two dates, both included.</summary>
    public DaySet Within(LocalDate from, LocalDate to)
    {
        var (low, high) = (Number(from), Number(to));
        return Of(_runs.Select(run => new Run(Math.Max(run.From, low), Math.Min(run.To, high))));
    }

    public DaySet With(DaySet other) => Of(_runs.Concat(other._runs));

    public DaySet Without(DaySet other)
    {
        var left = new List<Run>();
        var next = 0;
        foreach (var run in _runs)
        {
            var from = run.From;
            while (next < other._runs.Length && other._runs[next].To < from)
            {
                next++;
            }

            for (var hole = next; hole < other._runs.Length && other._runs[hole].From <= run.To; hole++)
            {
                left.Add(new(from, other._runs[hole].From - 1));
                from = other._runs[hole].To + 1;
            }

            left.Add(new(from, run.To));
        }

        return Merge(CollectionsMarshal.AsSpan(left));
    }

    public DaySet Intersect(DaySet other) => Without(Without(other));

    /// <summary>For every day in turn, the days of the period that ends on it.</summary>
    /// <param name="day">Last day of the first period.</param>
    /// <param name="length">Days in each period.</param>
    /// <param name="totals">Where to write them, one for each day.</param>
    public void Windows(int day, int length, Span<int> totals)
    {
        var (total, entering, leaving) = (Between(day - length, day - 1), IndexOf(day), IndexOf(day - length));
        for (var i = 0; i < totals.Length; )
        {
            // While neither end of the period meets an end of a run, the total changes by the same number every day.
            var (enters, until) = Stretch(day, ref entering);
            var (leaves, leftUntil) = Stretch(day - length, ref leaving);
            var step = (enters ? 1 : 0) - (leaves ? 1 : 0);
            var end = i + (int)Math.Min(Math.Min((long)until - day, (long)leftUntil + length - day) + 1, totals.Length - i);
            day += end - i;
            while (i < end)
            {
                total += step;
                totals[i++] = total;
            }
        }
    }

    /// <summary>The largest total of the periods of one length that end between two days, both included.</summary>
    public int LargestWindow(int from, int to, int length)
    {
        // Within a run a day enters and at most one leaves, and between runs none enters: the first period is the largest, or one that ends with a run.
        var largest = Between(from - length + 1, from);
        var leaving = IndexOf(from - length);
        for (var index = Math.Max(0, IndexOf(from)); index < _runs.Length && _runs[index].From <= to; index++)
        {
            var end = Math.Min(to, _runs[index].To);
            if (end > from)
            {
                largest = Math.Max(largest, UpTo(end, index) - UpTo(end - length, ref leaving));
            }
        }

        return largest;
    }

    /// <summary>The end of the first period of a length with more than so many days, of those that end between two days; null if none has.</summary>
    public int? FirstWindowOver(int from, int to, int length, int limit)
    {
        if (Between(from - length + 1, from) > limit)
        {
            return from;
        }

        var leaving = IndexOf(from - length);
        for (var index = Math.Max(0, IndexOf(from)); index < _runs.Length && _runs[index].From <= to; index++)
        {
            var end = Math.Min(to, _runs[index].To);
            if (end > from && UpTo(end, index) - UpTo(end - length, ref leaving) > limit)
            {
                var day = Math.Max(from, _runs[index].From);
                while (Between(day - length + 1, day) <= limit)
                {
                    day++;
                }

                return day;
            }
        }

        return null;
    }

    /// <summary>The day with which the set reaches a number of days, counted from a date; null if it never does.</summary>
    public LocalDate? DayOf(int number, LocalDate from)
    {
        var wanted = UpTo(Number(from) - 1) + number;
        if (number <= 0 || wanted > Count)
        {
            return null;
        }

        var found = Array.BinarySearch(_before, wanted);
        var index = (found < 0 ? ~found : found) - 1;
        return Date(_runs[index].From + wanted - _before[index] - 1);
    }

    private int UpTo(int day) => UpTo(day, IndexOf(day));

    private int UpTo(int day, int index) =>
        index < 0 ? 0 : _before[index] + Math.Min(day - _runs[index].From + 1, _runs[index].Length);

    private int UpTo(int day, ref int index)
    {
        MoveOn(day, ref index);
        return UpTo(day, index);
    }

    /// <summary>Whether a day is in the set, and the last day up to which that stays so.</summary>
    private (bool In, int Until) Stretch(int day, ref int index)
    {
        MoveOn(day, ref index);
        return index >= 0 && day <= _runs[index].To ? (true, _runs[index].To)
            : index + 1 < _runs.Length ? (false, _runs[index + 1].From - 1)
            : (false, int.MaxValue);
    }

    /// <summary>Makes an index of an earlier day that of a day.</summary>
    private void MoveOn(int day, ref int index)
    {
        while (index + 1 < _runs.Length && _runs[index + 1].From <= day)
        {
            index++;
        }
    }

    /// <summary>The last run that begins on or before a day; -1 if none does.</summary>
    private int IndexOf(int day)
    {
        var (low, high) = (0, _runs.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_runs[middle].From <= day)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}

/// <summary>Consecutive days, both ends included; empty when it ends before it begins.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Run(int From, int To)
{
    public int Length => To - From + 1;
}

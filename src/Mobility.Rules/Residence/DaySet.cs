using System.Runtime.InteropServices;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// A set of dates, kept as runs of consecutive days in order, so that a date is in it once however many stays cover it and the number of days
/// between two dates is found without walking them. Days are numbers (<see cref="Number"/>) where there is arithmetic to do.
/// </summary>
internal sealed class DaySet
{
    private readonly List<Run> _runs;
    private readonly int[] _before;

    private DaySet(List<Run> runs)
    {
        _runs = runs;
        _before = new int[runs.Count + 1];
        for (var i = 0; i < runs.Count; i++)
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
    public LocalDate? First => _runs.Count == 0 ? null : Date(_runs[0].From);

    /// <summary>The latest day; null in an empty set.</summary>
    public LocalDate? Last => _runs.Count == 0 ? null : Date(_runs[^1].To);

    /// <summary>Every day, the earliest first.</summary>
    public IEnumerable<int> Days => _runs.SelectMany(run => Enumerable.Range(run.From, run.Length));

    /// <summary>A date as a number of days.</summary>
    public static int Number(LocalDate date) => Trips.DayLedger.Number(date);

    /// <summary>The date of a number.</summary>
    public static LocalDate Date(int number) => Trips.DayLedger.Date(number);

    /// <summary>The days of any runs, which may overlap, touch, lie in any order or be empty.</summary>
    public static DaySet Of(IEnumerable<Run> runs)
    {
        var merged = new List<Run>();
        foreach (var run in runs.Where(run => run.From <= run.To).OrderBy(run => run.From))
        {
            if (merged.Count > 0 && run.From <= merged[^1].To + 1)
            {
                merged[^1] = merged[^1] with { To = Math.Max(merged[^1].To, run.To) };
            }
            else
            {
                merged.Add(run);
            }
        }

        return new(merged);
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
    public int Between(int from, int to) => to < from ? 0 : UpTo(to) - UpTo(from - 1);

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
            while (next < other._runs.Count && other._runs[next].To < run.From)
            {
                next++;
            }

            var from = run.From;
            for (var i = next; i < other._runs.Count && other._runs[i].From <= run.To; i++)
            {
                left.Add(new(from, other._runs[i].From - 1));
                from = other._runs[i].To + 1;
            }

            left.Add(new(from, run.To));
        }

        return Of(left);
    }

    public DaySet Intersect(DaySet other) => Without(Without(other));

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

    private int UpTo(int day)
    {
        var index = IndexOf(day);
        return index < 0 ? 0 : _before[index] + Math.Min(day - _runs[index].From + 1, _runs[index].Length);
    }

    /// <summary>The last run that begins on or before a day; -1 if none does.</summary>
    private int IndexOf(int day)
    {
        var (low, high) = (0, _runs.Count);
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

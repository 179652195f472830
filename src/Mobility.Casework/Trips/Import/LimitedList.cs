using System.Collections;

namespace Mobility.Casework.Trips.Import;

/// <summary>The first items of a list that may be very long, and how many there are in all.</summary>
public sealed class LimitedList<T> : IReadOnlyList<T>
{
    private readonly List<T> _items;

    internal LimitedList(IEnumerable<T> items, int total)
    {
        _items = [.. items];
        Total = total;
    }

    /// <summary>How many there are in all, those not listed included.</summary>
    public int Total { get; }

    /// <summary>How many there are beyond the listed ones.</summary>
    public int More => Total - _items.Count;

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public static class LimitedList
{
    public static LimitedList<T> Empty<T>() => new([], 0);
}

/// <summary>Collects the first items up to a limit and counts the rest.</summary>
internal sealed class Limited<T>(int limit)
{
    private readonly List<T> _items = [];

    public int Total { get; private set; }

    /// <summary>Whether further items are only counted, so that their details need not be worked out.</summary>
    public bool IsFull => _items.Count >= limit;

    public void Add(T item)
    {
        Total++;
        if (!IsFull)
        {
            _items.Add(item);
        }
    }

    public LimitedList<T> ToList() => new(_items, Total);

    public LimitedList<T> ToList(Comparison<T> order)
    {
        var sorted = new List<T>(_items);
        sorted.Sort(order);
        return new LimitedList<T>(sorted, Total);
    }
}

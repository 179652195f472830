using Mobility.Casework.Trips.Ledger;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>Finds stays that claim the same days.</summary>
internal static class StayOverlaps
{
    /// <summary>Pairs are looked for up to this many: beyond it the list is none of journeys, and every pair would be named.</summary>
    public const int Most = 10_000;

    /// <summary>The overlapping pairs, the stay that began first named first.</summary>
    /// <param name="stays">The stays in the order of arrival.</param>
    /// <param name="listed">How many pairs are listed.</param>
    /// <param name="matters">Whether an overlap of the two is worth telling.</param>
    public static LimitedList<TravelOverlap> Find(
        IEnumerable<TravelRow> stays,
        int listed,
        Func<TravelRow, TravelRow, bool> matters
    )
    {
        var overlaps = new Limited<TravelOverlap>(listed);
        var running = new PriorityQueue<TravelRow, LocalDate>();
        foreach (var stay in stays)
        {
            while (running.TryPeek(out _, out var end) && end < stay.Arrive)
            {
                running.Dequeue();
            }
            foreach (var (earlier, end) in running.UnorderedItems)
            {
                if (overlaps.Total >= Most)
                {
                    return overlaps.ToList();
                }
                if (Between(earlier, end, stay) is { } overlap && matters(earlier, stay))
                {
                    overlaps.Add(overlap);
                }
            }
            running.Enqueue(stay, stay.Depart ?? LocalDate.MaxIsoValue);
        }
        return overlaps.ToList();
    }

    /// <summary>
    /// On one shared day a person can have been in both countries: travel from one to the other, or there and back. From two
    /// shared days on, the night between them is claimed twice. In the same country only travel out and back in is no overlap.
    /// </summary>
    private static TravelOverlap? Between(TravelRow earlier, LocalDate end, TravelRow later)
    {
        var last = LocalDate.Min(end, later.Depart ?? LocalDate.MaxIsoValue);
        var same = string.Equals(earlier.Country, later.Country, StringComparison.Ordinal);
        var touching =
            (last == later.Arrive && (!same || end == later.Arrive))
            // Over the date line one arrives on the date before one left; on both the person was in both places.
            || (end == later.Arrive.PlusDays(1) && DateLine.GainsADay(earlier.Country, later.Country));
        return touching ? null : new TravelOverlap(earlier, later, later.Arrive, last == LocalDate.MaxIsoValue ? null : last);
    }
}

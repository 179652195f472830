using NodaTime;

namespace Mobility.Casework.Trips;

/// <summary>A stretch of days between two recorded stays. On an end that touches a stay the day is shared with it: the person travelled.</summary>
/// <param name="From">First day (inclusive).</param>
/// <param name="To">Last day (inclusive).</param>
public sealed record UnrecordedStretch(LocalDate From, LocalDate To);

/// <summary>
/// The days of which the ledger says nothing. Most people record only their journeys; that the days between were spent at home is for a
/// person to say, not for the program to assume.
/// </summary>
public static class DaysBetween
{
    /// <summary>
    /// The stretches with a day inside the dates given, both included, up to the later of them. Each reaches back into the day on which the
    /// stay before it ended and on to the day on which the stay after it began. Before the first stay of all nothing lies between.
    /// </summary>
    public static IReadOnlyList<UnrecordedStretch> Find(IEnumerable<Trip> trips, LocalDate from, LocalDate to)
    {
        var stretches = new List<UnrecordedStretch>();
        Trip? before = null;
        foreach (var trip in trips.OrderBy(t => t.Arrive))
        {
            Add(trip);
            if (before is null || EndOf(trip) > EndOf(before))
            {
                before = trip;
            }
        }
        Add(null);
        return stretches;

        void Add(Trip? after)
        {
            if (before?.Depart is not { } left)
            {
                return;
            }
            var first = LocalDate.Max(left.PlusDays(1), from);
            var last = LocalDate.Min(after?.Arrive.PlusDays(-1) ?? to, to);
            if (first > last)
            {
                return;
            }
            // Of a day whose place is unknown nobody can say that it was also spent at home.
            var shared = before.Country is not null && first == left.PlusDays(1) ? left : first;
            var arrived = after is { Country: not null, Status: TripStatus.Actual } && last.PlusDays(1) == after.Arrive;
            stretches.Add(new UnrecordedStretch(shared, arrived ? after!.Arrive : last));
        }
    }

    private static LocalDate EndOf(Trip trip) => trip.Depart ?? LocalDate.MaxIsoValue;
}

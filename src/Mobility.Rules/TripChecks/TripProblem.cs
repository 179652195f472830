using NodaTime;

namespace Mobility.Rules.TripChecks;

/// <summary>The part of a trip that a problem is about.</summary>
public enum TripField
{
    /// <summary>The stays as a whole.</summary>
    Legs,

    /// <summary>The country of a stay.</summary>
    Country,

    /// <summary>The first day of a stay.</summary>
    From,

    /// <summary>The last day of a stay.</summary>
    To,

    /// <summary>What is done during a stay.</summary>
    Activities,

    /// <summary>A paper.</summary>
    Documents,
}

/// <summary>Something in a trip that cannot be.</summary>
/// <param name="Field">The part.</param>
/// <param name="Index">Which stay or paper, from 0; null for the trip as a whole.</param>
/// <param name="What">What is wrong, and what would mend it.</param>
public sealed record TripProblem(TripField Field, int? Index, Explanation What)
{
    /// <summary>The longest trip that is checked as one, in days. Longer stays are assignments and have a case.</summary>
    private const int LongestDays = 10 * 366;

    /// <summary>
    /// Days that two stays in different countries may share: the day of travel, and, across the date line, the day on which somebody arrives before they left.
    /// </summary>
    private const int SharedDays = 2;

    internal static IReadOnlyList<TripProblem> Of(Trip trip)
    {
        var problems = new List<TripProblem>();
        if (trip.Legs.Count == 0)
        {
            problems.Add(new(TripField.Legs, null, Explanation.Of("trip.problem.no-stay")));
        }

        for (var i = 0; i < trip.Legs.Count; i++)
        {
            problems.AddRange(OfLeg(trip.Legs[i], i));
        }

        if (problems.Count == 0)
        {
            problems.AddRange(Overlaps(trip.Legs));
        }

        for (var i = 0; i < trip.Documents.Count; i++)
        {
            if (trip.Documents[i] is { From: { } from, To: { } to } && to < from)
            {
                problems.Add(new(TripField.Documents, i, Explanation.Of("trip.problem.paper-ends-first", to, from)));
            }
        }

        return problems;
    }

    private static IEnumerable<TripProblem> OfLeg(TripLeg leg, int index)
    {
        if (leg.Country is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
        {
            yield return new(TripField.Country, index, Explanation.Of("trip.problem.country", leg.Country));
        }

        if (leg.To < leg.From)
        {
            yield return new(TripField.To, index, Explanation.Of("trip.problem.ends-first", leg.To, leg.From));
            yield break;
        }

        if (leg.Days > LongestDays)
        {
            yield return new(TripField.To, index, Explanation.Of("trip.problem.too-long", ExplanationArgument.Days(leg.Days)));
        }

        if (leg.Activities.GroupBy(activity => activity.Kind).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            yield return new(TripField.Activities, index, Explanation.Of("trip.problem.twice", TripWords.Activity(twice.Key)));
        }

        foreach (var activity in leg.Activities.Where(activity => activity.Days < 1 || activity.Days > leg.Days))
        {
            yield return new(
                TripField.Activities,
                index,
                Explanation.Of(
                    "trip.problem.activity-days",
                    TripWords.Activity(activity.Kind),
                    ExplanationArgument.Days(activity.Days!.Value),
                    ExplanationArgument.Days(leg.Days)
                )
            );
        }
    }

    private static IEnumerable<TripProblem> Overlaps(IReadOnlyList<TripLeg> legs)
    {
        for (var i = 1; i < legs.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (from, to) = (LocalDate.Max(legs[i].From, legs[j].From), LocalDate.Min(legs[i].To, legs[j].To));
                var shared = Period.DaysBetween(from, to) + 1;
                if (shared > (legs[i].Country == legs[j].Country ? 0 : SharedDays))
                {
                    yield return new(
                        TripField.From,
                        i,
                        Explanation.Of(
                            "trip.problem.overlap",
                            ExplanationArgument.Country(legs[j].Country),
                            legs[j].From,
                            legs[j].To,
                            ExplanationArgument.Days(shared)
                        )
                    );
                }
            }
        }
    }
}

using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>
/// Finds the day on which an answer changes. While somebody stays the count only grows, while away it only falls, and inside one tax year it only grows;
/// so each of these stretches is asked at its end and, where the answer is another one, halved until the day is found.
/// </summary>
internal static class Search
{
    /// <summary>The stretches after the day asked about on which an answer changes in one direction only: years, or presence and absence in turn.</summary>
    public static IEnumerable<(LocalDate From, LocalDate To)> Stretches(
        ResidenceRule rule,
        AskedRecord asked,
        LocalDate until,
        bool withUnknown
    )
    {
        var next = asked.AsOf.PlusDays(1);
        if (asked.Year is not null)
        {
            while (next <= until)
            {
                var year = rule.YearAt(next, asked.Facts).Year;
                yield return (next, year.To < until ? year.To : until);
                next = year.To.PlusDays(1);
            }

            yield break;
        }

        foreach (var stretch in next <= until ? TwelveMonths.Stretches(asked.Counted(until, withUnknown), next, until) : [])
        {
            yield return stretch;
        }
    }

    /// <summary>First day after the day asked about on which a verdict is one that is wanted; null if there is none until a day.</summary>
    public static LocalDate? FirstVerdict(
        ResidenceRule rule,
        AskedRecord asked,
        LocalDate until,
        bool withUnknown,
        Func<bool?, bool> wanted
    )
    {
        foreach (var (from, to) in Stretches(rule, asked, until, withUnknown))
        {
            if (Halving.First(from, to, day => wanted(asked.Verdict(day, withUnknown))) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

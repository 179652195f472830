using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>Until when somebody may stay without the test being met: found by asking the rule about one unbroken stay of every length that matters.</summary>
internal static class SafeExits
{
    private const int YearsAhead = 3;

    /// <summary>The latest safe exit; null where a rule has none, or no stay of these years is too long.</summary>
    public static SafeExit? Of(ResidenceRule rule, AskedRecord asked, bool? met, Breach? breach)
    {
        if (!rule.KindSpec.Verdict.IsLimit || !asked.CountsStays)
        {
            return null;
        }

        if (met is not false)
        {
            return new(asked.AsOf, null, null, null);
        }

        var (entering, stay) = Entering(rule, asked, breach);
        var without = LastSafeDay(rule, asked, entering, withUnknown: false);
        var with = asked.HasUnknown ? LastSafeDay(rule, asked, entering, withUnknown: true) : without;
        return without is null && with is null ? null : new(entering, with?.Day, without?.Day, stay?.Id);
    }

    private static (LocalDate On, Trips.Stay? Stay) Entering(ResidenceRule rule, AskedRecord asked, Breach? breach)
    {
        bool Counts(Trips.Stay stay) => rule.WatchesIn(stay.Country, asked.Place) && !rule.IsLeftOut(stay, stay.Arrive);
        var there = asked.Record.Stays.Any(stay =>
            Counts(stay) && !stay.Planned && stay.Arrive <= asked.AsOf && !(stay.Depart <= asked.AsOf)
        );
        var planned = asked
            .Record.Stays.Where(stay => Counts(stay) && stay.Arrive > asked.AsOf)
            .OrderBy(stay => stay.Arrive)
            .ToList();
        var cause = breach is null
            ? (there ? null : planned.FirstOrDefault())
            : planned.LastOrDefault(stay => stay.Arrive <= breach.On && !(stay.Depart < breach.On));
        return cause is null ? (asked.AsOf, null) : (cause.Arrive, cause);
    }

    /// <summary>Last safe day of a stay, none if even the first is too many; null if no stay of these years is too long.</summary>
    private static Last? LastSafeDay(ResidenceRule rule, AskedRecord asked, LocalDate entering, bool withUnknown)
    {
        var horizon = entering.PlusYears(YearsAhead);
        for (var from = entering; from <= horizon; )
        {
            var end = asked.Year is null ? horizon : rule.YearAt(from, asked.Facts).Year.To;
            if (asked.VerdictIfStaying(entering, null, end, withUnknown) is not false)
            {
                var tooLate = Search.First(
                    from,
                    end.PlusDays(1),
                    leave => asked.VerdictIfStaying(entering, leave, leave < end ? leave : end, withUnknown) is not false
                );
                var last = (tooLate ?? end.PlusDays(1)).PlusDays(-1);
                return new(last < entering ? null : last);
            }

            from = end.PlusDays(1);
        }

        return null;
    }

    private sealed record Last(LocalDate? Day);
}

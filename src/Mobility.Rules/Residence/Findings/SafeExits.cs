using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>Until when somebody may stay without the test being met: found by asking the rule about one unbroken stay of every length that matters.</summary>
internal static class SafeExits
{
    private const int YearsAhead = 3;

    private const int MostTries = 12;

    /// <summary>The latest safe exit; null where a rule has none, or no stay of these years is too long.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="asked">The record.</param>
    /// <param name="met">Whether the test is met on recorded facts; nobody can leave in time for what is undetermined.</param>
    /// <param name="breach">When the test will be met with the plans.</param>
    public static SafeExit? Of(ResidenceRule rule, AskedRecord asked, bool? met, Breach? breach)
    {
        if (!rule.KindSpec.Verdict.IsLimit || !asked.CountsStays || met is null)
        {
            return null;
        }

        if (met is true)
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
            (bool IsTooLate, long? Left) Ask(LocalDate leave)
            {
                var on = leave < end ? leave : end;
                var answer = asked.AnswerIfStaying(entering, leave, on, withUnknown);
                return (asked.VerdictOf(answer, on) is not false, answer is { Measures: [var main, ..] } ? main.Left : null);
            }

            var tooLate = Approach(from, end, Ask);
            if (tooLate is null && asked.VerdictOf(asked.AnswerIfStaying(entering, null, end, withUnknown), end) is not false)
            {
                tooLate = Halving.First(from, end.PlusDays(1), leave => Ask(leave).IsTooLate) ?? end.PlusDays(1);
            }

            if (tooLate is { } day)
            {
                return new(day == entering ? null : day.PlusDays(-1));
            }

            from = end.PlusDays(1);
        }

        return null;
    }

    /// <summary>
    /// The first day too late, approached by the days that are left: while somebody stays, a total never grows by more than the days. Null where it does
    /// not lie before the end, or the days left do not lead to it.
    /// </summary>
    private static LocalDate? Approach(LocalDate from, LocalDate end, Func<LocalDate, (bool IsTooLate, long? Left)> ask)
    {
        var wasSafe = false;
        for (var (day, tries) = (from, 0); day <= end && tries < MostTries; tries++)
        {
            var (isTooLate, left) = ask(day);
            if (isTooLate)
            {
                return wasSafe || day == from ? day : null;
            }

            if (left is null or > int.MaxValue)
            {
                return null;
            }

            wasSafe = left.Value <= 1;
            day = day.PlusDays((int)Math.Max(1, left.Value));
        }

        return null;
    }

    private sealed record Last(LocalDate? Day);
}

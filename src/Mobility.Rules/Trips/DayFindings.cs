using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>What the findings of all day rules have in common.</summary>
internal static class DayFindings
{
    /// <summary>A finding with the rule's name and nothing decided.</summary>
    public static Finding Start(Rule rule, LocalDate asOf) =>
        new()
        {
            RuleId = rule.Id,
            RuleVersion = rule.Version,
            RuleLabel = rule.Label,
            Jurisdiction = rule.Jurisdiction,
            Outcome = Outcome.Undetermined,
            Summary = Explanation.Of("not-covered.before", rule.CoversFrom, asOf),
            AsOf = asOf,
            ReviewDue = rule.IsDueForReview(asOf),
        };

    /// <summary>The answer "not covered" when the rule begins later or a value it needs is missing or ended; null when it can be asked.</summary>
    public static Finding? NotAsked(DayRule rule, LocalDate asOf, LocalDate? lawOn, params ReadOnlySpan<ParameterLookup> needed)
    {
        var day = lawOn ?? asOf;
        var summary = day < rule.CoversFrom ? Explanation.Of("not-covered.before", rule.CoversFrom, day) : null;
        foreach (var lookup in needed)
        {
            summary ??= lookup.State switch
            {
                ParameterState.NotCovered => Explanation.Of("not-covered.before", rule.CoversFrom, day),
                ParameterState.Ended => Explanation.Of("not-covered.ended", lookup.Value!.From),
                _ => null,
            };
        }

        return summary is null ? null : Start(rule, asOf) with { Outcome = Outcome.NotCovered, Summary = summary };
    }

    /// <summary>The answer "not applicable" for a citizen whom the rule does not ask about.</summary>
    public static Finding NotForCitizens(DayRule rule, LocalDate asOf, Membership free, ValuesUsed values)
    {
        values.Use("not-for-citizens-of", free);
        return Start(rule, asOf) with
        {
            Outcome = Outcome.NotApplicable,
            TestMet = false,
            Summary = Explanation.Of("not-applicable.citizen", ExplanationArgument.Country(free.Country)),
            ParametersUsed = values.ToList(),
        };
    }

    /// <summary>A breach on a day and the stay under way on it.</summary>
    public static Breach BreachOn(DayLedger ledger, int on, int? certain)
    {
        var stay = ledger.StayOn(on);
        return new(DayLedger.Date(on), certain is { } day ? DayLedger.Date(day) : null, stay?.Id, stay?.Country, stay?.Arrive);
    }

    /// <summary>"174 &lt; 183", with the sign that is true.</summary>
    public static string Against(Fraction total, DayFigures figures) => Against(total, figures.Limit, figures.Sense);

    /// <summary>The same for any total and limit.</summary>
    public static string Against(Fraction total, Fraction limit, LimitSense sense)
    {
        var sign =
            sense == LimitSense.MostAllowed ? (total > limit ? ">" : "≤")
            : total >= limit ? "≥"
            : "<";
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return $"{total.ToMixedString(culture)} {sign} {limit.ToMixedString(culture)}";
    }

    /// <summary>The one sentence with the outcome, its number and its date.</summary>
    /// <param name="family">First part of the codes: <c>rolling</c> or <c>year</c>.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="figures">The numbers.</param>
    /// <param name="breach">When the limit is passed.</param>
    /// <param name="exit">Until when the person may stay.</param>
    /// <param name="period">Length of the window, or name of the year.</param>
    /// <param name="asOf">The day asked about.</param>
    public static Explanation Summary(
        string family,
        Outcome outcome,
        DayFigures figures,
        Breach? breach,
        SafeExit exit,
        ExplanationArgument period,
        LocalDate asOf
    )
    {
        var used = ExplanationArgument.Days(figures.Used);
        var unknown = ExplanationArgument.Days(figures.Unknown);
        switch (outcome)
        {
            case Outcome.Breached:
                return Explanation.Of(
                    $"{family}.breached",
                    used,
                    figures.Limit,
                    period,
                    asOf,
                    breach!.OnWithoutUnknown ?? breach.On
                );
            case Outcome.Undetermined:
                return Explanation.Of($"{family}.undetermined", used, unknown, figures.Limit, period, asOf);
            case Outcome.BreachForecast:
                return exit.WithUnknown is { } safe
                    ? Explanation.Of($"{family}.forecast", breach!.On, figures.Limit, safe)
                    : Explanation.Of($"{family}.forecast-no-exit", breach!.On, figures.Limit);
            default:
                return figures.Unknown == 0
                    ? Explanation.Of(
                        $"{family}.count",
                        used,
                        figures.Limit,
                        period,
                        asOf,
                        ExplanationArgument.Days(figures.LeftHigh)
                    )
                    : Explanation.Of(
                        $"{family}.count-unknown",
                        used,
                        figures.Limit,
                        period,
                        asOf,
                        unknown,
                        (Fraction)figures.LeftLow,
                        ExplanationArgument.Days(figures.LeftHigh)
                    );
        }
    }
}

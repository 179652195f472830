using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>The sentences of a residence finding.</summary>
internal static class FindingWords
{
    /// <summary>One sentence with the verdict, the place, the year or day, the count and the first day of residence, as far as there are any.</summary>
    public static Explanation Summary(
        ResidenceRule rule,
        AskedRecord asked,
        ResidenceAnswer answer,
        Outcome outcome,
        Breach? breach,
        SafeExit? exit
    )
    {
        var place = ExplanationArgument.Country(asked.Place ?? rule.Country);
        if (outcome == Outcome.Computed)
        {
            return Explanation.Of("finding.computed", rule.Label);
        }

        if (outcome == Outcome.ForAdviser)
        {
            return Explanation.Of("finding.for-adviser", place);
        }

        var word = Verdict(
            rule,
            outcome switch
            {
                Outcome.Breached => "met",
                Outcome.BreachForecast => "forecast",
                Outcome.Undetermined => "open",
                _ => "not-met",
            }
        );
        ExplanationArgument when = asked.Year is { } year ? year.Label : asked.AsOf;
        var unit = asked.Year is null ? "day" : "year";
        if (outcome == Outcome.BreachForecast)
        {
            return exit?.WithUnknown is { } safe
                ? Explanation.Of("finding.forecast", word, place, breach!.On, safe)
                : Explanation.Of("finding.forecast-no-exit", word, place, breach!.On);
        }

        var first = outcome == Outcome.Breached ? answer["first_day_of_residence"] as LocalDate? : null;
        var from = first is null ? "" : "-from";
        ExplanationArgument starts = first ?? asked.AsOf;
        return answer.Measures is [var main, ..]
            ? Explanation.Of(
                $"finding.{unit}-count{from}",
                word,
                place,
                when,
                ExplanationArgument.Days(main.Total),
                main.Limit,
                ExplanationArgument.Phrase($"counted.{Convention(rule, asked)}"),
                starts
            )
            : Explanation.Of($"finding.{unit}{from}", word, place, when, starts);
    }

    /// <summary>What becomes of the verdict on a later day.</summary>
    public static Explanation Becomes(ResidenceRule rule, string? place, bool? met) =>
        Explanation.Of(
            "finding.becomes",
            Verdict(
                rule,
                met is true ? "met"
                    : met is null ? "open"
                    : "not-met"
            ),
            ExplanationArgument.Country(place ?? rule.Country)
        );

    /// <summary>The arithmetic: every total held against its limit, then the unknown and the planned days of the first.</summary>
    public static List<string> Formula(ResidenceAnswer answer, DayFigures? figures, string? label)
    {
        var before = label is null ? "" : $"{label}: ";
        var lines = answer.Measures.Select(measure => before + Against(measure)).Distinct().ToList();
        if (figures is null)
        {
            return lines;
        }

        var inv = System.Globalization.CultureInfo.InvariantCulture;
        var sum = figures.Used.ToMixedString(inv);
        if (figures.Unknown > 0)
        {
            sum += $" + {figures.Unknown.ToMixedString(inv)} (?)";
            lines.Add($"{sum} = {DayFindings.Against(figures.Used + figures.Unknown, figures)}");
        }

        if (figures.Planned > 0)
        {
            sum += $" + {figures.Planned.ToMixedString(inv)}";
            lines.Add($"{sum} = {DayFindings.Against(figures.Used + figures.Unknown + figures.Planned, figures)}");
        }

        return lines;
    }

    private static string Against(Measure measure) => DayFindings.Against(measure.Total, measure.Limit, measure.Sense);

    private static ExplanationArgument Verdict(ResidenceRule rule, string which) =>
        ExplanationArgument.Phrase($"verdict.{rule.KindSpec.Verdict.Name}.{which}");

    private static string Convention(ResidenceRule rule, AskedRecord asked) =>
        asked.CountsStays
            ? rule.ConventionOn(asked.Year?.Year.From ?? asked.AsOf) switch
            {
                DayConvention.Midnight => "midnight",
                DayConvention.FullDay => "full-day",
                DayConvention.DepartureOut => "departure-out",
                _ => "any-part",
            }
            : "declared";
}

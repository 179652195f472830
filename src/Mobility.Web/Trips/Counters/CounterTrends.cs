using Mobility.Casework.Residence;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using Mobility.Rules.Trips.Planning;
using Mobility.Web.Shared.Findings;
using NodaTime;

namespace Mobility.Web.Trips.Counters;

/// <summary>Adds to each counter where it comes from and where the plans lead it, from the same record and rules.</summary>
public static class CounterTrends
{
    private const int MonthsBack = 12;
    private const int MonthsAhead = 6;
    private const int DaysBetween = 14;

    // Rules of residence are asked anew for each point; counted ones cost next to nothing.
    private const int DaysBetweenAnswers = 42;

    /// <summary>The counters with their trends.</summary>
    public static IReadOnlyList<FindingView> With(
        IEnumerable<FindingView> counters,
        TravelRecord record,
        IReadOnlyCollection<DeclaredFact> declared,
        LocalDate asOf
    ) => [.. counters.Select(c => c with { Trend = Of(c, record, declared, asOf) })];

    private static CounterTrend? Of(
        FindingView counter,
        TravelRecord record,
        IReadOnlyCollection<DeclaredFact> declared,
        LocalDate asOf
    )
    {
        if (
            counter is not { Rule: { } rule, Finding.Figures: { } figures }
            || DayTotals.Of(rule, record, declared.On(asOf, rule.Jurisdiction), asOf) is not { } totals
            || totals.On(asOf) is not { } now
        )
        {
            return null;
        }
        var end = asOf.PlusMonths(MonthsAhead);
        var days = rule is DayRule ? DaysBetween : DaysBetweenAnswers;
        var points = new List<TrendPoint>();
        for (var day = asOf; day >= asOf.PlusMonths(-MonthsBack) && totals.On(day) is { } total; day = day.PlusDays(-days))
        {
            points.Insert(0, new TrendPoint(day, total));
        }
        for (var day = asOf.PlusDays(days); day <= end && totals.On(day) is { } total; day = day.PlusDays(days))
        {
            points.Add(new TrendPoint(day, total));
        }
        return new CounterTrend
        {
            AsOf = asOf,
            Limit = figures.Limit,
            Points = points,
            Ago = totals.On(asOf.PlusDays(-CounterTrend.DaysBack)),
            Now = now,
            Peak =
                figures is { ForecastOn: { } peak } && peak > asOf && figures.Forecast > now
                    ? new TrendPoint(peak, figures.Forecast)
                    : null,
            Ahead = Ahead(rule, figures, now, totals),
        };
    }

    private static StepAhead? Ahead(Rule rule, DayFigures figures, Fraction now, DayTotals totals)
    {
        var steps = rule switch
        {
            DayRule counter => counter.AlertAt,
            ResidenceRule residence => residence.AlertAt,
            _ => [],
        };
        return
            steps.FirstOrDefault(step => step > now) is > 0 and var next
            && figures is { ForecastOn: { } peak }
            && figures.Forecast >= next
            && totals.FirstWith(next, peak) is { } on
            ? new StepAhead(next, on)
            : null;
    }
}

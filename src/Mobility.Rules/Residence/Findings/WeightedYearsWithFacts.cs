using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>What a test of weighted years says where facts leave days out or give the days of a year.</summary>
internal static class WeightedYearsWithFacts
{
    // No plan and no safe exit is looked for later than so many years after the records.
    private const int YearsToCome = 3;

    /// <summary>The finding of a record out of which facts take days: the same count on the days that are left.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="byStays">What the stays alone say.</param>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="facts">The facts, at least one of which the rule reads.</param>
    public static Finding Of(WeightedYearsRule rule, Finding byStays, TravelRecord record, FactSet facts)
    {
        var byDays = rule.Evaluate(Read(rule, record, facts, byStays.AsOf), byStays.AsOf);
        var answer = rule.Answer(Question(byStays, record, facts));
        return byDays with
        {
            Results = FindingResults.Of(answer),
            Steps = answer.Reasons,
            ParametersUsed = byDays.ParametersUsed.Union(answer.ParametersUsed).ToList(),
        };
    }

    /// <summary>The record with the days that the facts leave out.</summary>
    public static TravelRecord Read(WeightedYearsRule rule, TravelRecord record, FactSet facts, LocalDate asOf)
    {
        var last = record.Stays.Select(stay => stay.Depart ?? stay.Arrive).Append(asOf.PlusYears(1)).Max();
        return record with { LeftOut = CountedYears.LeftOut(rule, record, facts, asOf, last.PlusYears(YearsToCome)) };
    }

    /// <summary>
    /// The finding where the number of days of a year is told, and not the days. Only what has happened is asked about; days nobody can place are
    /// tried both ways.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="byStays">What the stays alone say; its day, year and unknown days are kept.</param>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="facts">The facts.</param>
    public static Finding OfNumbers(WeightedYearsRule rule, Finding byStays, TravelRecord record, FactSet facts)
    {
        var question = Question(byStays, record, facts);
        var answer = rule.Answer(question);
        var met = answer["resident"] is true;
        var ifUnknown = UnknownDays(rule, record, byStays) is { Count: > 0 } days
            ? rule.Answer(question with { Held = new(rule.Jurisdiction, days) })["resident"] is true
            : met;
        return byStays with
        {
            Outcome =
                met != ifUnknown ? Outcome.Undetermined
                : met ? Outcome.Breached
                : Outcome.Within,
            TestMet = met == ifUnknown ? met : null,
            Summary = answer.Reasons[0],
            Figures = null,
            Parts = [],
            Formula = [],
            Days = [],
            Results = FindingResults.Of(answer),
            Steps = answer.Reasons,
            ParametersUsed = answer.ParametersUsed,
            Assumptions = [.. byStays.Assumptions, Explanation.Of("assume.no-forecast")],
            NextChange = null,
            LatestSafeExit = null,
            Breach = null,
            AlertsReached = [],
        };
    }

    private static ResidenceQuestion Question(Finding byStays, TravelRecord record, FactSet facts) =>
        new()
        {
            AsOf = byStays.AsOf,
            On = byStays.AsOf,
            Year = byStays.Period,
            Stays = record.Stays.Where(stay => !stay.Planned && stay.Arrive <= byStays.AsOf).ToList(),
            Facts = facts,
        };

    /// <summary>Days nobody can place, and days of plans that nobody confirmed, up to the day asked about.</summary>
    private static DaySet UnknownDays(WeightedYearsRule rule, TravelRecord record, Finding byStays)
    {
        var today = DaySet.Number(byStays.AsOf);
        var spans = record.UnknownSpans.Select(span => new Run(DaySet.Number(span.From), DaySet.Number(span.To)));
        var plans = record
            .Stays.Where(stay => stay.Planned && CountedYears.CanCount(rule, stay))
            .Select(stay => new Run(DaySet.Number(stay.Arrive), stay.Depart is { } end ? DaySet.Number(end) : today));
        return DaySet.Of(
            spans.Concat(plans).Where(run => run.From <= today).Select(run => new Run(run.From, Math.Min(run.To, today)))
        );
    }
}

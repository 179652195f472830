namespace Mobility.Rules.Deadlines;

/// <summary>Every deadline rule of the book, and the plan they make for a case.</summary>
public sealed class DeadlineRules
{
    internal DeadlineRules(IReadOnlyList<DeadlineRule> all) => All = all;

    /// <summary>The rules, by id.</summary>
    public IReadOnlyList<DeadlineRule> All { get; }

    /// <summary>
    /// Every deadline the rules plan for a case, by due day, those with an unknown day last. The same facts always give the same plan. Deadlines
    /// gone by are included; the caller knows since when it looks after the case. A rule that does not cover the day of an event plans nothing for
    /// it, and neither does an event that is not among the facts; an event whose date is not known gives a deadline without a date.
    /// </summary>
    /// <exception cref="ArgumentException">An anchor that is worked out was given, or the same anchor twice for one subject.</exception>
    public IReadOnlyList<PlannedDeadline> Plan(DeadlineFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Anchors.FirstOrDefault(anchor => anchor.Anchor is Anchor.TaxYearEnd or Anchor.DayCountForecast) is { } derived)
        {
            throw new ArgumentException($"{derived.Anchor} is worked out, not given.", nameof(facts));
        }

        if (
            facts.Anchors.GroupBy(anchor => (anchor.Anchor, anchor.SubjectKey)).FirstOrDefault(group => group.Count() > 1) is
            { } twice
        )
        {
            throw new ArgumentException($"{twice.Key.Anchor} is given twice for '{twice.Key.SubjectKey}'.", nameof(facts));
        }

        return All.SelectMany(rule => rule.Plan(facts))
            .OrderBy(deadline => deadline.DueOn is null)
            .ThenBy(deadline => deadline.DueOn)
            .ThenBy(deadline => deadline.Key, StringComparer.Ordinal)
            .ToList();
    }
}

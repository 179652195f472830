using Mobility.Casework.Assessments;
using Mobility.Rules;
using Mobility.Rules.Trips;

namespace Mobility.Casework.Alerts;

/// <summary>The steps of day rules and of rules of residence that people have reached, or will by their plans.</summary>
internal static class DayAlerts
{
    /// <summary>
    /// One alert for each step reached, on the person's running case; where there are several, on the one that began last. A step has one key
    /// for a person, a rule and a window, so that it is told once however often it is found. To be resident at home is the usual case and no
    /// alert.
    /// </summary>
    public static IEnumerable<AlertDraft> Reached(
        ReviewFacts facts,
        IReadOnlyDictionary<Guid, IReadOnlyList<Finding>> findings,
        RuleBook rules
    ) =>
        from file in facts
            .Cases.Where(c => c.CancelledOn is null && c.ClosedOn is null)
            .OrderByDescending(c => c.Start)
            .DistinctBy(c => c.AssigneeId)
        let found = findings[file.AssigneeId]
        from finding in found
        from step in finding.AlertsReached
        where
            !IsResidence(finding, rules)
            || (finding.Jurisdiction != file.Assignee!.HomeCountry && !IsTold(found, finding, step, rules))
        select new AlertDraft
        {
            Key = $"days {file.AssigneeId:n} {finding.RuleId} {step.Key}",
            Topic = finding.RuleId,
            CaseId = file.Id,
            PersonId = file.AssigneeId,
            RuleId = finding.RuleId,
            Title = step.At is { } days ? $"{finding.RuleLabel}: {days} / {finding.Figures?.Limit}" : finding.RuleLabel,
            // In the forecast there is still something to do: to leave by then.
            DueOn = step.At is null ? finding.LatestSafeExit?.WithUnknown : null,
            StepOn = step.On,
            Why = finding.Summary,
            RuleLabel = finding.RuleLabel,
            Sources = finding.ParametersUsed.Select(p => p.Source).Distinct().ToList(),
        };

    // By the rule: a counter of days has results by name too, once a declared fact takes days out of it.
    private static bool IsResidence(Finding finding, RuleBook rules) => rules.Find(finding.RuleId) is not DayRule;

    // Where a day rule of the same country speaks of the same day, it is one thing, and the day rule knows more about it.
    private static bool IsTold(IReadOnlyList<Finding> found, Finding residence, AlertStep step, RuleBook rules) =>
        found.Any(other =>
            !IsResidence(other, rules)
            && other.Jurisdiction == residence.Jurisdiction
            && other.AlertsReached.Any(told => told.At is null == step.At is null && told.On == step.On)
        );
}

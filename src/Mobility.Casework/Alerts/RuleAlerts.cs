using Mobility.Casework.Access;
using Mobility.Casework.Assessments;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Rules.Deadlines;

namespace Mobility.Casework.Alerts;

/// <summary>Outcomes that moved because the rules did: nobody on the case did anything, so somebody must be told.</summary>
internal static class RuleAlerts
{
    /// <summary>One alert for each, on the person's running case; where there are several, on the one that began last.</summary>
    public static IEnumerable<AlertDraft> Moved(ReviewFacts facts, IReadOnlyList<MovedAnswer> moved, RuleBook rules) =>
        from answer in moved
        let file = facts.RunningCaseOf(answer.PersonId)
        where file is not null
        let finding = answer.Now
        select new AlertDraft
        {
            // The row is made once, and so is the alert.
            Key = $"rules {answer.AssessmentId:n}",
            Topic = $"{finding.RuleId} rules",
            CaseId = file.Id,
            PersonId = answer.PersonId,
            RuleId = finding.RuleId,
            Title = $"{finding.RuleLabel}: {answer.Before} → {finding.Outcome}",
            StepOn = finding.AsOf,
            Why = Explanation.Of("rules.moved", finding.RuleLabel),
            RuleLabel = finding.RuleLabel,
            Sources = finding.ParametersUsed.Select(p => p.Source).Distinct().ToList(),
            Actor =
                rules.Find(finding.RuleId)?.IsFor(PersonKind.TaxAdviser) == false ? Actor.ImmigrationAdviser : Actor.TaxAdviser,
        };
}

using Mobility.Casework.Assessments;
using Mobility.Casework.Opinions;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using NodaTime;

namespace Mobility.Casework.Alerts;

/// <summary>Opinions that an adviser has to look at again: near their last day, past it, or overtaken by the rule book's own answer.</summary>
internal static class OpinionAlerts
{
    /// <summary>One alert for each step of an opinion, and one for each answer that overtakes it.</summary>
    public static IEnumerable<AlertDraft> Due(
        ReviewFacts facts,
        IEnumerable<Opinion> opinions,
        IReadOnlyDictionary<Guid, IReadOnlyList<Finding>> findings,
        Instant now
    ) =>
        from opinion in opinions
        let file = facts.RunningCaseOf(opinion.PersonId)
        where file is not null
        let finding = findings[opinion.PersonId].FirstOrDefault(f => f.RuleId == opinion.RuleId)
        let mark = finding is null ? null : OpinionMark.Of(finding)
        let today = now.DateIn(file.Assignee!.TimeZone)
        where opinion.NeedsAdviser(today, mark)
        let state = opinion.On(today, mark)
        let label = finding?.RuleLabel ?? opinion.RuleId
        select new AlertDraft
        {
            Key = state switch
            {
                OpinionState.Ended => $"opinion {opinion.Id:n} ended",
                OpinionState.Overtaken => $"opinion {opinion.Id:n} overtaken {mark}",
                _ => $"opinion {opinion.Id:n} ends",
            },
            Topic = $"opinion {opinion.Id:n}",
            CaseId = file.Id,
            PersonId = opinion.PersonId,
            RuleId = opinion.RuleId,
            Title = label,
            DueOn = state == OpinionState.Overtaken ? null : opinion.ValidTo,
            StepOn = today,
            Why = state switch
            {
                OpinionState.Ended => Explanation.Of("opinion.ended", opinion.ByName, opinion.ValidTo),
                OpinionState.Overtaken => Explanation.Of("opinion.overtaken", opinion.ByName),
                _ => Explanation.Of("opinion.ends", opinion.ByName, opinion.ValidTo),
            },
            RuleLabel = label,
            Actor = opinion.ByKind == PersonKind.ImmigrationAdviser ? Actor.ImmigrationAdviser : Actor.TaxAdviser,
        };
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Alerts;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Assessments;

/// <summary>
/// What follows from a change of facts: the assignee's findings, the case's deadlines, the alerts newly due. Called by every service that
/// changes a fact a rule reads, inside its transaction and after its save.
/// </summary>
public sealed class CaseReview(
    MobilityDbContext db,
    RuleBook rules,
    AssessmentService assessments,
    DeadlinePlanner deadlines,
    AlertService alerts
)
{
    /// <summary>Reviews a case after a change of its facts, and every other running case of the same people.</summary>
    public Task RefreshAsync(Guid caseId, ChangeContext change, CancellationToken cancellation) =>
        RefreshAsync([caseId], change, cancellation);

    /// <summary>The same for several cases at once, in the same number of queries. Keep to some dozens: all is held in memory.</summary>
    public Task RefreshAsync(IReadOnlyCollection<Guid> caseIds, ChangeContext change, CancellationToken cancellation) =>
        ReviewAsync(caseIds, factsChanged: true, change, cancellation);

    /// <summary>Reviews cases whose facts stand, because a day has gone by or the rule book is another one.</summary>
    internal Task CatchUpAsync(IReadOnlyCollection<Guid> caseIds, ChangeContext change, CancellationToken cancellation) =>
        ReviewAsync(caseIds, factsChanged: false, change, cancellation);

    private Task ReviewAsync(
        IReadOnlyCollection<Guid> caseIds,
        bool factsChanged,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var ids = await ReviewFacts.WithSharedPeopleAsync(db, caseIds, token);
                await db.HoldCasesAsync(ids, token);
                var facts = await ReviewFacts.LoadAsync(db, ids, token);
                var answers = await assessments.AssessAsync(facts, factsChanged, change, token);
                var planned = await deadlines.PlanAsync(facts, answers.Findings, change, token);
                await db.SaveChangesAsync(token);
                await alerts.RaiseAsync(
                    [
                        .. DayAlerts.Reached(facts, answers.Findings, rules),
                        .. RuleAlerts.Moved(facts, answers.MovedByRules, rules),
                        .. OpinionAlerts.Due(facts, facts.Opinions.SelectMany(o => o), answers.Findings, change.At),
                        .. planned.SelectMany(deadline =>
                            DeadlineAlerts.Take(deadline, facts.AssigneeOf(deadline.CaseId), rules, change.At)
                        ),
                    ],
                    change,
                    token
                );
                await MarkReviewedAsync(facts, change.At, token);
            },
            cancellation
        );

    private async Task MarkReviewedAsync(ReviewFacts facts, Instant at, CancellationToken cancellation)
    {
        var book = RuleBookName.Of(rules);
        foreach (var sameDay in facts.Cases.GroupBy(c => at.DateIn(c.Assignee!.TimeZone), c => c.Id))
        {
            var ids = sameDay.ToList();
            // Past the version on purpose: nobody edits these two, and a review must not refuse somebody's open form.
            await db
                .Cases.Where(c => ids.Contains(c.Id))
                .ExecuteUpdateAsync(
                    s => s.SetProperty(c => c.ReviewedOn, sameDay.Key).SetProperty(c => c.ReviewedWith, book),
                    cancellation
                );
        }
    }
}

internal static class HeldCases
{
    /// <summary>
    /// Holds the cases until the transaction ends, so that two reviews, or a review and a sweep, of one case follow each other. A write that
    /// changes nothing does it on both databases.
    /// </summary>
    public static Task HoldCasesAsync(
        this MobilityDbContext db,
        IReadOnlyCollection<Guid> caseIds,
        CancellationToken cancellation
    ) =>
        db
            .Cases.Where(c => caseIds.Contains(c.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.ReviewedOn, c => c.ReviewedOn), cancellation);
}

using Mobility.Casework.Deadlines;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Alerts;

/// <summary>The steps of a deadline's ladder that are due.</summary>
internal static class DeadlineAlerts
{
    /// <summary>
    /// The alerts that <paramref name="deadline"/> owes at <paramref name="now"/>, one for each step since its pointer; the pointer moves on
    /// to the next step. Both are saved together, or neither.
    /// </summary>
    /// <param name="deadline">The deadline, tracked.</param>
    /// <param name="assigneeId">Whom a deadline of the case as a whole is about.</param>
    /// <param name="rules">Tells which day rule a forecast is of.</param>
    /// <param name="now">The moment.</param>
    public static IReadOnlyList<AlertDraft> Take(Deadline deadline, Guid assigneeId, RuleBook rules, Instant now)
    {
        if (deadline.State != DeadlineState.Open || deadline.NextAlertAt is not { } pointer || pointer > now)
        {
            return [];
        }
        var reason = deadline.ReadReason();
        var zone = TimeZones.Of(deadline.TimeZone);
        deadline.NextAlertAt = ReminderTimes.After(reason.RemindOn, zone, now);
        return ReminderTimes
            .Due(reason.RemindOn, zone, pointer, now)
            .Select(step => new AlertDraft
            {
                Key = $"deadline {deadline.Id:n} {Iso(deadline.DueOn)} {Iso(step)}",
                Topic = TopicOf(deadline, rules),
                CaseId = deadline.CaseId,
                DeadlineId = deadline.Id,
                PersonId = deadline.PersonId ?? assigneeId,
                RuleId = deadline.RuleId,
                Title = deadline.Title,
                DueOn = deadline.DueOn,
                StepOn = step,
                Why = reason.Explanation,
                Consequence = reason.Consequence,
                RuleLabel = reason.Label,
                Sources = reason.ParametersUsed.Select(p => p.Source).Distinct().ToList(),
                Actor = deadline.Actor,
            })
            .ToList();
    }

    // A deadline on the forecast of a day rule is about the same thing as that rule's own alerts.
    private static string TopicOf(Deadline deadline, RuleBook rules) =>
        rules.Find(deadline.RuleId) is DeadlineRule { OfRule: { } dayRule } ? dayRule : deadline.Id.ToString("n");

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}

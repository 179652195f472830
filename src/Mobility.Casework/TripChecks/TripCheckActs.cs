using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Casework.Tasks;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Casework.TripChecks;

/// <summary>
/// Tasks and deadlines of a confirmed check. What law sets a day for is a deadline, made by <see cref="DeadlinePlanner"/> from the rule at every
/// review; everything else is a task of the case's consultant.
/// </summary>
internal sealed class TripCheckActs(MobilityDbContext db, RuleBook rules)
{
    // What is stored is in the language of the rule book, as rules' labels are.
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>Makes what follows from an answer equal to it: adds, moves, drops. The caller saves and reviews the case.</summary>
    public async Task MakeAsync(TripCheck check, TripAnswer answer, ChangeContext change, CancellationToken cancellation)
    {
        var acts = await LoadAsync(check, cancellation);
        var consultant = await db.Cases.Where(c => c.Id == check.CaseId).Select(c => c.ConsultantId).SingleAsync(cancellation);
        foreach (var wanted in answer.Tasks)
        {
            var starts = answer.Destinations.First(destination => destination.Country == wanted.Country).From;
            var isDeadline = Plan(wanted.RuleId, wanted.Kind, starts, "", "") is not null && wanted.DueByLaw;
            if (acts.Remove(wanted.Key, out var act) && act.TaskId is null == isDeadline)
            {
                act.StartsOn = starts;
                act.RuleId = wanted.RuleId;
                Move(act.Task, check, wanted, change);
                continue;
            }
            if (act is not null)
            {
                Drop(act, check, change);
            }
            var task = isDeadline ? null : NewTask(check, wanted, consultant, change);
            db.TripCheckActs.Add(
                new()
                {
                    TripCheckId = check.Id,
                    Key = wanted.Key,
                    Kind = wanted.Kind,
                    Country = wanted.Country,
                    RuleId = wanted.RuleId,
                    StartsOn = starts,
                    TaskId = task?.Id,
                }
            );
        }
        foreach (var gone in acts.Values)
        {
            Drop(gone, check, change);
        }
    }

    /// <summary>Drops all that followed. The caller saves and reviews the case.</summary>
    public async Task DropAllAsync(TripCheck check, ChangeContext change, CancellationToken cancellation)
    {
        foreach (var act in (await LoadAsync(check, cancellation)).Values)
        {
            Drop(act, check, change);
        }
    }

    /// <summary>The deadline that a rule makes of an act; null when it makes none.</summary>
    public PlannedDeadline? Plan(string? ruleId, TripTaskKind kind, LocalDate starts, string key, string name) =>
        ruleId is not null && rules.Find(ruleId) is TripRule rule ? rule.Plan(kind, starts, key, name) : null;

    private async Task<Dictionary<string, TripCheckAct>> LoadAsync(TripCheck check, CancellationToken cancellation) =>
        await db
            .TripCheckActs.Include(a => a.Task)
            .Where(a => a.TripCheckId == check.Id)
            .ToDictionaryAsync(a => a.Key, cancellation);

    private CaseTask NewTask(TripCheck check, TripTask wanted, Guid consultant, ChangeContext change)
    {
        var task = new CaseTask
        {
            CaseId = check.CaseId,
            What = What(check, wanted),
            Why = Why(wanted),
            DueOn = wanted.DueOn,
            AssignedToId = consultant,
            RuleId = wanted.RuleId,
            CreatedAt = change.At,
        };
        db.Tasks.Add(task);
        db.AddHistory(change, ChangeKind.TaskCreated, task.What, task.CaseId, check.PersonId, why: task.Why);
        return task;
    }

    private void Move(CaseTask? task, TripCheck check, TripTask wanted, ChangeContext change)
    {
        if (task is not { State: CaseTaskState.Open } || (task.DueOn == wanted.DueOn && task.What == What(check, wanted)))
        {
            return;
        }
        task.What = What(check, wanted);
        task.Why = Why(wanted);
        task.DueOn = wanted.DueOn;
        db.AddHistory(change, ChangeKind.TaskAmended, task.What, task.CaseId, check.PersonId, why: task.Why);
    }

    private void Drop(TripCheckAct act, TripCheck check, ChangeContext change)
    {
        if (act.Task is { State: CaseTaskState.Open } task)
        {
            task.State = CaseTaskState.Dropped;
            task.DoneAt = change.At;
            db.AddHistory(change, ChangeKind.TaskDropped, task.What, task.CaseId, check.PersonId);
        }
        db.TripCheckActs.Remove(act);
    }

    private static string What(TripCheck check, TripTask wanted) => Cut($"{check.Number}: {wanted.What.Render(English)}", 200);

    private static string Why(TripTask wanted) => Cut(wanted.Why.Render(English), 500);

    /// <summary>Whole words up to a length.</summary>
    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }
        var end = text.LastIndexOf(' ', length - 2);
        return text[..(end > 0 ? end : length - 1)] + "…";
    }
}

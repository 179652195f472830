using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Casework.Deadlines;

/// <summary>Makes the stored deadlines of cases equal to what the rules plan for them, and tells in the history what moved.</summary>
public sealed class DeadlinePlanner(MobilityDbContext db, RuleBook rules)
{
    /// <summary>
    /// Plans the cases of a review. Returns every deadline of theirs, tracked. The caller saves.
    /// </summary>
    internal async Task<IReadOnlyList<Deadline>> PlanAsync(
        ReviewFacts facts,
        IReadOnlyDictionary<Guid, IReadOnlyList<Finding>> findings,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        var ids = facts.Cases.Select(c => c.Id).ToList();
        var stored = await db.Deadlines.Where(d => ids.Contains(d.CaseId)).ToListAsync(cancellation);
        var byCase = stored.ToLookup(d => d.CaseId);
        foreach (var file in facts.Cases)
        {
            stored.AddRange(Plan(file, facts, findings[file.AssigneeId], byCase[file.Id].ToList(), change));
        }
        return stored;
    }

    private List<Deadline> Plan(
        Case file,
        ReviewFacts facts,
        IReadOnlyList<Finding> findings,
        List<Deadline> stored,
        ChangeContext change
    )
    {
        var rows = stored.ToDictionary(d => (d.RuleId, d.Subject));
        var news = new DeadlineNews();
        var added = new List<Deadline>();
        var anchors = new CaseAnchors(file, facts);
        foreach (var planned in PlannedFor(file, anchors, findings, change.At).Concat(PlannedForTrips(file, facts)))
        {
            if (rows.Remove((planned.RuleId, SubjectOf(planned)), out var row))
            {
                Renew(row, file, planned, news, change);
            }
            else if (!IsOver(planned, file))
            {
                row = New(file, planned, OwnerOf(planned, anchors, file), change.At);
                added.Add(row);
                news.Planned(row);
            }
        }
        foreach (var row in rows.Values.Where(d => d.State == DeadlineState.Open))
        {
            row.State = DeadlineState.Withdrawn;
            row.StateAt = change.At;
            row.StateReason = null;
            row.NextAlertAt = null;
            news.Withdrawn(row);
        }
        db.Deadlines.AddRange(added);
        news.Tell(db, file, change);
        return added;
    }

    private IEnumerable<PlannedDeadline> PlannedFor(Case file, CaseAnchors anchors, IReadOnlyList<Finding> findings, Instant now)
    {
        if (file.CancelledOn is not null || file.ClosedOn is not null)
        {
            return [];
        }
        return anchors
            .ByCountry.SelectMany(place =>
                rules.Deadlines.Plan(
                    new DeadlineFacts
                    {
                        CaseKey = anchors.CaseKey,
                        AsOf = now.DateIn(file.TimeZone),
                        HomeCountry = file.HomeCountry,
                        HostCountry = place.Key,
                        Anchors = place.Value,
                        Findings = place.Key == file.HostCountry ? findings : [],
                    }
                )
            )
            // One whose day is not known yet is no deadline yet.
            .Where(planned => planned.DueOn is not null);
    }

    /// <summary>What the law asks for trips that were checked and confirmed.</summary>
    private IEnumerable<PlannedDeadline> PlannedForTrips(Case file, ReviewFacts facts) =>
        file.CancelledOn is not null || file.ClosedOn is not null
            ? []
            : facts
                .TripActs[file.Id]
                .Select(act =>
                    (rules.Find(act.RuleId!) as TripRule)?.Plan(
                        act.Kind,
                        act.StartsOn,
                        $"{act.TripCheckId:n} {act.Country}",
                        $"{act.TripCheck!.Number}, {file.Assignee!.FullName}"
                    )
                )
                .OfType<PlannedDeadline>();

    /// <summary>
    /// Of a time before the case was opened: the day and the event it hangs on were both over then. A paper in use never is; that it has run
    /// out is what somebody must see.
    /// </summary>
    private static bool IsOver(PlannedDeadline planned, Case file) =>
        planned.Anchor is not (Anchor.PassportExpiry or Anchor.PermitExpiry or Anchor.A1Start or Anchor.A1End)
        && planned.DueOn < file.InitiatedOn
        && planned.AnchorOn < file.InitiatedOn;

    private static string SubjectOf(PlannedDeadline planned) =>
        planned.Period is null ? planned.SubjectKey : $"{planned.SubjectKey} {planned.Period}";

    private static Guid? OwnerOf(PlannedDeadline planned, CaseAnchors anchors, Case file) =>
        planned.Anchor is Anchor.DayCountForecast or Anchor.PostingStart ? file.AssigneeId : anchors.OwnerOf(planned.SubjectKey);

    private static Deadline New(Case file, PlannedDeadline planned, Guid? owner, Instant now)
    {
        var row = new Deadline
        {
            CaseId = file.Id,
            PersonId = owner,
            RuleId = planned.RuleId,
            RuleVersion = planned.RuleVersion,
            Subject = SubjectOf(planned),
            Title = "",
            TimeZone = file.TimeZone,
            Reason = "",
        };
        Describe(row, file, planned);
        row.DueOn = planned.DueOn!.Value;
        row.NextAlertAt = ReminderTimes.First(planned.RemindOn, TimeZones.Of(file.TimeZone), now);
        return row;
    }

    private static void Describe(Deadline row, Case file, PlannedDeadline planned)
    {
        row.RuleVersion = planned.RuleVersion;
        row.Title = (planned.SubjectName, planned.Anchor) switch
        {
            ({ } name, _) => $"{planned.Label}: {name}",
            (null, Anchor.TaxYearEnd) => $"{planned.Label}: {planned.Period}",
            _ => planned.Label,
        };
        row.TimeZone = file.TimeZone;
        row.Severity = planned.Severity;
        row.Actor = planned.Actor;
        row.Reason = DeadlineReason.Write(planned);
    }

    private static void Renew(Deadline row, Case file, PlannedDeadline planned, DeadlineNews news, ChangeContext change)
    {
        var due = planned.DueOn!.Value;
        var moved = row.DueOn != due;
        if (row.State is DeadlineState.Done or DeadlineState.Waived && !moved)
        {
            return;
        }
        var zone = TimeZones.Of(file.TimeZone);
        var before = row.ReadReason();
        var ladderStands = row.TimeZone == file.TimeZone && before.RemindOn.SequenceEqual(planned.RemindOn);
        var (state, dueBefore, versionBefore) = (row.State, row.DueOn, row.RuleVersion);
        Describe(row, file, planned);
        if (state == DeadlineState.Open && !moved)
        {
            // Another ladder never goes back over what was told, and loses nothing that is due.
            if (!ladderStands && !(row.NextAlertAt <= change.At))
            {
                row.NextAlertAt = ReminderTimes.After(planned.RemindOn, zone, change.At);
            }
            return;
        }
        row.DueOn = due;
        row.NextAlertAt = ReminderTimes.First(planned.RemindOn, zone, change.At);
        if (state == DeadlineState.Withdrawn)
        {
            news.Planned(row);
        }
        else
        {
            news.Moved(row, state, dueBefore, before, versionBefore, planned);
        }
        row.State = DeadlineState.Open;
        row.StateAt = state == DeadlineState.Open ? row.StateAt : change.At;
        row.StateReason = null;
    }
}

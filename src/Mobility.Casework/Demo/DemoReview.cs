using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Alerts;
using Mobility.Casework.Assessments;
using Mobility.Casework.Board;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Casework.Opinions;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>
/// Lets the services find what follows from the facts: findings, deadlines, alerts. Their rows are not saved as they stand but taken, given
/// keys of the programme's own, and told as if they had been made in their time: what fell due long ago was done, reminders went out on
/// their day. No mail is queued.
/// </summary>
internal sealed class DemoReview(MobilityDbContext db, RuleBook rules, DemoRows rows, DemoOptions options)
{
    private const int Batch = 100;
    private const int Stream = 1_000_000;

    private readonly Instant now = DemoProgramme.Moment(options.Today);
    private readonly Dictionary<Guid, Change> opened = rows
        .Changes.Where(c => c.Kind == ChangeKind.CaseOpened)
        .ToDictionary(c => c.CaseId!.Value);

    private readonly Dictionary<Guid, int> numbers = rows.Cases.Select((c, i) => (c.Id, i)).ToDictionary(x => x.Id, x => x.i);

    private readonly List<Assessment> findings = [];
    private readonly List<BoardRow> board = [];
    private readonly List<Opinion> opinions = [];
    private readonly List<Deadline> deadlines = [];
    private readonly List<Alert> alerts = [];
    private readonly List<Change> changes = [];

    /// <summary>Stamps the cases as reviewed. Before they are inserted, since a review touches nothing else of a case.</summary>
    public void Stamp()
    {
        var zones = rows.People.ToDictionary(p => p.Id, p => p.TimeZone);
        var book = RuleBookName.Of(rules);
        foreach (var file in rows.Cases)
        {
            file.ReviewedOn = now.DateIn(zones[file.AssigneeId]);
            file.ReviewedWith = book;
        }
    }

    /// <summary>Reviews every case. Call after the facts were inserted, in the same transaction.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var stream = Stream;
        foreach (var batch in rows.Cases.Chunk(Batch))
        {
            var found = await ReviewAsync(batch, cancellation);
            foreach (var file in batch)
            {
                // Each case draws from a stream of its own here too.
                Settle(file, found, new DemoRandom(options.Seed, stream++, options.Today));
            }
            await InsertAsync(cancellation);
        }
    }

    /// <summary>What the services would save for some cases, by person and case.</summary>
    private sealed record Found(
        ILookup<Guid, Assessment> Findings,
        ILookup<Guid, Deadline> Deadlines,
        ILookup<Guid?, Change> Told,
        ILookup<Guid, AlertDraft> Reached,
        ILookup<Guid, Opinion> Opinions
    );

    private async Task<Found> ReviewAsync(Case[] batch, CancellationToken cancellation)
    {
        var change = ChangeContext.Program("Assessment sweep", now);
        var facts = await ReviewFacts.LoadAsync(db, batch.Select(c => c.Id).ToList(), cancellation);
        var answers = await new AssessmentService(db, rules).AssessAsync(facts, factsChanged: true, change, cancellation);
        var planned = await new DeadlinePlanner(db, rules).PlanAsync(facts, answers.Findings, change, cancellation);
        var given = batch
            .Select(c => rows.Advice.OpinionOn(c, numbers[c.Id], answers.Findings[c.AssigneeId], rules))
            .OfType<Opinion>()
            .ToList();
        var found = new Found(
            Added<Assessment>().ToLookup(a => a.PersonId),
            planned.ToLookup(d => d.CaseId),
            Added<Change>().ToLookup(c => c.CaseId),
            DayAlerts
                .Reached(facts, answers.Findings, rules)
                .Concat(OpinionAlerts.Due(facts, given, answers.Findings, now))
                .ToLookup(d => d.CaseId),
            given.ToLookup(o => o.CaseId)
        );
        board.AddRange(Added<BoardRow>());
        db.ChangeTracker.Clear();
        return found;
    }

    private IEnumerable<T> Added<T>()
        where T : class => db.ChangeTracker.Entries<T>().Select(e => e.Entity);

    private void Settle(Case file, Found found, DemoRandom random)
    {
        var start = opened[file.Id];
        foreach (var finding in found.Findings[file.AssigneeId].OrderBy(a => a.RuleId, StringComparer.Ordinal))
        {
            finding.Id = random.NextId();
            findings.Add(finding);
        }
        foreach (var opinion in found.Opinions[file.Id])
        {
            opinions.Add(opinion);
            var by = new ChangeContext
            {
                AccountId = opinion.ByAccountId,
                ByName = opinion.ByName,
                At = opinion.GivenAt,
            };
            var label = rules.Find(opinion.RuleId)!.Label;
            Add(
                by.Row(ChangeKind.OpinionGiven, label, file.Id, file.AssigneeId, OpinionService.Fields(opinion), opinion.Reason),
                random
            );
        }
        foreach (var change in found.Told[file.Id].OrderBy(c => c.Kind).ThenBy(c => c.Subject, StringComparer.Ordinal))
        {
            if (change.Kind == ChangeKind.DeadlinePlanned)
            {
                (change.At, change.ByAccountId, change.ByName) = (start.At, start.ByAccountId, start.ByName);
            }
            Add(change, random);
        }
        var planned = found.Deadlines[file.Id];
        foreach (
            var deadline in planned.OrderBy(d => d.RuleId, StringComparer.Ordinal).ThenBy(d => d.Subject, StringComparer.Ordinal)
        )
        {
            deadline.Id = random.NextId();
            deadlines.Add(deadline);
            if (WasDone(file, deadline, random))
            {
                Finish(deadline, start, random);
                continue;
            }
            foreach (var draft in DeadlineAlerts.Take(deadline, file.AssigneeId, rules, now))
            {
                Raise(draft, deadline.TimeZone, "Deadline sweep", start, random);
            }
        }
        foreach (var draft in found.Reached[file.Id].OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            Raise(draft, file.TimeZone, "Assessment sweep", start, random);
        }
    }

    /// <summary>
    /// Most of what fell due was done in its time. What concerns a paper that still runs out is open more often, and so is what fell due
    /// just now: that is the work there is.
    /// </summary>
    private bool WasDone(Case file, Deadline deadline, DemoRandom random)
    {
        if (file.ConsultantId == rows.Accounts[0].Id)
        {
            // The first consultant's day is told by the cast, to the number.
            return deadline.DueOn <= options.Today;
        }
        if (deadline.DueOn >= options.Today)
        {
            return false;
        }
        var reason = deadline.ReadReason();
        var runsOut =
            reason.Anchor is Anchor.PassportExpiry or Anchor.PermitExpiry or Anchor.A1End && reason.AnchorOn >= options.Today;
        return random.Chance(
            runsOut ? 60
            : deadline.DueOn > options.Today.PlusDays(-30) ? 90
            : 100
        );
    }

    private void Finish(Deadline deadline, Change start, DemoRandom random)
    {
        // What was due before there was a case was made up for in its first days.
        var day = LocalDate.Max(
            deadline.DueOn.PlusDays(-random.Between(0, 9)),
            start.At.InUtc().Date.PlusDays(random.Between(1, 9))
        );
        var at = day.AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(random.Between(7 * 60, 16 * 60));
        deadline.State = DeadlineState.Done;
        deadline.StateAt = Instant.Min(at, now);
        deadline.NextAlertAt = null;
        var change = new ChangeContext
        {
            AccountId = start.ByAccountId,
            ByName = start.ByName,
            At = deadline.StateAt.Value,
        };
        Add(change.Row(ChangeKind.DeadlineDone, deadline.Title, deadline.CaseId, deadline.PersonId), random);
    }

    /// <summary>On the day of its step; for one that is still to come, such as a breach in the forecast, now.</summary>
    private void Raise(AlertDraft draft, string zone, string job, Change start, DemoRandom random)
    {
        var step = ReminderTimes.On(draft.StepOn, TimeZones.Of(zone));
        var change = ChangeContext.Program(job, Instant.Max(Instant.Min(step, now), start.At));
        var alert = AlertService.Row(draft, change);
        alert.Id = random.NextId();
        alerts.Add(alert);
        Add(AlertService.HistoryRow(draft, change), random);
    }

    private void Add(Change change, DemoRandom random)
    {
        change.Id = random.NextId();
        changes.Add(change);
    }

    private async Task InsertAsync(CancellationToken cancellation)
    {
        await db.BulkInsertAsync(findings, cancellation);
        await db.BulkInsertAsync(board, cancellation);
        await db.BulkInsertAsync(opinions, cancellation);
        await db.BulkInsertAsync(deadlines, cancellation);
        await db.BulkInsertAsync(alerts, cancellation);
        await db.BulkInsertAsync(changes, cancellation);
        findings.Clear();
        board.Clear();
        opinions.Clear();
        deadlines.Clear();
        alerts.Clear();
        changes.Clear();
    }
}

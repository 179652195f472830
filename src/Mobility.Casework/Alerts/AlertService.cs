using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Rules.Deadlines;
using NodaTime;

namespace Mobility.Casework.Alerts;

/// <summary>
/// Raises alerts: the row, the mail and the line of history in one transaction. The unique key makes each one happen once, whoever finds it
/// and however often.
/// </summary>
public sealed class AlertService(MobilityDbContext db, IMailRenderer renderer)
{
    /// <summary>
    /// Raises those that were not raised before, and saves all that the context holds. Throws <see cref="DbUpdateException"/> with
    /// <see cref="UniqueViolation.IsUniqueViolation"/> when another node raised one at the same moment.
    /// </summary>
    /// <returns>How many are new.</returns>
    internal async Task<int> RaiseAsync(IReadOnlyList<AlertDraft> drafts, ChangeContext change, CancellationToken cancellation)
    {
        var fresh = drafts.Count == 0 ? [] : await FreshAsync(drafts, cancellation);
        if (fresh.Count > 0)
        {
            var files = await FilesAsync(fresh, change.At, cancellation);
            foreach (var topic in fresh.GroupBy(d => (d.CaseId, d.Topic)))
            {
                var file = files[topic.Key.CaseId];
                // A deadline says what to do by when, so it speaks before the count it rests on.
                var steps = topic.OrderBy(d => d.DeadlineId is not null).ThenBy(d => d.StepOn).ToList();
                foreach (var draft in steps)
                {
                    db.Alerts.Add(Row(draft, change));
                    db.Changes.Add(HistoryRow(draft, change));
                }
                await QueueMailsAsync(file, steps, change.At, cancellation);
            }
        }
        await db.SaveChangesAsync(cancellation);
        return fresh.Count;
    }

    private async Task<List<AlertDraft>> FreshAsync(IReadOnlyList<AlertDraft> drafts, CancellationToken cancellation)
    {
        var byKey = drafts.DistinctBy(d => d.Key).ToDictionary(d => d.Key);
        foreach (
            var raised in await db.Alerts.Where(a => byKey.Keys.Contains(a.Key)).Select(a => a.Key).ToListAsync(cancellation)
        )
        {
            byKey.Remove(raised);
        }
        return [.. byKey.Values];
    }

    internal static Alert Row(AlertDraft draft, ChangeContext change) =>
        new()
        {
            Key = draft.Key,
            CaseId = draft.CaseId,
            DeadlineId = draft.DeadlineId,
            PersonId = draft.PersonId,
            RuleId = draft.RuleId,
            Title = Cut(draft.Title, 500),
            Why = WhyOf(draft),
            DueOn = draft.DueOn,
            RaisedAt = change.At,
        };

    internal static Change HistoryRow(AlertDraft draft, ChangeContext change) =>
        change.Row(ChangeKind.AlertRaised, draft.Title, draft.CaseId, draft.PersonId, why: WhyOf(draft));

    private static string WhyOf(AlertDraft draft) => Cut(draft.Why.Render(CultureInfo.InvariantCulture), 1000);

    private async Task QueueMailsAsync(
        AlertedCase file,
        IReadOnlyList<AlertDraft> steps,
        Instant now,
        CancellationToken cancellation
    )
    {
        var last = steps[^1];
        var earlier = steps.SkipLast(1).ToLookup(s => s.DeadlineId is not null);
        foreach (var account in file.Readers(last.Actor))
        {
            var reader = MailReader.Of(account);
            var cover = account.Id == file.StandIn?.Account.Id ? file.StandIn : null;
            var rendered = await renderer.RenderAsync(
                new AlertMail
                {
                    Reader = reader,
                    CaseNumber = file.Number,
                    PersonName = file.People.GetValueOrDefault(last.PersonId, file.AssigneeName),
                    Title = last.Title,
                    Why = last.Why.Render(CultureInfo.GetCultureInfo(reader.Language)),
                    DueOn = last.DueOn,
                    Consequence = last.Consequence,
                    Missed = earlier[true].Select(s => s.StepOn).ToList(),
                    Also = earlier[false].Select(s => s.Title).Distinct().ToList(),
                    RuleLabel = last.RuleLabel,
                    Sources = last.Sources,
                    InCoverFor = cover?.Away,
                    CoverUntil = cover?.Until,
                    Path = last.DeadlineId is null ? $"/cases/{file.Number}/days" : $"/cases/{file.Number}",
                },
                cancellation
            );
            db.MailMessages.Add(rendered.ToRow(reader, now, last.CaseId));
        }
    }

    private async Task<Dictionary<Guid, AlertedCase>> FilesAsync(
        List<AlertDraft> drafts,
        Instant now,
        CancellationToken cancellation
    )
    {
        var ids = drafts.Select(d => d.CaseId).Distinct().ToList();
        var people = drafts.Select(d => d.PersonId).Distinct().ToList();
        var names = await db
            .People.Where(p => people.Contains(p.Id))
            .Select(p => new { p.Id, p.FullName })
            .ToDictionaryAsync(p => p.Id, p => p.FullName, cancellation);
        var engaged = (
            await db
                .Engagements.AsNoTracking()
                .Where(e => ids.Contains(e.CaseId))
                .Select(e => new { e.CaseId, Account = e.Account! })
                .ToListAsync(cancellation)
        ).ToLookup(e => e.CaseId, e => e.Account);
        var files = await db
            .Cases.AsNoTracking()
            .Where(c => ids.Contains(c.Id))
            .Select(c => new
            {
                c.Id,
                c.Number,
                c.Assignee!.FullName,
                Consultant = c.Consultant!,
            })
            .ToListAsync(cancellation);
        // By the moment of the alert: one that is due when a cover has just ended is the consultant's own again.
        var standIns = await db.StandInsAsync([.. files.Select(c => c.Consultant.Id).Distinct()], now, cancellation);
        return files.ToDictionary(
            c => c.Id,
            c => new AlertedCase(
                c.Number,
                c.FullName,
                c.Consultant,
                standIns.GetValueOrDefault(c.Consultant.Id),
                engaged[c.Id].ToList(),
                names
            )
        );
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private sealed record AlertedCase(
        string Number,
        string AssigneeName,
        Account Consultant,
        StandIn? StandIn,
        IReadOnlyList<Account> Engaged,
        IReadOnlyDictionary<Guid, string> People
    )
    {
        /// <summary>
        /// The consultant or who covers the consultant, and the engaged adviser where it is the adviser who has to act. Nobody who has been shut
        /// out.
        /// </summary>
        public IEnumerable<Account> Readers(Actor actor) =>
            Engaged
                .Where(a =>
                    (actor == Actor.TaxAdviser && a.Kind == PersonKind.TaxAdviser)
                    || (actor == Actor.ImmigrationAdviser && a.Kind == PersonKind.ImmigrationAdviser)
                )
                .Prepend(StandIn?.Account ?? Consultant)
                .Where(a => a.DeactivatedAt is null && a.Email is not null)
                .DistinctBy(a => a.Id);
    }
}

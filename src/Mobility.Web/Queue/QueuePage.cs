using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Opinions;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Web.Opinions;
using Mobility.Web.Shared.Findings;
using NodaTime;

namespace Mobility.Web.Queue;

/// <summary>A deadline that waits for the adviser.</summary>
public sealed record QueueDeadline(string Number, string Assignee, string Title, LocalDate DueOn);

/// <summary>A limit of somebody on one of the adviser's cases that is passed, near or undecided.</summary>
public sealed record QueueFinding(string Number, string Assignee, FindingView View)
{
    /// <summary>Whether it waits for facts or for judgement, and is no limit yet.</summary>
    public bool IsQuestion =>
        View.Finding is { Outcome: Outcome.ForAdviser } or { Outcome: Outcome.Undetermined, Asks.Count: > 0 };
}

/// <summary>An opinion of the adviser's to look at again.</summary>
public sealed record QueueOpinion(string Number, string Assignee, string Rule, OpinionView View);

/// <summary>A case the adviser is engaged on.</summary>
public sealed record QueueCase(
    string Number,
    string Assignee,
    string HomeCountry,
    string HostCountry,
    LocalDate Start,
    LocalDate? End,
    string Consultant
);

/// <summary>An adviser's day: what waits for them, which limits are near, which cases are theirs.</summary>
public sealed record QueuePage
{
    public required LocalDate Today { get; init; }

    /// <summary>Late and due by <see cref="Until"/>.</summary>
    public required IReadOnlyList<QueueDeadline> Deadlines { get; init; }

    /// <summary>The last day whose deadlines are listed; null when all are.</summary>
    public required LocalDate? Until { get; init; }

    /// <summary>Deadlines after <see cref="Until"/>.</summary>
    public required int Later { get; init; }

    public required IReadOnlyList<QueueFinding> Findings { get; init; }

    /// <summary>How many limits there are, and how many questions; without being asked for all, the page lists the gravest.</summary>
    public required int AllFindings { get; init; }

    public required int AllQuestions { get; init; }

    /// <summary>Answers that wait for facts or for an adviser's judgement.</summary>
    public required IReadOnlyList<QueueFinding> Questions { get; init; }

    /// <summary>The adviser's own opinions that end soon, have ended or were overtaken by the rule book.</summary>
    public required IReadOnlyList<QueueOpinion> Opinions { get; init; }

    public required IReadOnlyList<QueueCase> Cases { get; init; }
}

/// <summary>Reads the queue, starting at the cases the adviser may see.</summary>
public sealed class QueuePages(MobilityDbContext db, OpinionReader opinions, RuleBook rules)
{
    // The outcomes somebody has to look at, as assessments keep them.
    private static readonly string[] Telling =
    [
        nameof(Outcome.Breached),
        nameof(Outcome.BreachForecast),
        nameof(Outcome.Undetermined),
        nameof(Outcome.Approaching),
        nameof(Outcome.ForAdviser),
    ];

    private const int MostListed = 30;

    /// <summary>How far ahead an adviser looks unless asking for all.</summary>
    private static readonly Period Ahead = Period.FromMonths(6);

    public async Task<QueuePage> LoadAsync(Viewer viewer, LocalDate today, bool all, CancellationToken cancellation)
    {
        LocalDate? until = all ? null : today + Ahead;
        var open = db.Cases.VisibleTo(viewer).Where(c => c.CancelledOn == null && c.ClosedOn == null);
        var found = await FindingsAsync(open, viewer.Kind, today, cancellation);
        var limits = found.Where(f => !f.IsQuestion && f.View.Gravity <= 3).ToList();
        var questions = found.Where(f => f.IsQuestion).ToList();
        var most = all ? int.MaxValue : MostListed;
        return new QueuePage
        {
            Today = today,
            Until = until,
            Deadlines = await Waiting(open, viewer.Kind)
                .Where(x => until == null || x.Deadline.DueOn <= until)
                .OrderBy(x => x.Deadline.DueOn)
                .ThenBy(x => x.Case.Number)
                .Select(x => new QueueDeadline(x.Case.Number, x.Case.Assignee!.FullName, x.Deadline.Title, x.Deadline.DueOn))
                .ToListAsync(cancellation),
            Later = until is { } last
                ? await Waiting(open, viewer.Kind).CountAsync(x => x.Deadline.DueOn > last, cancellation)
                : 0,
            Findings = [.. limits.Take(most)],
            AllFindings = limits.Count,
            Questions = [.. questions.Take(most)],
            AllQuestions = questions.Count,
            Opinions = await OpinionsAsync(open, viewer, today, cancellation),
            Cases = await open.OrderBy(c => c.Start)
                .ThenBy(c => c.Number)
                .Select(c => new QueueCase(
                    c.Number,
                    c.Assignee!.FullName,
                    c.HomeCountry,
                    c.HostCountry,
                    c.Start,
                    c.End,
                    c.Consultant!.DisplayName
                ))
                .ToListAsync(cancellation),
        };
    }

    private IQueryable<Pair> Waiting(IQueryable<Case> open, PersonKind kind)
    {
        var actor = kind == PersonKind.TaxAdviser ? Actor.TaxAdviser : Actor.ImmigrationAdviser;
        return db
            .Deadlines.Where(d => d.State == DeadlineState.Open && d.Actor == actor)
            .Join(open, d => d.CaseId, c => c.Id, (d, c) => new Pair { Deadline = d, Case = c });
    }

    private sealed class Pair
    {
        public required Deadline Deadline { get; init; }

        public required Case Case { get; init; }
    }

    private async Task<List<QueueOpinion>> OpinionsAsync(
        IQueryable<Case> open,
        Viewer viewer,
        LocalDate today,
        CancellationToken cancellation
    )
    {
        var rows = await db
            .Opinions.AsNoTracking()
            .Where(o => o.ByAccountId == viewer.AccountId && o.WithdrawnAt == null)
            .Join(open, o => o.PersonId, c => c.AssigneeId, (o, c) => new { Opinion = o, Case = c })
            .OrderBy(x => x.Opinion.ValidTo)
            .Select(x => new
            {
                x.Opinion,
                x.Case.Number,
                x.Case.Assignee!.FullName,
                Finding = db
                    .Assessments.Where(a =>
                        a.PersonId == x.Opinion.PersonId && a.RuleId == x.Opinion.RuleId && a.ReplacedAt == null
                    )
                    .Select(a => a.Finding)
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(r => new
                {
                    Row = r,
                    Mark = r.Finding is null ? null : OpinionMark.Of(FindingJson.Deserialize(r.Finding)),
                })
                .Where(x => x.Row.Opinion.NeedsAdviser(today, x.Mark))
                .Select(x => new QueueOpinion(
                    x.Row.Number,
                    x.Row.FullName,
                    rules.Find(x.Row.Opinion.RuleId)?.Label ?? x.Row.Opinion.RuleId,
                    OpinionView.Of(x.Row.Opinion, x.Mark, today, viewer, x.Row.Number)
                )),
        ];
    }

    private async Task<List<QueueFinding>> FindingsAsync(
        IQueryable<Case> open,
        PersonKind kind,
        LocalDate today,
        CancellationToken cancellation
    )
    {
        var rows = await db
            .Assessments.Where(a => a.ReplacedAt == null && Telling.Contains(a.Outcome))
            .Join(open, a => a.PersonId, c => c.AssigneeId, (a, c) => new { Assessment = a, Case = c })
            .OrderBy(x => x.Case.Number)
            .Select(x => new
            {
                x.Case.Number,
                x.Case.AssigneeId,
                x.Case.Assignee!.FullName,
                x.Case.Assignee.HomeCountry,
                x.Assessment.Finding,
            })
            .ToListAsync(cancellation);
        var given = await opinions.OfAsync([.. rows.Select(r => r.AssigneeId).Distinct()], null, cancellation);
        return
        [
            .. rows.Select(r => new QueueFinding(
                    r.Number,
                    r.FullName,
                    opinions.Beside(
                        FindingView.Of([FindingJson.Deserialize(r.Finding)], rules, r.HomeCountry),
                        given[r.AssigneeId],
                        r.Number,
                        today
                    )[0]
                ))
                .Where(f => f.View.Rule is null || f.View.Rule.IsFor(kind))
                .OrderBy(f => f.View.Gravity)
                .ThenBy(f => f.View.Finding.Breach?.On)
                .ThenBy(f => f.Number, StringComparer.Ordinal),
        ];
    }
}

using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Opinions;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Web.Cases;
using Mobility.Web.Opinions;
using Mobility.Web.Shared.Findings;
using NodaTime;

namespace Mobility.Web.Queue;

/// <summary>The lists of the queue.</summary>
public enum QueueList
{
    Deadlines,
    Limits,
    Questions,
}

/// <summary>What the queue is asked for; all of it stands in the address.</summary>
public sealed record QueueFilter
{
    /// <summary>One list in full, in pages; null for the beginning of each.</summary>
    public QueueList? List { get; init; }

    /// <summary>Words of the assignee's name, the number, or a city.</summary>
    public string? Q { get; init; }

    public int Page { get; init; } = 1;

    public string AtPage(int page) =>
        QueryHelpers.AddQueryString(
            "/queue",
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["list"] = $"{List}",
                ["q"] = string.IsNullOrWhiteSpace(Q) ? null : Q,
                ["page"] = page == 1 ? null : page.ToString(CultureInfo.InvariantCulture),
            }.Where(p => p.Value is not null)
        );
}

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

/// <summary>An adviser's day: what waits for them, which limits are near, which cases are theirs.</summary>
public sealed record QueuePage
{
    /// <summary>Rows of a page of one list, and the most of each list where all are shown.</summary>
    public const int PageSize = 50;

    public const int MostListed = 20;

    public required QueueFilter Filter { get; init; }

    public required LocalDate Today { get; init; }

    /// <summary>By date, the late ones first.</summary>
    public required IReadOnlyList<QueueDeadline> Deadlines { get; init; }

    public required int AllDeadlines { get; init; }

    /// <summary>How many of all are late.</summary>
    public required int Late { get; init; }

    /// <summary>The gravest first.</summary>
    public required IReadOnlyList<QueueFinding> Limits { get; init; }

    public required int AllLimits { get; init; }

    /// <summary>Answers that wait for facts or for an adviser's judgement.</summary>
    public required IReadOnlyList<QueueFinding> Questions { get; init; }

    public required int AllQuestions { get; init; }

    /// <summary>The adviser's own opinions that end soon, have ended or were overtaken by the rule book.</summary>
    public required IReadOnlyList<QueueOpinion> Opinions { get; init; }

    /// <summary>Active cases the adviser is engaged on: the case list has them.</summary>
    public required int Cases { get; init; }

    /// <summary>How many rows the list asked for has.</summary>
    public int Total =>
        Filter.List switch
        {
            QueueList.Deadlines => AllDeadlines,
            QueueList.Limits => AllLimits,
            _ => AllQuestions,
        };

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
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

    public async Task<QueuePage> LoadAsync(Viewer viewer, LocalDate today, QueueFilter filter, CancellationToken cancellation)
    {
        filter = filter with { Page = Math.Clamp(filter.Page, 1, 100_000) };
        var open = new CaseFilter { Q = filter.Q }.ApplyWords(
            db.Cases.VisibleTo(viewer).Where(c => c.CancelledOn == null && c.ClosedOn == null)
        );
        var findings = filter.List == QueueList.Deadlines ? [] : await FindingsAsync(open, viewer.Kind, today, cancellation);
        var limits = findings.FindAll(f => !f.IsQuestion && f.View.Gravity <= 3);
        var questions = findings.FindAll(f => f.IsQuestion);
        var waiting = Waiting(open, viewer.Kind);
        var counts = await waiting
            .GroupBy(x => x.Deadline.DueOn < today)
            .Select(g => new { Late = g.Key, Count = g.Count() })
            .ToListAsync(cancellation);
        var (skip, take) = filter.List is null
            ? (0, QueuePage.MostListed)
            : ((filter.Page - 1) * QueuePage.PageSize, QueuePage.PageSize);
        return new QueuePage
        {
            Filter = filter,
            Today = today,
            Deadlines = filter.List is null or QueueList.Deadlines
                ? await waiting
                    .OrderBy(x => x.Deadline.DueOn)
                    .ThenBy(x => x.Case.Number)
                    .ThenBy(x => x.Deadline.Id)
                    .Skip(skip)
                    .Take(take)
                    .Select(x => new QueueDeadline(x.Case.Number, x.Case.Assignee!.FullName, x.Deadline.Title, x.Deadline.DueOn))
                    .ToListAsync(cancellation)
                : [],
            AllDeadlines = counts.Sum(c => c.Count),
            Late = counts.Where(c => c.Late).Sum(c => c.Count),
            Limits = [.. limits.Skip(skip).Take(take)],
            AllLimits = limits.Count,
            Questions = [.. questions.Skip(skip).Take(take)],
            AllQuestions = questions.Count,
            Opinions = filter.List is null ? await OpinionsAsync(open, viewer, today, cancellation) : [],
            Cases = filter.List is null ? await open.CountAsync(cancellation) : 0,
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

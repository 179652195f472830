using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Web.Shared.Findings;
using NodaTime;

namespace Mobility.Web.Queue;

/// <summary>A deadline that waits for the adviser.</summary>
public sealed record QueueDeadline(string Number, string Assignee, string Title, LocalDate DueOn);

/// <summary>A limit of somebody on one of the adviser's cases that is passed, near or undecided.</summary>
public sealed record QueueFinding(string Number, string Assignee, FindingView View);

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

    public required IReadOnlyList<QueueCase> Cases { get; init; }
}

/// <summary>Reads the queue, starting at the cases the adviser may see.</summary>
public sealed class QueuePages(MobilityDbContext db, RuleBook rules)
{
    // The outcomes somebody has to look at, as assessments keep them.
    private static readonly string[] Telling =
    [
        nameof(Outcome.Breached),
        nameof(Outcome.BreachForecast),
        nameof(Outcome.Undetermined),
        nameof(Outcome.Approaching),
    ];

    /// <summary>How far ahead an adviser looks unless asking for all.</summary>
    private static readonly Period Ahead = Period.FromMonths(6);

    public async Task<QueuePage> LoadAsync(Viewer viewer, LocalDate today, bool all, CancellationToken cancellation)
    {
        LocalDate? until = all ? null : today + Ahead;
        var open = db.Cases.VisibleTo(viewer).Where(c => c.CancelledOn == null && c.ClosedOn == null);
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
            Findings = await FindingsAsync(open, viewer.Kind, cancellation),
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

    private async Task<List<QueueFinding>> FindingsAsync(IQueryable<Case> open, PersonKind kind, CancellationToken cancellation)
    {
        var rows = await db
            .Assessments.Where(a => a.ReplacedAt == null && Telling.Contains(a.Outcome))
            .Join(open, a => a.PersonId, c => c.AssigneeId, (a, c) => new { Assessment = a, Case = c })
            .OrderBy(x => x.Case.Number)
            .Select(x => new
            {
                x.Case.Number,
                x.Case.Assignee!.FullName,
                x.Case.Assignee.HomeCountry,
                x.Assessment.Finding,
            })
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(r => new QueueFinding(
                    r.Number,
                    r.FullName,
                    FindingView.Of([FindingJson.Deserialize(r.Finding)], rules, r.HomeCountry)[0] with
                    {
                        WhyHref = $"/cases/{r.Number}/days",
                    }
                ))
                .Where(f => f.View.Gravity <= 3 && IsFor(kind, f.View.Rule))
                .OrderBy(f => f.View.Gravity)
                .ThenBy(f => f.View.Finding.Breach?.On)
                .ThenBy(f => f.Number, StringComparer.Ordinal),
        ];
    }

    /// <summary>Days of stay are the immigration adviser's, days of residence the tax adviser's; what is neither, both see.</summary>
    private static bool IsFor(PersonKind kind, Rule? rule) =>
        rule?.Topic switch
        {
            "short-stay" => kind == PersonKind.ImmigrationAdviser,
            "residence" => kind == PersonKind.TaxAdviser,
            _ => true,
        };
}

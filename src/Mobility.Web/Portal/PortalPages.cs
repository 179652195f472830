using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.People;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules.Deadlines;
using NodaTime;

namespace Mobility.Web.Portal;

/// <summary>
/// Reads the page of a person of a family. Everything starts at the person's own cases and own person; cost, assessments, notes and the
/// papers of others are not asked for at all.
/// </summary>
public sealed class PortalPages(MobilityDbContext db)
{
    /// <summary>A paper is shown from this long before it ends, so that the page is about what comes next.</summary>
    private static readonly Period PapersAhead = Period.FromYears(2);

    public async Task<PortalPage> LoadAsync(
        Viewer viewer,
        string name,
        LocalDate today,
        Instant now,
        CancellationToken cancellation
    )
    {
        var called = await db
            .People.Where(p => p.Id == viewer.PersonId)
            .Select(p => p.CalledName ?? p.FullName)
            .SingleOrDefaultAsync(cancellation);
        var page = new PortalPage
        {
            CalledName = called ?? name,
            Today = today,
            Move = await MoveAsync(viewer, today, now, cancellation),
        };
        if (page.Move is not { } move || viewer.PersonId is not { } person)
        {
            return page;
        }
        var toDos = await ToDosAsync(move.CaseId, viewer, person, cancellation);
        var papers = await PapersAsync(person, today, cancellation);
        return page with
        {
            ToDos = toDos,
            Papers = papers,
            Days = await DaysAsync(person, today, cancellation),
            EntersDays =
                viewer.Kind == PersonKind.Assignee
                && move.Start <= today
                && move.Phase is not (CasePhase.Cancelled or CasePhase.Closed),
            Steps = StepsOf(move, toDos, papers, today),
        };
    }

    /// <summary>The move under way, or else the latest.</summary>
    private async Task<OwnMove?> MoveAsync(Viewer viewer, LocalDate today, Instant now, CancellationToken cancellation)
    {
        var covers = db.Covers.RunningAt(now);
        var found = await db
            .Cases.AsNoTracking()
            .OwnCases(viewer)
            .OrderBy(c => c.ClosedOn != null || c.CancelledOn != null)
            .ThenByDescending(c => c.Start)
            .Select(c => new
            {
                Case = c,
                c.Consultant!.DisplayName,
                c.Consultant.PhoneNumber,
                c.Consultant.Email,
                Cover = covers
                    .Where(v => v.AwayId == c.ConsultantId)
                    .Select(v => new
                    {
                        Contact = new Contact(v.CoveredBy!.DisplayName, v.CoveredBy.PhoneNumber, v.CoveredBy.Email),
                        v.Until,
                    })
                    .FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancellation);
        return found is null
            ? null
            : new OwnMove
            {
                CaseId = found.Case.Id,
                Phase = CasePhases.On(found.Case, today),
                HostCity = found.Case.HostCity,
                HostCountry = found.Case.HostCountry,
                Start = found.Case.Start,
                End = found.Case.End,
                ConfirmedOn = found.Case.ConfirmedOn,
                InitiatedOn = found.Case.InitiatedOn,
                OnHold = found.Case.OnHoldSince is not null,
                Consultant = found.Cover?.Contact ?? new Contact(found.DisplayName, found.PhoneNumber, found.Email),
                Away = found.Cover is null ? null : found.DisplayName,
                AwayUntil = found.Cover?.Until,
            };
    }

    /// <summary>What is the family's to do: the reader's own, and for the assignee also what belongs to the case as a whole.</summary>
    private Task<List<ToDo>> ToDosAsync(Guid caseId, Viewer viewer, Guid person, CancellationToken cancellation)
    {
        var whole = viewer.Kind == PersonKind.Assignee;
        return db
            .Deadlines.Where(d =>
                d.CaseId == caseId
                && d.State == DeadlineState.Open
                && d.Actor == Actor.Family
                && (d.PersonId == person || (whole && d.PersonId == null))
            )
            .OrderBy(d => d.DueOn)
            .Select(d => new ToDo(d.Title, d.DueOn))
            .ToListAsync(cancellation);
    }

    private async Task<List<OwnPaper>> PapersAsync(Guid person, LocalDate today, CancellationToken cancellation)
    {
        var until = today + PapersAhead;
        var papers = await db
            .Passports.Where(p => p.PersonId == person && p.ReplacedAt == null && p.ValidTo <= until)
            .Select(p => new OwnPaper("Paper.Passport", null, p.Country, p.ValidTo))
            .ToListAsync(cancellation);
        papers.AddRange(
            await db
                .Permits.Where(p => p.PersonId == person && p.ReplacedAt == null && p.ValidTo <= until)
                .Select(p => new OwnPaper("Paper.Permit", p.Name, p.Country, p.ValidTo))
                .ToListAsync(cancellation)
        );
        papers.AddRange(
            await db
                .CoverageCertificates.Where(p => p.PersonId == person && p.ReplacedAt == null && p.ValidTo <= until)
                .Select(p => new OwnPaper("Paper.Certificate", p.Name, p.Country, p.ValidTo))
                .ToListAsync(cancellation)
        );
        return [.. papers.OrderBy(p => p.ValidTo)];
    }

    private async Task<List<OwnDays>> DaysAsync(Guid person, LocalDate today, CancellationToken cancellation)
    {
        var ledger = await db.LedgerOfAsync(person, null, cancellation);
        var days = ledger.Days(new LocalDate(today.Year, 1, 1), new LocalDate(today.Year, 12, 31), today);
        return
        [
            .. days.SelectMany(Counted)
                .GroupBy(d => d.Country)
                .Select(g => new OwnDays(g.Key, g.Count(d => !d.Planned), g.Count(d => d.Planned)))
                .OrderByDescending(d => d.Days)
                .ThenBy(d => d.Country, StringComparer.Ordinal),
        ];
    }

    /// <summary>A day as the diary counts it. A stay that goes on is no plan for the days to come.</summary>
    private static IEnumerable<(string? Country, bool Planned)> Counted(LedgerDay day) =>
        day.Knowledge switch
        {
            DayKnowledge.Known => day.Places.Select(p => ((string?)p.Country, false)),
            DayKnowledge.SaidUnknown => [(null, false)],
            DayKnowledge.NotConfirmed => day.Places.Select(p => ((string?)p.Country, true)),
            DayKnowledge.Planned when day.Trips.Any(t => t.Depart is not null) => day.Places.Select(p =>
                ((string?)p.Country, true)
            ),
            _ => [],
        };

    /// <summary>The way of the move, past and to come, with the next three dates of the reader's own in their places.</summary>
    internal static IReadOnlyList<Step> StepsOf(
        OwnMove move,
        IReadOnlyList<ToDo> toDos,
        IReadOnlyList<OwnPaper> papers,
        LocalDate today
    )
    {
        var steps = new List<Step> { new("Step.Begun", move.InitiatedOn, StepState.Done) };
        if (move.ConfirmedOn is { } confirmed)
        {
            steps.Add(new Step("Step.Confirmed", confirmed, StepState.Done));
        }
        if (move.Phase is not (CasePhase.Cancelled or CasePhase.Closed))
        {
            steps.Add(Ahead("Step.FirstDay", move.Start));
            var own = toDos
                .Select(t => Ahead(t.What, t.DueOn) with { IsKey = false })
                .Concat(papers.Select(p => Ahead("Step.PaperEnds", p.ValidTo) with { Paper = p }));
            steps.AddRange(own.Where(s => s.On >= today).OrderBy(s => s.On).Take(3));
            if (move.End is { } end)
            {
                steps.Add(Ahead("Step.PlanReturn", end - CasePhases.RepatriationLead));
                steps.Add(Ahead("Step.LastDay", end));
            }
        }
        steps = [.. steps.OrderBy(s => s.On)];
        var next = steps.FindIndex(s => s.State == StepState.ToCome);
        if (next >= 0)
        {
            steps[next] = steps[next] with { State = StepState.Now };
        }
        return steps;

        Step Ahead(string text, LocalDate on) => new(text, on, on < today ? StepState.Done : StepState.ToCome);
    }
}

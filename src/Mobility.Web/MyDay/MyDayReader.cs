using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Tasks;
using Mobility.Casework.TripChecks;
using Mobility.Web.Cases;
using Mobility.Web.Permits;
using NodaTime;

namespace Mobility.Web.MyDay;

/// <summary>Reads a person's day: a fixed number of queries, whatever the day holds.</summary>
public sealed class MyDayReader(MobilityDbContext db, Viewer viewer)
{
    public const int DaysAhead = 7;
    public const int ExpiryDays = 90;
    private const int LatestAlerts = 5;

    public async Task<MyDayPage> ReadAsync(Guid? client, LocalDate today, Instant now, CancellationToken cancellation)
    {
        var covers = await CoversAsync(now, cancellation);
        var whose = covers.Where(c => c is { Runs: true, IsMine: false }).Select(c => c.AwayId).Append(viewer.AccountId).ToList();
        var mine = db
            .Cases.VisibleTo(viewer)
            .Where(c => whose.Contains(c.ConsultantId) && c.ClosedOn == null && c.CancelledOn == null);
        var loads = await mine.GroupBy(c => new
            {
                c.ClientId,
                c.Client!.Name,
                c.ConsultantId,
            })
            .Select(g => new
            {
                g.Key.ClientId,
                g.Key.Name,
                g.Key.ConsultantId,
                Active = g.Count(),
                OnHold = g.Count(c => c.OnHoldSince != null),
            })
            .OrderBy(c => c.Name)
            .ToListAsync(cancellation);
        var shown = loads;
        if (client is { } only)
        {
            mine = mine.Where(c => c.ClientId == only);
            shown = loads.FindAll(c => c.ClientId == only);
        }
        var own = shown.FindAll(c => c.ConsultantId == viewer.AccountId);
        var tasks = await TasksAsync(whose, client, cancellation);
        var dated = tasks.Concat(await DeadlinesAsync(mine, today, cancellation)).Where(w => w.DueOn is not null);
        var byDate = dated.OrderBy(w => w.DueOn).ThenBy(w => w.Place.Assignee, StringComparer.Ordinal).ToList();
        // What waits for somebody else is chased when it is late, and otherwise waited for.
        return new MyDayPage
        {
            Viewer = viewer,
            Today = today,
            CountedAt = now,
            Covers = [.. covers.Select(c => c with { Cases = shown.Where(l => l.ConsultantId == c.AwayId).Sum(l => l.Active) })],
            Active = own.Sum(c => c.Active),
            OnHold = own.Sum(c => c.OnHold),
            Client = client,
            Clients = [.. loads.DistinctBy(c => c.ClientId).Select(c => new Choice(c.ClientId.ToString(), c.Name))],
            Overdue = [.. byDate.Where(w => w.DueOn < today)],
            DueToday = [.. byDate.Where(w => w.DueOn == today && w.WaitingFor is null)],
            Soon = [.. byDate.Where(w => w.DueOn > today && w.DueOn <= today.PlusDays(DaysAhead) && w.WaitingFor is null)],
            Undated = [.. tasks.Where(w => w.DueOn is null && w.WaitingFor is null)],
            Waiting = [.. tasks.Where(w => w.WaitingFor is not null).OrderBy(w => w.WaitingSince)],
            ToConfirm = await ToConfirmAsync(mine, today, cancellation),
            Arrivals = await ArrivalsAsync(mine, today, cancellation),
            Expiries = await ExpiriesAsync(mine, today, cancellation),
            Alerts = await AlertsAsync(mine, cancellation),
        };
    }

    private Task<List<DayCover>> CoversAsync(Instant now, CancellationToken cancellation) =>
        db
            .Covers.VisibleTo(viewer)
            .Where(c => (c.AwayId == viewer.AccountId || c.CoveredById == viewer.AccountId) && c.EndsAt > now)
            .OrderBy(c => c.StartsAt)
            .Select(c => new DayCover
            {
                Id = c.Id,
                AwayId = c.AwayId,
                Away = c.Away!.DisplayName,
                CoveredBy = c.CoveredBy!.DisplayName,
                From = c.From,
                Until = c.Until,
                IsMine = c.AwayId == viewer.AccountId,
                Runs = c.StartsAt <= now,
            })
            .ToListAsync(cancellation);

    private async Task<List<Work>> TasksAsync(List<Guid> whose, Guid? client, CancellationToken cancellation) =>
        await db
            .Tasks.Where(t =>
                whose.Contains(t.AssignedToId) && t.State == CaseTaskState.Open && (client == null || t.Case!.ClientId == client)
            )
            .OrderBy(t => t.CreatedAt)
            .Select(t => new Work
            {
                Id = t.Id,
                IsTask = true,
                What = t.What,
                Why = t.Why,
                DueOn = t.DueOn,
                WaitingFor = t.WaitingFor,
                WaitingSince = t.WaitingSince,
                OwnerId = t.AssignedToId,
                Place = new WorkPlace(
                    t.Case!.Number,
                    t.Case.Assignee!.FullName,
                    t.Case.Client!.Name,
                    new CaseRoute(t.Case.HomeCity, t.Case.HomeCountry, t.Case.HostCity, t.Case.HostCountry),
                    t.Case.ConsultantId
                ),
            })
            .ToListAsync(cancellation);

    private async Task<IEnumerable<Work>> DeadlinesAsync(IQueryable<Case> mine, LocalDate today, CancellationToken cancellation)
    {
        var last = today.PlusDays(DaysAhead);
        var rows = await mine.SelectMany(
                c => db.Deadlines.Where(d => d.CaseId == c.Id && d.State == DeadlineState.Open && d.DueOn <= last),
                (c, d) =>
                    new
                    {
                        d.Id,
                        d.Title,
                        d.Reason,
                        d.DueOn,
                        Place = new WorkPlace(
                            c.Number,
                            c.Assignee!.FullName,
                            c.Client!.Name,
                            new CaseRoute(c.HomeCity, c.HomeCountry, c.HostCity, c.HostCountry),
                            c.ConsultantId
                        ),
                    }
            )
            .ToListAsync(cancellation);
        return rows.Select(d => new Work
        {
            Id = d.Id,
            IsTask = false,
            What = d.Title,
            Why = DeadlineReason.Read(d.Reason).Explanation.Render(CultureInfo.CurrentUICulture),
            DueOn = d.DueOn,
            OwnerId = d.Place.ConsultantId,
            Place = d.Place,
        });
    }

    private async Task<IReadOnlyList<TripToConfirm>> ToConfirmAsync(
        IQueryable<Case> mine,
        LocalDate today,
        CancellationToken cancellation
    )
    {
        var checks = db.TripChecks.ToConfirm();
        return await mine.SelectMany(
                c => checks.Where(t => t.CaseId == c.Id && t.To >= today),
                (c, t) =>
                    new
                    {
                        t.Number,
                        t.Person!.FullName,
                        t.Countries,
                        t.From,
                        t.To,
                        t.Worst,
                        t.ConfirmedNo,
                        c.ConsultantId,
                    }
            )
            .OrderBy(t => t.From)
            .ThenBy(t => t.Number)
            .Select(t => new TripToConfirm(
                t.Number,
                t.FullName,
                t.Countries,
                t.From,
                t.To,
                t.Worst,
                t.ConfirmedNo != null,
                t.ConsultantId
            ))
            .ToListAsync(cancellation);
    }

    private async Task<IReadOnlyList<Arrival>> ArrivalsAsync(
        IQueryable<Case> mine,
        LocalDate today,
        CancellationToken cancellation
    )
    {
        var last = today.PlusDays(DaysAhead);
        return await mine.Where(c => c.Start >= today && c.Start <= last)
            .OrderBy(c => c.Start)
            .ThenBy(c => c.Number)
            .Select(c => new Arrival(
                new WorkPlace(
                    c.Number,
                    c.Assignee!.FullName,
                    c.Client!.Name,
                    new CaseRoute(c.HomeCity, c.HomeCountry, c.HostCity, c.HostCountry),
                    c.ConsultantId
                ),
                c.Start,
                c.Members.Count(m => m.Accompanying),
                db.Tasks.Count(t => t.CaseId == c.Id && t.State == CaseTaskState.Open),
                c.ConfirmedOn != null
            ))
            .ToListAsync(cancellation);
    }

    private async Task<IReadOnlyList<Expiry>> ExpiriesAsync(
        IQueryable<Case> mine,
        LocalDate today,
        CancellationToken cancellation
    )
    {
        var last = today.PlusDays(ExpiryDays);
        var people = mine.Select(c => new
            {
                c.Number,
                c.ConsultantId,
                PersonId = c.AssigneeId,
                c.Assignee!.FullName,
            })
            .Concat(
                mine.SelectMany(
                    c => c.Members,
                    (c, m) =>
                        new
                        {
                            c.Number,
                            c.ConsultantId,
                            m.PersonId,
                            m.Person!.FullName,
                        }
                )
            );
        var papers = await people
            .Join(
                db.Passports.Where(p => p.ReplacedAt == null && p.ValidTo <= last),
                person => person.PersonId,
                p => p.PersonId,
                (person, p) =>
                    new
                    {
                        p.Id,
                        Kind = PaperKind.Passport,
                        Name = (string?)null,
                        person.FullName,
                        person.Number,
                        person.ConsultantId,
                        p.ValidTo,
                    }
            )
            .Concat(
                people.Join(
                    db.Permits.Where(p => p.ReplacedAt == null && p.ValidTo <= last),
                    person => person.PersonId,
                    p => p.PersonId,
                    (person, p) =>
                        new
                        {
                            p.Id,
                            Kind = PaperKind.Permit,
                            Name = (string?)p.Name,
                            person.FullName,
                            person.Number,
                            person.ConsultantId,
                            p.ValidTo,
                        }
                )
            )
            .Concat(
                people.Join(
                    db.CoverageCertificates.Where(p => p.ReplacedAt == null && p.ValidTo <= last),
                    person => person.PersonId,
                    p => p.PersonId,
                    (person, p) =>
                        new
                        {
                            p.Id,
                            Kind = PaperKind.Certificate,
                            Name = (string?)p.Name,
                            person.FullName,
                            person.Number,
                            person.ConsultantId,
                            p.ValidTo,
                        }
                )
            )
            .ToListAsync(cancellation);
        return
        [
            .. papers
                .GroupBy(p => p.Id)
                // Whoever is on two cases is named with the later one.
                .Select(same => same.MaxBy(p => p.Number, StringComparer.Ordinal)!)
                .Select(p => new Expiry(p.Kind, p.Name, p.FullName, p.Number, p.ValidTo, p.ConsultantId))
                .OrderBy(e => e.On)
                .ThenBy(e => e.Person, StringComparer.CurrentCulture),
        ];
    }

    private async Task<IReadOnlyList<LatestAlert>> AlertsAsync(IQueryable<Case> mine, CancellationToken cancellation) =>
        await mine.SelectMany(
                c => db.Alerts.Where(a => a.CaseId == c.Id),
                (c, a) =>
                    new
                    {
                        c.Number,
                        c.Assignee!.FullName,
                        c.ConsultantId,
                        a.Title,
                        a.Why,
                        a.RaisedAt,
                        a.Id,
                        Opinion = db
                            .Opinions.Where(o => o.PersonId == a.PersonId && o.RuleId == a.RuleId && o.WithdrawnAt == null)
                            .OrderByDescending(o => o.GivenAt)
                            .Select(o => new AlertOpinion(o.Answer, o.ByName, o.ValidTo))
                            .FirstOrDefault(),
                    }
            )
            .OrderByDescending(a => a.RaisedAt)
            .ThenByDescending(a => a.Id)
            .Take(LatestAlerts)
            .Select(a => new LatestAlert(a.Number, a.FullName, a.Title, a.Why, a.RaisedAt, a.Opinion, a.ConsultantId))
            .ToListAsync(cancellation);
}

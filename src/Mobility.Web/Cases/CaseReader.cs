using Microsoft.EntityFrameworkCore;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Keys;
using Mobility.Casework.PersonalData;
using Mobility.Casework.Tasks;
using Mobility.Rules;
using Mobility.Web.History;
using Mobility.Web.Opinions;
using Mobility.Web.Permits;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Findings;
using Mobility.Web.TripChecks;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>Reads what the page of a case shows, one query for each list and none for each row.</summary>
public sealed class CaseReader(
    MobilityDbContext db,
    RuleBook rules,
    OpinionReader opinions,
    MasterKeys keys,
    SealedHistory history,
    IDateTimeZoneProvider zones
)
{
    private const int LatestChanges = 5;
    private const int TripsAhead = 10;

    public async Task<CasePage> ReadAsync(CaseRef file, Viewer viewer, Instant now, CancellationToken cancellation)
    {
        var facts = await FactsAsync(file, now, cancellation);
        var people = await PeopleAsync(file, viewer, cancellation);
        var today = now.InZone(zones.GetZoneOrNull(facts.TimeZone) ?? DateTimeZone.Utc).Date;
        return new CasePage
        {
            Viewer = viewer,
            Today = today,
            Facts = facts,
            People = people,
            Papers = await PapersAsync([.. people.Select(p => p.Id)], cancellation),
            Findings = await FindingsAsync(file, facts, now, cancellation),
            Deadlines = await DeadlinesAsync(file, cancellation),
            Tasks = viewer.IsStaff ? await TasksAsync(file, cancellation) : [],
            TripChecks = await TripChecksAsync(file, viewer, today, cancellation),
            Advisers = await AdvisersAsync(file, cancellation),
            History = CaseAccess.Allows(viewer, CaseRight.ReadHistory) ? await HistoryAsync(file, viewer, now, cancellation) : [],
        };
    }

    private Task<CaseFacts> FactsAsync(CaseRef file, Instant now, CancellationToken cancellation)
    {
        var covers = db.Covers.RunningAt(now);
        return db
            .Cases.Where(c => c.Id == file.Id)
            .Select(c => new CaseFacts
            {
                Id = c.Id,
                Number = c.Number,
                Version = c.Version,
                Client = c.Client!.Name,
                Type = c.Type,
                Axis = c.Axis,
                Route = new CaseRoute(c.HomeCity, c.HomeCountry, c.HostCity, c.HostCountry),
                HomeEntity = c.HomeEntity!.Name,
                HostEntity = c.HostEntity!.Name,
                HostParty = c.HostParty,
                Dates = new CaseDates(c.Start, c.End, c.InitiatedOn, c.ConfirmedOn, c.OnHoldSince, c.CancelledOn, c.ClosedOn),
                PolicyName = c.PolicyName,
                Consultant = c.Consultant!.DisplayName,
                Cover = covers
                    .Where(v => v.AwayId == c.ConsultantId)
                    .Select(v => new CaseCover(v.CoveredById, v.CoveredBy!.DisplayName, v.Until))
                    .FirstOrDefault(),
                TimeZone = c.TimeZone,
                AssigneeHome = c.Assignee!.HomeCountry,
                AssigneeZone = c.Assignee.TimeZone,
            })
            .SingleAsync(cancellation);
    }

    private async Task<IReadOnlyList<CasePerson>> PeopleAsync(CaseRef file, Viewer viewer, CancellationToken cancellation)
    {
        var people = await db
            .People.Where(p => p.Id == file.AssigneeId || db.CaseMembers.Any(m => m.CaseId == file.Id && m.PersonId == p.Id))
            .Select(p => new
            {
                p.Id,
                p.FullName,
                p.Citizenships,
                // Sealed, and with the key beside it, so that ages cost no query of their own.
                Born = db
                    .PersonalValues.Where(v => v.PersonId == p.Id && v.Field == PersonalField.BirthDate)
                    .Select(v => v.Sealed)
                    .FirstOrDefault(),
                Key = db.PersonKeys.Where(k => k.PersonId == p.Id).Select(k => new { k.MasterKeyId, k.Wrapped }).FirstOrDefault(),
                Member = db
                    .CaseMembers.Where(m => m.CaseId == file.Id && m.PersonId == p.Id)
                    .Select(m => new { m.Relation, m.Accompanying })
                    .FirstOrDefault(),
                SignsIn = db
                    .Accounts.Where(a => a.PersonId == p.Id && a.DeactivatedAt == null)
                    .Select(a => (bool?)a.EmailConfirmed)
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellation);
        // Only whom it tells something is it opened for: the others see no age and invite nobody.
        var opens = CaseAccess.Allows(viewer, CaseRight.ReadPersonal);
        return
        [
            .. people
                .Select(p => new CasePerson(
                    p.Id,
                    p.FullName,
                    p.Member?.Relation,
                    p.Member?.Accompanying ?? true,
                    p.Citizenships,
                    opens && p.Born is not null ? BirthDate(p.Id, p.Born, p.Key?.MasterKeyId, p.Key?.Wrapped) : null,
                    p.SignsIn
                ))
                .OrderBy(p => p.Id != file.AssigneeId)
                .ThenBy(p => p.Relation)
                .ThenBy(p => p.BirthDate ?? LocalDate.MaxIsoValue)
                .ThenBy(p => p.Id),
        ];
    }

    private LocalDate? BirthDate(Guid personId, byte[] value, string? masterKeyId, byte[]? wrapped) =>
        PersonSeal.Of(keys, personId, masterKeyId, wrapped).Open(PersonalField.BirthDate, "", value) is { } text
            ? PersonalText.DateOf(text)
            : null;

    private async Task<IReadOnlyList<Paper>> PapersAsync(IReadOnlyList<Guid> people, CancellationToken cancellation)
    {
        var passports = await db
            .Passports.Where(p => people.Contains(p.PersonId))
            .Select(p => new Paper(p.Id, PaperKind.Passport, p.PersonId, p.Country, null, null, p.ValidTo, p.ReplacedAt != null))
            .ToListAsync(cancellation);
        var permits = await db
            .Permits.Where(p => people.Contains(p.PersonId))
            .Select(p => new Paper(
                p.Id,
                PaperKind.Permit,
                p.PersonId,
                p.Country,
                p.Name,
                p.ValidFrom,
                p.ValidTo,
                p.ReplacedAt != null
            ))
            .ToListAsync(cancellation);
        var certificates = await db
            .CoverageCertificates.Where(p => people.Contains(p.PersonId))
            .Select(p => new Paper(
                p.Id,
                PaperKind.Certificate,
                p.PersonId,
                p.Country,
                p.Name,
                p.ValidFrom,
                p.ValidTo,
                p.ReplacedAt != null
            ))
            .ToListAsync(cancellation);
        return [.. passports.Concat(permits).Concat(certificates).OrderBy(p => p.ValidTo)];
    }

    private async Task<IReadOnlyList<FindingView>> FindingsAsync(
        CaseRef file,
        CaseFacts facts,
        Instant now,
        CancellationToken cancellation
    )
    {
        var findings = await db
            .Assessments.Where(a => a.PersonId == file.AssigneeId && a.ReplacedAt == null)
            .Select(a => a.Finding)
            .ToListAsync(cancellation);
        var given = (await opinions.OfAsync([file.AssigneeId], null, cancellation))[file.AssigneeId];
        return opinions.Beside(
            FindingView.Of(findings.Select(FindingJson.Deserialize), rules, facts.AssigneeHome),
            given,
            file.Number,
            now.DateIn(facts.AssigneeZone)
        );
    }

    private async Task<IReadOnlyList<CaseDeadline>> DeadlinesAsync(CaseRef file, CancellationToken cancellation)
    {
        var rows = await db
            .Deadlines.Where(d => d.CaseId == file.Id && d.State == DeadlineState.Open)
            .OrderBy(d => d.DueOn)
            .ThenBy(d => d.Id)
            .Select(d => new
            {
                d.Id,
                d.Title,
                d.DueOn,
                d.Severity,
                d.Actor,
                Person = d.Person!.FullName,
                d.Reason,
            })
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(d => new CaseDeadline(
                d.Id,
                d.Title,
                d.DueOn,
                d.Severity,
                d.Actor,
                d.Person,
                DeadlineReason.Read(d.Reason)
            )),
        ];
    }

    private async Task<IReadOnlyList<CaseTaskRow>> TasksAsync(CaseRef file, CancellationToken cancellation) =>
        await db
            .Tasks.Where(t => t.CaseId == file.Id && t.State == CaseTaskState.Open)
            .OrderBy(t => t.DueOn == null)
            .ThenBy(t => t.DueOn)
            .ThenBy(t => t.CreatedAt)
            .Select(t => new CaseTaskRow(t.Id, t.What, t.Why, t.DueOn, t.AssignedTo!.DisplayName, t.WaitingFor, t.WaitingSince))
            .ToListAsync(cancellation);

    private async Task<IReadOnlyList<TripCheckRow>> TripChecksAsync(
        CaseRef file,
        Viewer viewer,
        LocalDate today,
        CancellationToken cancellation
    ) =>
        await db
            .TripChecks.AsNoTracking()
            .On(db.Cases.TripChecksReadBy(viewer))
            .Where(t => t.CaseId == file.Id && t.To >= today)
            .OrderBy(t => t.From)
            .ThenBy(t => t.Number)
            .Take(TripsAhead)
            .Select(TripCheckRow.Of)
            .ToListAsync(cancellation);

    private async Task<IReadOnlyList<CaseAdviser>> AdvisersAsync(CaseRef file, CancellationToken cancellation) =>
        await db
            .Engagements.Where(e => e.CaseId == file.Id)
            .OrderBy(e => e.Since)
            .Select(e => new CaseAdviser(e.Account!.DisplayName, e.Account.Kind, e.Account.Firm!.Name, e.Since))
            .ToListAsync(cancellation);

    private async Task<IReadOnlyList<ChangeRow>> HistoryAsync(
        CaseRef file,
        Viewer viewer,
        Instant now,
        CancellationToken cancellation
    )
    {
        var rows = await db
            .Changes.Where(c => c.CaseId == file.Id)
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id)
            .Take(LatestChanges)
            .Select(c => new ChangeRow(c.At, c.ByName, c.InCoverFor, c.Kind, c.Subject, c.Why, c.Fields, c.PersonId))
            .ToListAsync(cancellation);
        return await history.ReadableAsync(rows, viewer, file.Id, now, cancellation);
    }
}

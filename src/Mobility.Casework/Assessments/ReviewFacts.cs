using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Opinions;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.Residence;
using Mobility.Casework.SocialSecurity;
using Mobility.Casework.TripChecks;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules.Trips;

namespace Mobility.Casework.Assessments;

/// <summary>Everything a review of some cases reads, in a fixed number of queries however many cases there are.</summary>
internal sealed class ReviewFacts
{
    private readonly ILookup<Guid, Trip> trips;
    private readonly ILookup<Guid, DayDeclaration> days;
    private readonly ILookup<Guid, Permit> permits;

    private ReviewFacts(
        IReadOnlyList<Case> cases,
        ILookup<Guid, Trip> trips,
        ILookup<Guid, DayDeclaration> days,
        ILookup<Guid, Permit> permits,
        ILookup<Guid, Passport> passports,
        ILookup<Guid, CoverageCertificate> certificates,
        ILookup<Guid, Opinion> opinions,
        ILookup<Guid, DeclaredFact> declared,
        ILookup<Guid, TripCheckAct> tripActs
    )
    {
        Cases = cases;
        this.trips = trips;
        this.days = days;
        this.permits = permits;
        Passports = passports;
        Certificates = certificates;
        Opinions = opinions;
        Declared = declared;
        TripActs = tripActs;
    }

    /// <summary>The cases with their assignee and their members' people. Not tracked.</summary>
    public IReadOnlyList<Case> Cases { get; }

    /// <summary>Passports in use, by person.</summary>
    public ILookup<Guid, Passport> Passports { get; }

    /// <summary>Certificates of coverage in use, by person.</summary>
    public ILookup<Guid, CoverageCertificate> Certificates { get; }

    /// <summary>Opinions not withdrawn, by person.</summary>
    public ILookup<Guid, Opinion> Opinions { get; }

    /// <summary>Facts declared and not withdrawn, by person.</summary>
    public ILookup<Guid, DeclaredFact> Declared { get; }

    /// <summary>What confirmed trip checks ask for by law, with their checks, by case.</summary>
    public ILookup<Guid, TripCheckAct> TripActs { get; }

    /// <summary>Permits in use, by person.</summary>
    public IEnumerable<Permit> PermitsOf(Guid personId) => permits[personId].Where(p => p.ReplacedAt is null);

    public Guid AssigneeOf(Guid caseId) => Cases.First(c => c.Id == caseId).AssigneeId;

    /// <summary>The person's running case, the one that began last where there are several; null when none runs.</summary>
    public Case? RunningCaseOf(Guid personId) =>
        Cases.Where(c => c.AssigneeId == personId && c.CancelledOn is null && c.ClosedOn is null).MaxBy(c => c.Start);

    public TravelRecord TravelOf(Person person) =>
        TravelRecords.Build(person, trips[person.Id], days[person.Id], permits[person.Id]);

    /// <summary>The assignee and the family.</summary>
    public static IEnumerable<Person> PeopleOf(Case file) => file.Members.Select(m => m.Person!).Prepend(file.Assignee!);

    /// <summary>
    /// The cases named, and every other running case that shares a person with one of them: what is known of somebody is known on all of
    /// their cases.
    /// </summary>
    public static async Task<List<Guid>> WithSharedPeopleAsync(
        MobilityDbContext db,
        IReadOnlyCollection<Guid> caseIds,
        CancellationToken cancellation
    )
    {
        var people = db
            .Cases.Where(c => caseIds.Contains(c.Id))
            .Select(c => c.AssigneeId)
            .Union(db.CaseMembers.Where(m => caseIds.Contains(m.CaseId)).Select(m => m.PersonId));
        return await db
            .Cases.Where(c =>
                caseIds.Contains(c.Id)
                || (
                    c.CancelledOn == null
                    && c.ClosedOn == null
                    && (people.Contains(c.AssigneeId) || c.Members.Any(m => people.Contains(m.PersonId)))
                )
            )
            .OrderBy(c => c.Id)
            .Select(c => c.Id)
            .ToListAsync(cancellation);
    }

    public static async Task<ReviewFacts> LoadAsync(
        MobilityDbContext db,
        IReadOnlyCollection<Guid> caseIds,
        CancellationToken cancellation
    )
    {
        var cases = await db
            .Cases.AsNoTracking()
            .Include(c => c.Assignee)
            .Include(c => c.Members)
                .ThenInclude(m => m.Person)
            .Where(c => caseIds.Contains(c.Id))
            .OrderBy(c => c.Id)
            .ToListAsync(cancellation);
        var assignees = cases.Select(c => c.AssigneeId).Distinct().ToList();
        var people = cases.SelectMany(PeopleOf).Select(p => p.Id).Distinct().ToList();
        return new ReviewFacts(
            cases,
            (
                await db
                    .Trips.AsNoTracking()
                    .Where(t => assignees.Contains(t.PersonId) && t.RemovedAt == null)
                    .ToListAsync(cancellation)
            ).ToLookup(t => t.PersonId),
            (
                await db
                    .DayDeclarations.AsNoTracking()
                    .Where(d => assignees.Contains(d.PersonId) && d.RemovedAt == null)
                    .ToListAsync(cancellation)
            ).ToLookup(d => d.PersonId),
            (await db.Permits.AsNoTracking().Where(p => people.Contains(p.PersonId)).ToListAsync(cancellation)).ToLookup(p =>
                p.PersonId
            ),
            (
                await db
                    .Passports.AsNoTracking()
                    .Where(p => people.Contains(p.PersonId) && p.ReplacedAt == null)
                    .ToListAsync(cancellation)
            ).ToLookup(p => p.PersonId),
            (
                await db
                    .CoverageCertificates.AsNoTracking()
                    .Where(c => people.Contains(c.PersonId) && c.ReplacedAt == null)
                    .ToListAsync(cancellation)
            ).ToLookup(c => c.PersonId),
            (
                await db
                    .Opinions.AsNoTracking()
                    .Where(o => assignees.Contains(o.PersonId) && o.WithdrawnAt == null)
                    .ToListAsync(cancellation)
            ).ToLookup(o => o.PersonId),
            (
                await db
                    .DeclaredFacts.AsNoTracking()
                    .Where(f => assignees.Contains(f.PersonId) && f.WithdrawnAt == null)
                    .ToListAsync(cancellation)
            ).ToLookup(f => f.PersonId),
            (
                await db
                    .TripCheckActs.AsNoTracking()
                    .Include(a => a.TripCheck)
                    .Where(a => a.TaskId == null && caseIds.Contains(a.TripCheck!.CaseId))
                    .OrderBy(a => a.Id)
                    .ToListAsync(cancellation)
            ).ToLookup(a => a.TripCheck!.CaseId)
        );
    }
}

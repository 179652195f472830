using Mobility.Casework.Board;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Casework.TripChecks;

namespace Mobility.Casework.Access;

/// <summary>What a person may do with a case.</summary>
public enum CaseRight
{
    /// <summary>Open the working file: the case page, its days and deadlines.</summary>
    Read,

    /// <summary>Read who did what and why. Not for the client: the reasons are the relocation company's and its advisers' own.</summary>
    ReadHistory,

    /// <summary>Change the case itself, its people, papers and tasks.</summary>
    Change,

    /// <summary>Record travel.</summary>
    RecordTravel,

    /// <summary>Check a trip before it is booked. A traveller may on cases of their own: <see cref="CaseAccess.TripsCheckedBy"/>.</summary>
    CheckTrips,

    /// <summary>Read declared facts and advisers' opinions with their reasons. They are the relocation company's and its advisers' own.</summary>
    ReadAdvice,

    /// <summary>Declare a fact about a person. An adviser's word goes before a declared one.</summary>
    DeclareFacts,

    /// <summary>Open what is sealed about the people of the case; which fields, <see cref="PersonalAccess"/> decides.</summary>
    ReadPersonal,

    /// <summary>Give an opinion of one's own beside what a rule says; which rules, <see cref="AdviserRules"/> decides.</summary>
    GiveOpinion,

    /// <summary>Give many cases to somebody else at once, with their open work.</summary>
    Reassign,
}

/// <summary>
/// The one place that decides who sees and changes which cases. Pages start every query from <c>VisibleTo</c>; what it leaves out
/// does not exist for that person, and is answered like something that never did.
/// </summary>
public static class CaseAccess
{
    /// <summary>
    /// The working files a person may open. Staff see all; a client's programme manager the client's own; advisers and suppliers those
    /// they are engaged on; the family none: their own place has a root of its own, <see cref="OwnCases"/>.
    /// </summary>
    public static IQueryable<Case> VisibleTo(this IQueryable<Case> cases, Viewer viewer) =>
        viewer switch
        {
            { IsStaff: true } => cases,
            { Kind: PersonKind.ProgrammeManager, ClientId: { } client } => cases.Where(c => c.ClientId == client),
            { Kind: PersonKind.TaxAdviser or PersonKind.ImmigrationAdviser } => cases.Where(c =>
                c.Engagements.Any(e => e.AccountId == viewer.AccountId)
            ),
            _ => cases.Where(c => false),
        };

    /// <summary>
    /// The rows of the board of the travellers whose cases a person may open. The board has nobody without a running case, and knows the
    /// client of it: only advisers, who see cases one by one, are looked up among <paramref name="cases"/>.
    /// </summary>
    public static IQueryable<BoardRow> VisibleTo(this IQueryable<BoardRow> rows, Viewer viewer, IQueryable<Case> cases) =>
        viewer switch
        {
            { IsStaff: true } => rows,
            { Kind: PersonKind.ProgrammeManager, ClientId: { } client } => rows.Where(r => r.ClientId == client),
            { IsAdviser: true } => rows.OfTravellers(cases.VisibleTo(viewer)),
            _ => rows.Where(r => false),
        };

    private static IQueryable<BoardRow> OfTravellers(this IQueryable<BoardRow> rows, IQueryable<Case> cases)
    {
        var travellers = cases.Where(c => c.CancelledOn == null && c.ClosedOn == null).Select(c => c.AssigneeId);
        return rows.Where(r => travellers.Contains(r.PersonId));
    }

    /// <summary>The cases a supplier is engaged on: only what the supplier's own page shows of them.</summary>
    public static IQueryable<Case> SuppliedBy(this IQueryable<Case> cases, Viewer viewer) =>
        viewer.Kind == PersonKind.Supplier
            ? cases.Where(c => c.Engagements.Any(e => e.AccountId == viewer.AccountId))
            : cases.Where(c => false);

    /// <summary>The cases a person of a family belongs to. The only root of the family's own place.</summary>
    public static IQueryable<Case> OwnCases(this IQueryable<Case> cases, Viewer viewer) =>
        viewer switch
        {
            { Kind: PersonKind.Assignee, PersonId: { } person } => cases.Where(c => c.AssigneeId == person),
            { Kind: PersonKind.FamilyMember, PersonId: { } person } => cases.Where(c => c.Members.Any(m => m.PersonId == person)),
            _ => cases.Where(c => false),
        };

    /// <summary>
    /// The cases on whose assignee's trips a person may check: those of <see cref="CaseRight.CheckTrips"/>, and a traveller's own. What follows for the employer
    /// (tasks, deadlines) is made by those who may change the case.
    /// </summary>
    public static IQueryable<Case> TripsCheckedBy(this IQueryable<Case> cases, Viewer viewer) =>
        viewer.Kind == PersonKind.Assignee ? cases.OwnCases(viewer) : cases.For(viewer, CaseRight.CheckTrips);

    /// <summary>
    /// The cases whose checked trips a person may read: those of <see cref="TripsCheckedBy"/>, and a client's programme manager those of the client.
    /// </summary>
    public static IQueryable<Case> TripChecksReadBy(this IQueryable<Case> cases, Viewer viewer) =>
        viewer.Kind == PersonKind.ProgrammeManager ? cases.VisibleTo(viewer) : cases.TripsCheckedBy(viewer);

    /// <summary>The trip checks on some cases.</summary>
    public static IQueryable<TripCheck> On(this IQueryable<TripCheck> checks, IQueryable<Case> cases) =>
        checks.Where(t => cases.Any(c => c.Id == t.CaseId));

    /// <summary>The clients whose names and entities a person may read.</summary>
    public static IQueryable<Client> VisibleTo(this IQueryable<Client> clients, Viewer viewer) =>
        viewer switch
        {
            { IsStaff: true } => clients,
            { Kind: PersonKind.ProgrammeManager, ClientId: { } client } => clients.Where(c => c.Id == client),
            _ => clients.Where(c => false),
        };

    /// <summary>The same as <see cref="VisibleTo(IQueryable{Case}, Viewer)"/> with <see cref="CaseRight"/>: who may also change them.</summary>
    public static IQueryable<Case> For(this IQueryable<Case> cases, Viewer viewer, CaseRight right) =>
        Allows(viewer, right) ? cases.VisibleTo(viewer) : cases.Where(c => false);

    /// <summary>Whether a kind of person has a right on the cases it sees at all.</summary>
    public static bool Allows(Viewer viewer, CaseRight right) =>
        right switch
        {
            CaseRight.Read => !viewer.IsFamily && viewer.Kind != PersonKind.Supplier,
            CaseRight.CheckTrips => viewer.IsStaff || viewer.IsAdviser,
            CaseRight.ReadHistory or CaseRight.ReadPersonal => viewer.IsStaff || viewer.IsAdviser,
            CaseRight.Change => viewer.IsStaff,
            CaseRight.ReadAdvice or CaseRight.DeclareFacts => viewer.IsStaff || viewer.IsAdviser,
            CaseRight.GiveOpinion => viewer.IsAdviser,
            CaseRight.Reassign => viewer.Kind is PersonKind.TeamLead or PersonKind.Administrator,
            CaseRight.RecordTravel => viewer.IsStaff || viewer.Kind == PersonKind.TaxAdviser,
            _ => false,
        };
}

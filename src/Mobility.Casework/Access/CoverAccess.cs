using Mobility.Casework.Covers;
using Mobility.Casework.People;

namespace Mobility.Casework.Access;

/// <summary>
/// The one place that decides who covers whom, and who says so. To cover a colleague opens no case: everybody who carries cases sees all of
/// them (<see cref="CaseAccess"/>). It decides whose day they stand in and who is told.
/// </summary>
public static class CoverAccess
{
    /// <summary>Who can be covered, and can cover: those who carry cases, and so see the same ones.</summary>
    public static bool CarriesCases(PersonKind kind) =>
        kind is PersonKind.Consultant or PersonKind.TeamLead or PersonKind.Administrator;

    /// <summary>Whether somebody sees to the covers of others too.</summary>
    public static bool LooksAfterOthers(Viewer viewer) => viewer.Kind is PersonKind.TeamLead or PersonKind.Administrator;

    /// <summary>Whether somebody may set a cover of an absence: the own one, or as one who looks after others any.</summary>
    public static bool MaySet(Viewer viewer, Guid awayId) =>
        CarriesCases(viewer.Kind) && (awayId == viewer.AccountId || LooksAfterOthers(viewer));

    /// <summary>The covers somebody may read and end: those of the own absences, those the person covers, and all for who looks after others.</summary>
    public static IQueryable<Cover> VisibleTo(this IQueryable<Cover> covers, Viewer viewer) =>
        LooksAfterOthers(viewer) ? covers
        : CarriesCases(viewer.Kind) ? covers.Where(c => c.AwayId == viewer.AccountId || c.CoveredById == viewer.AccountId)
        : covers.Where(c => false);
}

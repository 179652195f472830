using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using NodaTime;

namespace Mobility.Casework.Access;

/// <summary>A person on a case.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="PersonId">The assignee or a member of the family.</param>
/// <param name="IsViewers">Whether the case is the viewer's to carry now: as its consultant, or in cover for them.</param>
public sealed record PersonOnCase(Guid CaseId, Guid PersonId, bool IsViewers);

/// <summary>
/// The one place that says who sees and changes which sealed values. Who may do neither is not told whether there is one. The client's
/// people and suppliers see none.
/// </summary>
public static class PersonalAccess
{
    /// <summary>
    /// Everybody their own. Staff dates of birth, passport and tax numbers; advisers those of their subject. Bank details and health notes only
    /// the consultant who carries the case, whoever covers them, and team leads: an administrator runs the program and needs neither.
    /// </summary>
    public static bool Allows(Viewer viewer, PersonalField field, PersonOnCase whose) =>
        viewer.IsFamily
            ? viewer.PersonId == whose.PersonId
            : field switch
            {
                PersonalField.BirthDate => viewer.IsStaff || viewer.IsAdviser,
                PersonalField.PassportNumber or PersonalField.TaxNumber => MaySearch(viewer, field),
                PersonalField.BankDetails or PersonalField.HealthNote => viewer.Kind == PersonKind.TeamLead
                    || (viewer.Kind == PersonKind.Consultant && whose.IsViewers),
                _ => false,
            };

    /// <summary>The fields of the person that <paramref name="viewer"/> sees, in their order on pages.</summary>
    public static IReadOnlyList<PersonalField> Fields(Viewer viewer, PersonOnCase whose) =>
        [.. Enum.GetValues<PersonalField>().Where(f => Allows(viewer, f, whose))];

    /// <summary>The cases somebody carries at a moment: their own, and those of whom they cover.</summary>
    public static IQueryable<Case> CarriedBy(this IQueryable<Case> cases, Viewer viewer, IQueryable<Cover> covers, Instant now)
    {
        var running = covers.RunningAt(now).Where(c => c.CoveredById == viewer.AccountId);
        return cases.Where(c => c.ConsultantId == viewer.AccountId || running.Any(r => r.AwayId == c.ConsultantId));
    }

    /// <summary>Whether somebody may look for people by a number of this kind, among the cases that are theirs to see.</summary>
    public static bool MaySearch(Viewer viewer, PersonalField field) =>
        field switch
        {
            PersonalField.PassportNumber => viewer.IsStaff || viewer.Kind == PersonKind.ImmigrationAdviser,
            PersonalField.TaxNumber => viewer.IsStaff || viewer.Kind == PersonKind.TaxAdviser,
            _ => false,
        };
}

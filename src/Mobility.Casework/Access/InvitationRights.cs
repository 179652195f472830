using Mobility.Casework.People;

namespace Mobility.Casework.Access;

/// <summary>The one place that says who may let whom in.</summary>
public static class InvitationRights
{
    /// <summary>
    /// Administrators let anybody in. Whoever carries cases lets in the families on them, and nobody else. The rest, clients and partner
    /// firms among them, let nobody in.
    /// </summary>
    public static bool MayInvite(PersonKind who, PersonKind whom) =>
        who switch
        {
            PersonKind.Administrator => true,
            PersonKind.Consultant or PersonKind.TeamLead => whom is PersonKind.Assignee or PersonKind.FamilyMember,
            _ => false,
        };
}

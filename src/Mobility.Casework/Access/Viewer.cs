using Mobility.Casework.People;

namespace Mobility.Casework.Access;

/// <summary>Who looks: everything the rules of access ask about a signed-in person.</summary>
public sealed record Viewer(Guid AccountId, PersonKind Kind, Guid? ClientId, Guid? FirmId, Guid? PersonId)
{
    public static Viewer Of(Account account) => new(account.Id, account.Kind, account.ClientId, account.FirmId, account.PersonId);

    /// <summary>Works for the relocation company.</summary>
    public bool IsStaff => Kind is PersonKind.Administrator or PersonKind.Consultant or PersonKind.TeamLead;

    public bool IsAdviser => Kind is PersonKind.TaxAdviser or PersonKind.ImmigrationAdviser;

    /// <summary>Works with the rules, and may read the rule book.</summary>
    public bool ReadsRules => IsStaff || IsAdviser;

    /// <summary>Belongs to the family's own place.</summary>
    public bool IsFamily => Kind is PersonKind.Assignee or PersonKind.FamilyMember;
}

using Mobility.Casework.People;

namespace Mobility.Web.Home;

/// <summary>The page on which each kind of person's day begins.</summary>
public static class Landing
{
    public static string PathOf(PersonKind kind) =>
        kind switch
        {
            PersonKind.Administrator or PersonKind.Consultant or PersonKind.TeamLead => "/my-day",
            PersonKind.ProgrammeManager => "/cases",
            PersonKind.TaxAdviser or PersonKind.ImmigrationAdviser => "/queue",
            PersonKind.Supplier => "/orders",
            PersonKind.Assignee or PersonKind.FamilyMember => "/portal",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}

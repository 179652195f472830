namespace Mobility.Casework.People;

/// <summary>The kinds of person who can sign in. What each may see is decided in <c>Access</c>, and nowhere else.</summary>
public enum PersonKind
{
    /// <summary>Runs this Mobility for the relocation company: people, jobs, mail.</summary>
    Administrator,

    /// <summary>Carries cases for the relocation company.</summary>
    Consultant,

    /// <summary>Looks after the consultants and their load.</summary>
    TeamLead,

    /// <summary>The client company's human resources: own company's cases only.</summary>
    ProgrammeManager,

    /// <summary>Partner firm; only cases the person is engaged on.</summary>
    TaxAdviser,

    /// <summary>Partner firm; only cases the person is engaged on.</summary>
    ImmigrationAdviser,

    /// <summary>Mover, home finder, school consultant: own orders only.</summary>
    Supplier,

    /// <summary>The person on assignment: own file, in the family's own place.</summary>
    Assignee,

    /// <summary>An adult who moves along: what is theirs, in the family's own place.</summary>
    FamilyMember,
}

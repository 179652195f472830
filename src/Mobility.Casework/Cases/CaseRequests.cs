using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Cases;

/// <summary>A person as typed at intake.</summary>
public sealed record NewPerson
{
    /// <summary>As many as are kept; nobody has so many.</summary>
    public const int MostCitizenships = 20;

    public required string FullName { get; init; }

    public string? Email { get; init; }

    public LocalDate? BirthDate { get; init; }

    /// <summary>ISO 3166 alpha-2 codes, main one first; empty while unknown.</summary>
    public IReadOnlyList<string> Citizenships { get; init; } = [];
}

/// <summary>A member of the family as typed at intake.</summary>
public sealed record NewMember
{
    public required NewPerson Person { get; init; }

    public required FamilyRelation Relation { get; init; }

    public bool Accompanying { get; init; } = true;
}

/// <summary>The terms of a case that can be amended.</summary>
public sealed record CaseTerms
{
    public required AssignmentType Type { get; init; }

    public required SecondmentAxis Axis { get; init; }

    public required string HomeCountry { get; init; }

    public string? HomeCity { get; init; }

    public required string HostCountry { get; init; }

    public string? HostCity { get; init; }

    public Guid? HomeEntityId { get; init; }

    public Guid? HostEntityId { get; init; }

    public string? HostParty { get; init; }

    public required LocalDate Start { get; init; }

    /// <summary>Last day, included.</summary>
    public LocalDate? End { get; init; }

    public string? PolicyName { get; init; }

    public required Guid ConsultantId { get; init; }

    /// <summary>The terms of a case as they stand.</summary>
    public static CaseTerms Of(Case file) =>
        new()
        {
            Type = file.Type,
            Axis = file.Axis,
            HomeCountry = file.HomeCountry,
            HomeCity = file.HomeCity,
            HostCountry = file.HostCountry,
            HostCity = file.HostCity,
            HomeEntityId = file.HomeEntityId,
            HostEntityId = file.HostEntityId,
            HostParty = file.HostParty,
            Start = file.Start,
            End = file.End,
            PolicyName = file.PolicyName,
            ConsultantId = file.ConsultantId,
        };
}

/// <summary>A new case.</summary>
public sealed record OpenCase
{
    public required Guid ClientId { get; init; }

    public required CaseTerms Terms { get; init; }

    public required NewPerson Assignee { get; init; }

    public IReadOnlyList<NewMember> Family { get; init; } = [];
}

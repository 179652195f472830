using Mobility.Casework.Cases;
using Mobility.Casework.People;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Mobility.Casework.Demo;

/// <summary>What the demonstration programme is made of: the lists beside this file.</summary>
internal sealed record DemoLists(
    IReadOnlyList<CountryOfOrigin> Countries,
    IReadOnlyList<ClientCompany> Clients,
    Team Team,
    IReadOnlyList<KindOfCase> Mix,
    IReadOnlyList<TaskText> Tasks,
    Papers Papers,
    AdviceTexts Advice,
    Cast Cast
)
{
    private readonly Dictionary<string, CountryOfOrigin> byCode = Countries.ToDictionary(c => c.Code);

    /// <summary>The lists, read anew: they are needed once in the life of a database.</summary>
    public static DemoLists Read()
    {
        var cast = Read<Cast>("cast");
        return new(
            Read<List<CountryOfOrigin>>("countries"),
            Read<List<ClientCompany>>("clients"),
            Read<Team>("team"),
            Read<List<KindOfCase>>("mix"),
            Read<List<TaskText>>("tasks"),
            Read<Papers>("papers"),
            Read<AdviceTexts>("advice"),
            cast with
            {
                Cases = [.. cast.Cases, .. Read<List<CastCase>>("cast-in-trouble")],
            }
        );
    }

    public CountryOfOrigin Country(string code) => byCode[code];

    private static T Read<T>(string list)
    {
        var name = $"Mobility.Casework.Demo.Lists.{list}.yaml";
        using var stream =
            typeof(DemoLists).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build().Deserialize<T>(reader);
    }
}

internal sealed record CountryOfOrigin
{
    public string Code { get; init; } = "";

    public List<string> Cities { get; init; } = [];

    public string Language { get; init; } = "en";

    /// <summary>Area whose citizens need no permit here; null for none.</summary>
    public string? FreeMovement { get; init; }

    public bool A1 { get; init; }

    public List<string> CoveredWith { get; init; } = [];

    public string? Permit { get; init; }

    public bool FamilyNameFirst { get; init; }

    public List<string> Women { get; init; } = [];

    public List<string> Men { get; init; } = [];

    public List<string> Surnames { get; init; } = [];

    public List<string> SurnamesOfWomen { get; init; } = [];

    public List<string> OneWord { get; init; } = [];
}

internal sealed record ClientCompany
{
    public string Name { get; init; } = "";

    public string Domain { get; init; } = "";

    public TeamMember Manager { get; init; } = new();

    /// <summary>Hosts of an external secondment.</summary>
    public List<string> Customers { get; init; } = [];

    public List<CompanyOfGroup> Entities { get; init; } = [];
}

internal sealed record CompanyOfGroup
{
    public string Name { get; init; } = "";

    public string In { get; init; } = "";

    public string City { get; init; } = "";
}

internal sealed record Team
{
    public string Company { get; init; } = "";

    public string Domain { get; init; } = "";

    public List<TeamMember> Staff { get; init; } = [];

    public List<PartnerFirm> Firms { get; init; } = [];
}

internal sealed record TeamMember
{
    public string Name { get; init; } = "";

    public PersonKind Kind { get; init; }

    public string? Zone { get; init; }

    public string Language { get; init; } = "en";

    /// <summary>Countries an adviser or supplier works in.</summary>
    public List<string> Serves { get; init; } = [];
}

internal sealed record PartnerFirm
{
    public string Name { get; init; } = "";

    public PersonKind Kind { get; init; }

    public string Domain { get; init; } = "";

    public List<TeamMember> People { get; init; } = [];
}

internal sealed record KindOfCase
{
    public AssignmentType Type { get; init; }

    /// <summary>Of a hundred cases.</summary>
    public int Share { get; init; }

    /// <summary>Shortest and longest term; empty for a move without a return.</summary>
    public List<int> Months { get; init; } = [];

    /// <summary>Percentage with a family that moves along.</summary>
    public int Family { get; init; }

    public bool Children { get; init; }

    public string Policy { get; init; } = "";
}

/// <summary>Where a case stands, as far as the work on it goes.</summary>
internal enum Stage
{
    Request,
    Before,
    Arrival,
    During,
    Return,
    Alone,
}

internal enum Doer
{
    Consultant,
    Tax,
    Immigration,
}

internal sealed record TaskText
{
    public Stage When { get; init; }

    public Doer Who { get; init; }

    /// <summary>Not for a move within one country.</summary>
    public bool Abroad { get; init; }

    public string What { get; init; } = "";

    public string? Why { get; init; }

    public string? WaitsFor { get; init; }
}

internal sealed record Papers
{
    /// <summary>Name of the permit of somebody who lives in a country of other people.</summary>
    public string AtHome { get; init; } = "";

    public CertificateTerm BetweenA1Countries { get; init; } = new();

    public CertificateTerm Elsewhere { get; init; } = new();
}

internal sealed record CertificateTerm
{
    public string Name { get; init; } = "";

    /// <summary>Longest term of one paper.</summary>
    public int Years { get; init; }
}

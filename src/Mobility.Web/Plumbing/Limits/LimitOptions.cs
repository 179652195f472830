namespace Mobility.Web.Plumbing.Limits;

/// <summary>The settings under <c>Limits</c>: how many requests a minute, on each node, of one person and of one address.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>A company behind one address has this many times what one person has.</summary>
    private const int PeopleAtAnAddress = 5;

    /// <summary>By address alone: nobody is known yet. The tries of one account are counted in the database beside it.</summary>
    public int SignIn { get; set; } = 30;

    public int Search { get; set; } = 120;

    public int Export { get; set; } = 10;

    public int Upload { get; set; } = 20;

    public int OfPerson(Limit limit) =>
        limit switch
        {
            Limit.SignIn => SignIn,
            Limit.Search => Search,
            Limit.Export => Export,
            Limit.Upload => Upload,
            _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, null),
        };

    public int OfAddress(Limit limit) => limit == Limit.SignIn ? SignIn : OfPerson(limit) * PeopleAtAnAddress;

    /// <summary>What is wrong with the settings, in a sentence; null when nothing is.</summary>
    public string? Problem() =>
        Enum.GetValues<Limit>().Where(l => OfPerson(l) is < 1 or > 100_000_000).Select(l => (Limit?)l).FirstOrDefault() is { } bad
            ? $"{Section}:{bad} must be a whole number above 0."
            : null;
}

namespace Mobility.Web.Rules;

/// <summary>A stay of the calculator as it was typed.</summary>
public sealed class StayRow
{
    public string? Country { get; set; }

    public string? Arrive { get; set; }

    public string? Depart { get; set; }

    public bool Planned { get; set; }

    public string? ArriveTime { get; set; }

    public string? DepartTime { get; set; }

    public string? Purpose { get; set; }

    /// <summary>Did not pass border control.</summary>
    public bool Airside { get; set; }

    public bool IsEmpty => new[] { Country, Arrive, Depart, ArriveTime, DepartTime }.All(string.IsNullOrWhiteSpace);

    /// <summary>Whether what is folded away says anything.</summary>
    public bool HasMore =>
        !string.IsNullOrWhiteSpace(ArriveTime)
        || !string.IsNullOrWhiteSpace(DepartTime)
        || Purpose is not (null or "" or nameof(Mobility.Rules.Trips.StayPurpose.Unstated))
        || Airside;
}

/// <summary>A question to a rule as it was typed: everything is text until it has been read, so that nothing that was typed is lost.</summary>
public sealed class CalculatorForm
{
    /// <summary>The day asked about.</summary>
    public string? On { get; set; }

    public List<StayRow> Stays { get; set; } = [];

    /// <summary>Stays as lines, a quicker way: DE 2026-01-03 2026-02-10.</summary>
    public string? Paste { get; set; }

    /// <summary>Days on which nobody knows where the person was, a line each.</summary>
    public string? Unknown { get; set; }

    /// <summary>Facts by name.</summary>
    public Dictionary<string, string?> Facts { get; set; } = [];

    public string? Fact(string name) => Facts.GetValueOrDefault(name);
}

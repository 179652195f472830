namespace Mobility.Web.TripChecks;

/// <summary>One activity of a stop, as typed.</summary>
public sealed class DoneRow
{
    public string? Kind { get; set; }

    /// <summary>Empty where nobody said.</summary>
    public string? Days { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Kind) && string.IsNullOrWhiteSpace(Days);
}

/// <summary>One stop of a trip, as typed.</summary>
public sealed class StopRow
{
    /// <summary>Rows for activities that stand ready.</summary>
    public const int Rows = 3;

    public string? Country { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    public List<DoneRow> Activities { get; set; } = [];

    public bool IsEmpty =>
        string.IsNullOrWhiteSpace(Country)
        && string.IsNullOrWhiteSpace(From)
        && string.IsNullOrWhiteSpace(To)
        && Activities.TrueForAll(row => row.IsEmpty);
}

/// <summary>A trip as it is told: who, where, from, to, what is done, for whom, who acts as employer, which papers are held.</summary>
public sealed class TripCheckForm
{
    /// <summary>Number of the traveller's case, or the traveller's name.</summary>
    public string? Who { get; set; }

    /// <summary>Of a traveller without a case: citizenships with commas between.</summary>
    public string? Citizenships { get; set; }

    /// <summary>Where a traveller without a case lives.</summary>
    public string? Home { get; set; }

    /// <summary>Where the employer of a traveller without a case is.</summary>
    public string? Employer { get; set; }

    public List<StopRow> Stops { get; set; } = [];

    public string? For { get; set; }

    public string? Role { get; set; }

    public bool Coverage { get; set; }

    public bool Notice { get; set; }

    public bool WorkPermit { get; set; }

    public bool Visa { get; set; }

    /// <summary>The version that is amended; 0 for a new check.</summary>
    public int No { get; set; }

    public string? Why { get; set; }

    /// <summary>Whether anything is said of a traveller without a case.</summary>
    public bool StatesTraveller => new[] { Citizenships, Home, Employer }.Any(text => !string.IsNullOrWhiteSpace(text));

    /// <summary>Every stop has its rows for activities, and there is at least one stop.</summary>
    public void MakeReady()
    {
        if (Stops.Count == 0)
        {
            Stops.Add(new());
        }
        foreach (var stop in Stops)
        {
            while (stop.Activities.Count < StopRow.Rows)
            {
                stop.Activities.Add(new());
            }
        }
    }
}

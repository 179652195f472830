using Mobility.Casework.Trips;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Web.Trips;

/// <summary>A stay as typed on the day page.</summary>
public sealed class TripForm
{
    /// <summary>Country by name or code; empty for days on which nobody knows where the person was.</summary>
    public string? Country { get; set; }

    public bool PlaceUnknown { get; set; }

    public LocalDate? Arrive { get; set; }

    public LocalDate? Depart { get; set; }

    public TripStatus Status { get; set; }

    public TripEvidence Evidence { get; set; }

    public StayPurpose Purpose { get; set; }

    public string? Note { get; set; }

    /// <summary>What proves it: the name or number of a document.</summary>
    public string? Document { get; set; }

    /// <summary>Whether days at home give way to this stay.</summary>
    public bool MakeRoom { get; set; } = true;
}

/// <summary>A stay that is only tried: nothing is saved.</summary>
public sealed class TryForm
{
    public string? Country { get; set; }

    public LocalDate? From { get; set; }

    public LocalDate? To { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Country) && From is null && To is null;
}

/// <summary>The last day of a stay that had no end.</summary>
public sealed class EndForm
{
    public LocalDate? Depart { get; set; }
}

using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>Why somebody is in a country, where a rule asks.</summary>
public enum StayPurpose
{
    /// <summary>Nobody said.</summary>
    Unstated,

    /// <summary>Work or business.</summary>
    Work,

    /// <summary>Visit, holiday, cure or other purely private stay.</summary>
    Private,

    /// <summary>Attending an educational institution.</summary>
    Study,

    /// <summary>Stay in a clinic or for treatment.</summary>
    Medical,

    /// <summary>Passing through between two points outside the country.</summary>
    Transit,

    /// <summary>Regular daily commuting from a neighbouring country.</summary>
    Commute,

    /// <summary>Arriving and leaving on one day without a stay.</summary>
    SameDayTurnaround,

    /// <summary>Crew of an aircraft or ship, unless <see cref="ShipCrew"/>.</summary>
    Crew,

    /// <summary>Regular crew of a foreign ship in international traffic.</summary>
    ShipCrew,
}

/// <summary>One presence in one country, by the calendar dates of that country.</summary>
public sealed record Stay
{
    /// <summary>ISO 3166 alpha-2 code, upper case.</summary>
    public required string Country { get; init; }

    /// <summary>First day there (inclusive).</summary>
    public required LocalDate Arrive { get; init; }

    /// <summary>Last day there (inclusive: the person was there for part of it); null while the person is still there.</summary>
    public LocalDate? Depart { get; init; }

    /// <summary>Whether this is a plan. A plan never becomes a fact by its day going by.</summary>
    public bool Planned { get; init; }

    /// <summary>Local time of arrival, where known.</summary>
    public LocalTime? ArriveTime { get; init; }

    /// <summary>Local time of departure, where known.</summary>
    public LocalTime? DepartTime { get; init; }

    /// <summary>
    /// Whether the first day was spent there from its beginning, as somebody says who declares single days; else the person arrived in the course
    /// of it.
    /// </summary>
    public bool FromMidnight { get; init; }

    /// <summary>
    /// Whether the last day was spent there to its end; else the person left in the course of it. Midnights and whole days count it then. Without
    /// meaning while <see cref="Depart"/> is null.
    /// </summary>
    public bool ToMidnight { get; init; }

    /// <summary>Why the person is there.</summary>
    public StayPurpose Purpose { get; init; }

    /// <summary>Whether the person passed border control.</summary>
    public bool FormalEntry { get; init; } = true;

    /// <summary>The caller's id of the trip, given back wherever a finding names it.</summary>
    public string? Id { get; init; }

    /// <summary>Refuses a stay that ends before it begins.</summary>
    /// <param name="parameter">The caller's parameter that has it.</param>
    /// <exception cref="ArgumentException">It does.</exception>
    internal void Check(string parameter)
    {
        if (Depart < Arrive)
        {
            throw new ArgumentException($"A stay in {Country} ends on {Depart}, before it begins on {Arrive}.", parameter);
        }
    }
}

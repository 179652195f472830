using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>What somebody did on a day, as far as rules about days of work ask.</summary>
public enum DayActivity
{
    /// <summary>Worked, for however short a part of the day.</summary>
    Work,

    /// <summary>Neither worked nor was on leave: a weekend, a holiday, a private stay.</summary>
    Personal,

    /// <summary>Only passed through.</summary>
    Transit,

    /// <summary>On leave.</summary>
    Leave,

    /// <summary>Ill and not working.</summary>
    Sick,
}

/// <summary>What somebody is known to have done on one day in one country.</summary>
/// <param name="Day">The day there.</param>
/// <param name="Country">ISO 3166 alpha-2 code, upper case; on a split day each country has an entry of its own.</param>
/// <param name="Activity">What was done.</param>
public sealed record ActivityDay(LocalDate Day, string Country, DayActivity Activity);

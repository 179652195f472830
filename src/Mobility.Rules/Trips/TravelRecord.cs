using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>Days on which nobody knows where the person was. Every rule counts them as unknown.</summary>
/// <param name="From">First day (inclusive).</param>
/// <param name="To">Last day (inclusive).</param>
public sealed record UnknownSpan(LocalDate From, LocalDate To);

/// <summary>A residence permit or long-stay visa.</summary>
/// <param name="Country">Issuing state, ISO 3166 alpha-2.</param>
/// <param name="From">First day valid (inclusive); null for since before all records.</param>
/// <param name="To">Last day valid (inclusive); null for open.</param>
public sealed record ResidencePermit(string Country, LocalDate? From, LocalDate? To);

/// <summary>
/// What is recorded about where one person was, is and plans to be. The caller gives what was known on the day it wants to show; stays may
/// overlap, repeat, touch and lie in any order.
/// </summary>
public sealed record TravelRecord
{
    /// <summary>A record of nothing.</summary>
    public static TravelRecord Empty { get; } = new();

    /// <summary>The stays, in any order.</summary>
    public IReadOnlyList<Stay> Stays { get; init; } = [];

    /// <summary>Days on which the place is unknown.</summary>
    public IReadOnlyList<UnknownSpan> UnknownSpans { get; init; } = [];

    /// <summary>Residence permits and long-stay visas.</summary>
    public IReadOnlyList<ResidencePermit> ResidencePermits { get; init; } = [];

    /// <summary>ISO 3166 alpha-2 codes of the person's citizenships; null when unknown, which is not the same as none.</summary>
    public IReadOnlyList<string>? Citizenships { get; init; }

    /// <summary>
    /// What the person did on single days, where somebody said so. Of a day that is not here nothing is known: nobody takes weekdays for days of
    /// work.
    /// </summary>
    public IReadOnlyList<ActivityDay> Activities { get; init; } = [];

    /// <summary>
    /// ISO 3166 alpha-2 code of the home country; null when unknown. Days without a record are not taken to be spent there: a rule that watches
    /// the home country says so among its assumptions.
    /// </summary>
    public string? HomeCountry { get; init; }

    /// <summary>Days that a rule leaves out whatever stay or plan lies on them; null for none. Set by the rule that reads the facts behind them.</summary>
    internal LeftOutDays? LeftOut { get; init; }
}

/// <summary>Days of presence that do not count, by their cause.</summary>
/// <param name="ByStatus">Days under an exempt status.</param>
/// <param name="UnableToLeave">Days on which sickness prevented leaving.</param>
internal sealed record LeftOutDays(Residence.DaySet ByStatus, Residence.DaySet UnableToLeave)
{
    public Residence.DaySet All { get; } = ByStatus.With(UnableToLeave);
}

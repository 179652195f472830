using NodaTime;

namespace Mobility.Rules.Trips.Planning;

/// <summary>Why a stay cannot last a day longer, or begin a day earlier.</summary>
/// <param name="RuleId">The rule that would be passed; null where another stay is in the way.</param>
/// <param name="On">The first day above its limit (or on which its test would be met), or the first day of the stay in the way.</param>
/// <param name="Total">The total on that day, in days of the rule, unknown days held against the person; null where the rule gives none.</param>
/// <param name="Limit">The limit of that day; null where the rule gives none.</param>
/// <param name="Stay">The stay in the way; null where a rule is.</param>
public sealed record PlanReason(string? RuleId, LocalDate On, Fraction? Total, Fraction? Limit, Stay? Stay = null);

/// <summary>Dates on which a stay passes no limit that is not passed without it.</summary>
/// <param name="From">First day (inclusive).</param>
/// <param name="To">Last day (inclusive).</param>
/// <param name="Why">What stands against one day more, or one day earlier; null where nothing does.</param>
public sealed record PlanDates(LocalDate From, LocalDate To, PlanReason? Why);

/// <summary>What the limits of a country leave of a stay that nobody has booked, with every plan and every unknown day held against the person.</summary>
public sealed record TripPlan
{
    /// <summary>First day (inclusive).</summary>
    public required LocalDate From { get; init; }

    /// <summary>Last day (inclusive); for a stay whose end is open its latest safe exit, and null where nothing limits it.</summary>
    public required LocalDate? To { get; init; }

    /// <summary>The limits that were asked, by rule id. Empty where the book has none for the country.</summary>
    public required IReadOnlyList<string> Limits { get; init; }

    /// <summary>The limits that the stay would pass, each with its first day, the earliest first. Those that are passed without it are not among them.</summary>
    public required IReadOnlyList<PlanReason> Passes { get; init; }

    /// <summary>
    /// Last day on which to leave when entering on <see cref="From"/>; null when even the first day is too many, and when nothing limits the stay
    /// (<see cref="IsUnlimited"/>).
    /// </summary>
    public required LocalDate? LatestSafeExit { get; init; }

    /// <summary>What a stay of one day longer would pass; null when nothing limits it.</summary>
    public required PlanReason? ExitReason { get; init; }

    /// <summary>Whether no limit is passed however long the stay, up to <see cref="TripPlanner.LongestStay"/> days.</summary>
    public bool IsUnlimited => LatestSafeExit is null && ExitReason is null;

    /// <summary>The same first day and the last day that passes nothing; null when the stay passes nothing, and when even its first day does.</summary>
    public required PlanDates? Shorter { get; init; }

    /// <summary>The same length on the next days that pass nothing; null when the stay passes nothing, and when there are none.</summary>
    public required PlanDates? Later { get; init; }

    /// <summary>
    /// The next days on which a fresh stay of that length passes nothing: after this stay where it can be made as it is, else <see cref="Later"/>. Null when
    /// there are none until <see cref="LookedUntil"/>.
    /// </summary>
    public required PlanDates? NextStay { get; init; }

    /// <summary>The last first day that was looked at.</summary>
    public required LocalDate LookedUntil { get; init; }

    /// <summary>Other stays that claim days of this one, more than a shared day of travel.</summary>
    public required IReadOnlyList<Stay> InTheWay { get; init; }

    /// <summary>Limits of which the book has no value on a day of the stay, with the first such day: outside coverage.</summary>
    public required IReadOnlyList<(string RuleId, LocalDate From)> NotCovered { get; init; }
}

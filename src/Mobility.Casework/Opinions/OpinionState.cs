using NodaTime;

namespace Mobility.Casework.Opinions;

/// <summary>How an opinion stands on a day.</summary>
public enum OpinionState
{
    InForce,

    /// <summary>Its first day is still to come.</summary>
    Coming,

    /// <summary>In force, but the rule book no longer says what it said when the opinion was given.</summary>
    Overtaken,

    /// <summary>Its last day is over.</summary>
    Ended,

    Withdrawn,
}

public static class OpinionStates
{
    /// <summary>From this many days before its last day on, an opinion is something to look at again.</summary>
    public const int NearEnd = 30;

    /// <summary>How it stands on a day.</summary>
    /// <param name="opinion">The opinion.</param>
    /// <param name="today">The day, where the person is.</param>
    /// <param name="markNow">The mark of the finding in force; null when the rule is no longer asked about the person.</param>
    public static OpinionState On(this Opinion opinion, LocalDate today, string? markNow) =>
        opinion.WithdrawnAt is not null ? OpinionState.Withdrawn
        : opinion.ValidTo < today ? OpinionState.Ended
        : opinion.EngineMark != markNow ? OpinionState.Overtaken
        : opinion.ValidFrom > today ? OpinionState.Coming
        : OpinionState.InForce;

    /// <summary>Whether an adviser has to look at it again.</summary>
    public static bool NeedsAdviser(this Opinion opinion, LocalDate today, string? markNow) =>
        opinion.On(today, markNow) is OpinionState.Ended or OpinionState.Overtaken
        || (opinion.WithdrawnAt is null && opinion.ValidTo.PlusDays(-NearEnd) <= today);
}

using Mobility.Rules.Files;

namespace Mobility.Rules.TripChecks;

/// <summary>The words of a trip.</summary>
public static class TripWords
{
    private static readonly TripActivityKind[] Attending =
    [
        TripActivityKind.Meetings,
        TripActivityKind.Conference,
        TripActivityKind.TrainingReceived,
    ];

    /// <summary>What is done.</summary>
    public static Explanation Of(TripActivityKind kind) => Explanation.Of($"trip.activity.{Words<TripActivityKind>.Write(kind)}");

    /// <summary>For whom.</summary>
    public static Explanation Of(TripParty party) => Explanation.Of($"trip.party.{Words<TripParty>.Write(party)}");

    /// <summary>Who acts as employer.</summary>
    public static Explanation Of(EmployerRole role) => Explanation.Of($"trip.role.{Words<EmployerRole>.Write(role)}");

    /// <summary>A paper.</summary>
    public static Explanation Of(TripDocumentKind kind) => Explanation.Of($"trip.paper.{Words<TripDocumentKind>.Write(kind)}");

    /// <summary>One of the seven subjects.</summary>
    public static Explanation Of(TripSubject subject) => Explanation.Of($"trip.subject.{Words<TripSubject>.Write(subject)}");

    /// <summary>An outcome.</summary>
    public static Explanation Of(TripOutcome outcome) => Explanation.Of($"trip.outcome.{Words<TripOutcome>.Write(outcome)}");

    /// <summary>Whether somebody only attends: nothing is produced for anybody.</summary>
    internal static bool IsAttending(TripActivityKind kind) => Attending.Contains(kind);

    /// <summary>Whether an activity belongs to one of the trades that posting laws name.</summary>
    internal static bool IsTrade(TripActivityKind kind) => kind >= TripActivityKind.Installation;

    internal static ExplanationArgument Activity(TripActivityKind kind) => ExplanationArgument.Phrase(Of(kind).Code);

    internal static ExplanationArgument Party(TripParty party) => ExplanationArgument.Phrase(Of(party).Code);
}

using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Rules.SocialSecurity;

/// <summary>What two states have agreed about the social security of somebody who is posted from one to the other.</summary>
public sealed record Agreement
{
    /// <summary>ISO 3166 alpha-2 code of the state of insurance.</summary>
    public required string Home { get; init; }

    /// <summary>ISO 3166 alpha-2 code of the state of work.</summary>
    public required string Host { get; init; }

    /// <summary>How long somebody may be posted.</summary>
    public required PostingTerm Term { get; init; }

    /// <summary>Name of the paper that proves it; null where the book does not know what the home state calls it.</summary>
    public string? Certificate { get; init; }

    /// <summary>Days the home authority takes to issue it; null where the book does not say.</summary>
    public int? IssueDays { get; init; }

    /// <summary>The earliest time before the start at which it can be asked for, as a negative period; null where the book does not say.</summary>
    public Period? NotBefore { get; init; }

    /// <summary>The rules that say so.</summary>
    public required IReadOnlyList<TripRuleUsed> Rules { get; init; }

    /// <summary>What the rules take for granted, in English.</summary>
    public IReadOnlyList<string> Assumes { get; init; } = [];

    /// <summary>Whether a posting of these days is short enough; null when nobody has read the term, or there is no agreement.</summary>
    /// <param name="from">First day (inclusive).</param>
    /// <param name="to">Last day (inclusive).</param>
    public bool? Allows(LocalDate from, LocalDate to) =>
        Term.State switch
        {
            AgreementState.Limited => to <= Term.LastDay(from),
            AgreementState.Unlimited => true,
            _ => null,
        };

    /// <summary>The results of an example.</summary>
    internal static IReadOnlyList<KeyValuePair<string, object?>> Results(Agreement? found, Destination destination) =>
        [
            TripRule.Result("agreement", found is null ? null : found.Term.State != AgreementState.None),
            TripRule.Result(
                "longest",
                found?.Term.State switch
                {
                    null => null,
                    AgreementState.Limited => NodaTime.Text.PeriodPattern.Roundtrip.Format(found.Term.Longest!),
                    var state => Files.Words<AgreementState>.Write(state.Value),
                }
            ),
            TripRule.Result("last-day", found?.Term.LastDay(destination.From)),
            TripRule.Result("allowed", found?.Allows(destination.From, destination.To)),
            TripRule.Result("certificate", found?.Certificate),
        ];
}

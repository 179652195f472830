using Mobility.Rules.Calendars;
using Mobility.Rules.Deadlines;
using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Rules.PostedWorkers;

/// <summary>
/// When a trip is a posting, and from when nearly all of the host state's terms of work apply: kind <c>posting-directive</c>. A posting is work for somebody there:
/// under a contract with a client, in a company or establishment of the group, or hired out. Attending for the own employer alone is none.
/// </summary>
public sealed class PostingDirectiveRule : TripRule
{
    internal const string LongTerm = "long-term";
    internal const string LongTermNotified = "long-term-notified";
    private const string Members = "members";

    private readonly IReadOnlyDictionary<string, string> _named;

    internal PostingDirectiveRule(TripRuleHead head)
        : base(head) => _named = head.Named;

    internal static TripRuleKind Spec { get; } =
        new("posting-directive", head => new PostingDirectiveRule(head))
        {
            Parameters = [(LongTerm, ParameterUnit.Period), (LongTermNotified, ParameterUnit.Period)],
            Lists = [Members],
            HasNamed = true,
            HasDeadline = true,
        };

    /// <summary>Names of notices of which nothing else was read, by country (ISO 3166 alpha-2).</summary>
    public IReadOnlyDictionary<string, string> Named => _named;

    internal bool IsMember(string? country, LocalDate on) => on >= CoversFrom && IsListed(Members, country, on);

    /// <summary>Whether work at a destination is a posting; null when it is not said for whom it is done, or where the employer is.</summary>
    internal static bool? IsPosting(Destination destination) =>
        destination.Employer is not { } employer ? null
        : employer == destination.Country ? false
        : destination.Trip.Role is EmployerRole.HostDirects or EmployerRole.HiresOut ? true
        : destination.Trip.For switch
        {
            TripParty.Client or TripParty.GroupCompany or TripParty.Establishment => true,
            TripParty.OwnEmployer => false,
            _ => null,
        };

    /// <summary>First day on which the longer terms apply to a posting that begins on a day.</summary>
    internal LocalDate? FullTermsFrom(LocalDate from, string parameter = LongTerm) =>
        ValueOn(parameter, from) is { Period: { } time } ? CalendarPeriods.LastDay(from, time).PlusDays(1) : null;

    /// <summary>First day on which the longer terms apply to postings to the same task, the first of which decides which law holds; null when they end before.</summary>
    /// <exception cref="NotCoveredException">The rule does not know the law on the first day.</exception>
    internal LocalDate? FullTermsFrom(IReadOnlyList<DateInterval> postings, bool notified)
    {
        var first = postings.Min(posting => posting.Start);
        return ValueOn(notified ? LongTermNotified : LongTerm, first) is { Period: { } time }
            ? LongTermPosting.FullTermsFrom(postings, time)
            : throw new NotCoveredException(
                $"'{Id}' does not cover {IsoDate.Write(first)}, the day on which the first posting begins."
            );
    }

    /// <inheritdoc/>
    public override PlannedDeadline? Plan(TripTaskKind kind, LocalDate starts, string subjectKey, string subjectName) =>
        kind == TripTaskKind.NotifyLongPosting
        && ValueOn(LongTerm, starts) is { Written: { } written }
        && FullTermsFrom(starts) is { } full
            ? Planned(
                (subjectKey, subjectName),
                starts,
                full.PlusDays(-1),
                Explanation.Of(
                    "deadline.period",
                    ExplanationArgument.Offset(written),
                    ExplanationArgument.Phrase("anchor.posting-start"),
                    starts
                ),
                Used(starts, LongTerm)
            )
            : null;

    internal override IReadOnlyList<KeyValuePair<string, object?>> Answer(Destination destination) =>
        [
            Result("covered", IsMember(destination.Country, destination.From)),
            Result("posting", IsPosting(destination)),
            Result("full-terms-from", FullTermsFrom(destination.From)),
            Result("full-terms-from-if-notified", FullTermsFrom(destination.From, LongTermNotified)),
        ];
}

using Mobility.Rules.Calendars;
using Mobility.Rules.Deadlines;
using Mobility.Rules.Permits;
using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Rules.PostedWorkers;

/// <summary>
/// The notice a state asks for when somebody is posted there: kind <c>posting-notice</c>. Its last day is so long before or after the first day of work. It may be
/// asked for in some trades only, and short postings may be free of it.
/// </summary>
public sealed class PostingNoticeRule : TripRule
{
    internal const string Latest = "latest";
    internal const string ChangesWithin = "changes-within";
    internal const string FreeDaysInGroup = "free-days-in-group";
    internal const string FreeDaysInYear = "free-days-in-year";
    internal const string LongestNotice = "longest-notice";

    /// <summary>The trades in which alone it is asked for.</summary>
    internal const string OnlyTrades = "only-trades";

    /// <summary>The trades in which short postings are not free.</summary>
    internal const string NeverFreeTrades = "never-free-trades";

    internal PostingNoticeRule(TripRuleHead head)
        : base(head) { }

    internal static TripRuleKind Spec { get; } =
        new("posting-notice", head => new PostingNoticeRule(head))
        {
            Optional =
            [
                (Latest, ParameterUnit.Period),
                (ChangesWithin, ParameterUnit.Period),
                (FreeDaysInGroup, ParameterUnit.Days),
                (FreeDaysInYear, ParameterUnit.Days),
                (LongestNotice, ParameterUnit.Period),
            ],
            Trades = [OnlyTrades, NeverFreeTrades],
            Names = ["notice"],
            HasDeadline = true,
        };

    /// <summary>Name of the notice.</summary>
    public string Notice => Names["notice"];

    /// <summary>
    /// Whether the notice is asked for; null when it hangs on something that nobody said, or on trades that the file does not list in full.
    /// </summary>
    internal bool? IsRequired(Destination destination) =>
        destination.From < CoversFrom ? null
        : PostingDirectiveRule.IsPosting(destination) is not true ? PostingDirectiveRule.IsPosting(destination)
        : InTrade(destination) is not true ? InTrade(destination)
        : IsFree(destination) is { } free ? !free
        : null;

    /// <summary>Whether the trade is one in which the notice is asked for at all.</summary>
    internal bool? InTrade(Destination destination) =>
        !Trades.TryGetValue(OnlyTrades, out var only) || only.Count == 0 ? true
        : destination.Activities.Any(activity => only.Contains(activity.Kind)) ? true
        : !destination.ActivitiesAreSaid || destination.Activities.Any(activity => TripWords.IsTrade(activity.Kind)) ? null
        : false;

    /// <summary>Whether the posting is short enough to be free of the notice.</summary>
    internal bool? IsFree(Destination destination)
    {
        var inGroup = ValueOn(FreeDaysInGroup, destination.From);
        var inYear = ValueOn(FreeDaysInYear, destination.From);
        var isShort = inGroup is not null
            ? destination.Dates.Count <= inGroup.Number && destination.Trip.For == TripParty.GroupCompany
            : inYear is not null && BusinessVisitorRule.MostInYear(destination) <= inYear.Number;
        if (!isShort)
        {
            return false;
        }

        return Trades.TryGetValue(NeverFreeTrades, out var never)
            && destination.Activities.Any(activity => never.Contains(activity.Kind))
                ? false
            : !destination.ActivitiesAreSaid || destination.Activities.Any(activity => TripWords.IsTrade(activity.Kind)) ? null
            : true;
    }

    /// <summary>Last day on which the notice is in time, if the work begins on a day; null where the book does not say.</summary>
    internal LocalDate? DueOn(LocalDate from) => ValueOn(Latest, from) is { Period: { } offset } ? from + offset : null;

    /// <inheritdoc/>
    public override PlannedDeadline? Plan(TripTaskKind kind, LocalDate starts, string subjectKey, string subjectName) =>
        kind == TripTaskKind.FilePostingNotice && ValueOn(Latest, starts) is { Written: { } written } && DueOn(starts) is { } due
            ? Planned(
                (subjectKey, subjectName),
                starts,
                due,
                Explanation.Of(
                    "deadline.offset",
                    ExplanationArgument.Offset(written),
                    ExplanationArgument.Phrase("anchor.posting-start"),
                    starts
                ),
                Used(starts, Latest)
            )
            : null;

    internal override IReadOnlyList<KeyValuePair<string, object?>> Answer(Destination destination) =>
        [
            Result("required", IsRequired(destination)),
            Result("due", DueOn(destination.From)),
            Result(
                "changes-by",
                ValueOn(ChangesWithin, destination.From) is { Period: { } within } ? destination.From + within : null
            ),
            Result(
                "notice-ends",
                ValueOn(LongestNotice, destination.From) is { Period: { } longest }
                    ? CalendarPeriods.LastDay(destination.From, longest)
                    : null
            ),
        ];
}

using Mobility.Rules.Residence;
using Mobility.Rules.TripChecks;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Permits;

/// <summary>
/// Work of a few days in a calendar year that needs no permit, or only a notice: kind <c>business-visitor</c>. Days are those of presence in the calendar year,
/// those recorded and those of the trip together; some trades may be left out of it.
/// </summary>
public sealed class BusinessVisitorRule : TripRule
{
    internal const string Free = "days-without-permit";
    internal const string Notified = "days-on-notice";
    internal const string NotForTrades = "not-for-trades";

    internal BusinessVisitorRule(TripRuleHead head)
        : base(head) { }

    internal static TripRuleKind Spec { get; } =
        new("business-visitor", head => new BusinessVisitorRule(head))
        {
            Optional = [(Free, ParameterUnit.Days), (Notified, ParameterUnit.Days)],
            Trades = [NotForTrades],
        };

    /// <summary>The most days in any calendar year that the trip touches, the trip's own and those recorded before and after it.</summary>
    internal static int MostInYear(Destination destination)
    {
        var there = destination.Dates.With(
            DaySet.Of(
                destination
                    .Record.Stays.Where(stay => stay.Country == destination.Country && stay.Purpose != StayPurpose.Transit)
                    .Select(stay => new Run(
                        DaySet.Number(stay.Arrive),
                        DaySet.Number(stay.Depart ?? LocalDate.Max(stay.Arrive, destination.To))
                    ))
            )
        );
        return Enumerable
            .Range(destination.From.Year, destination.To.Year - destination.From.Year + 1)
            .Max(year => there.Between(new LocalDate(year, 1, 1), new LocalDate(year, 12, 31)));
    }

    /// <summary>Whether the days fit; null when the activities do not say whether the trade is left out.</summary>
    internal bool? Fits(Destination destination, string parameter) =>
        ValueOn(parameter, destination.From) is not { } limit ? null
        : MostInYear(destination) > limit.Number ? false
        : !destination.ActivitiesAreSaid ? null
        : destination.Activities.All(activity => !TripWords.IsTrade(activity.Kind)) ? true
        : Trades.TryGetValue(NotForTrades, out var left) && destination.Activities.Any(activity => left.Contains(activity.Kind))
            ? false
        : null;

    internal override IReadOnlyList<KeyValuePair<string, object?>> Answer(Destination destination) =>
        [
            Result("days", MostInYear(destination)),
            Result("without-permit", Fits(destination, Free)),
            Result(
                "on-notice",
                ValueOn(Notified, destination.From) is { } limit ? MostInYear(destination) <= limit.Number : null
            ),
        ];
}

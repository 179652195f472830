using Mobility.Rules.Calendars;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.TripChecks;

/// <summary>
/// When work in a state gives an enterprise of another a permanent establishment there: a fixed place of business, a building site or installation, services, or
/// somebody who concludes contracts: kind <c>permanent-establishment</c>. Counted are the days of this traveller alone; those of others at the same site or project
/// are asked for.
/// </summary>
public sealed class EstablishmentRule : TripRule
{
    internal const string Site = "site-longer-than";
    internal const string ServiceDays = "service-days";
    internal const string ServiceWindow = "service-window";
    internal const string FixedPlace = "fixed-place-from";

    internal EstablishmentRule(TripRuleHead head)
        : base(head) { }

    internal static TripRuleKind Spec { get; } =
        new("permanent-establishment", head => new EstablishmentRule(head))
        {
            Parameters =
            [
                (Site, ParameterUnit.Period),
                (ServiceDays, ParameterUnit.Days),
                (ServiceWindow, ParameterUnit.Period),
                (FixedPlace, ParameterUnit.Period),
            ],
        };

    /// <summary>Last day on which a site that begins on a day makes no establishment.</summary>
    internal LocalDate? SiteUntil(LocalDate from) =>
        ValueOn(Site, from) is { Period: { } time } ? CalendarPeriods.LastDay(from, time) : null;

    /// <summary>First day on which a place that is used from a day on is seen as lasting.</summary>
    internal LocalDate? PlaceFrom(LocalDate from) => ValueOn(FixedPlace, from) is { Period: { } time } ? from + time : null;

    /// <summary>
    /// Days of work there in the fullest window that ends on a day of the trip: at least and at most, the trip's own as far as said, and earlier stays as days of
    /// presence, for nobody recorded on which of them work was done.
    /// </summary>
    internal (int Least, int Most) DaysOfService(Destination destination)
    {
        if (ValueOn(ServiceWindow, destination.From) is not { Period: { } window })
        {
            return (0, 0);
        }

        var earlier = DaySet
            .Of(
                destination
                    .Record.Stays.Where(stay =>
                        stay.Country == destination.Country && stay.Purpose is StayPurpose.Work or StayPurpose.Unstated
                    )
                    .Select(stay => new Run(
                        DaySet.Number(stay.Arrive),
                        DaySet.Number(stay.Depart ?? LocalDate.Max(stay.Arrive, destination.To))
                    ))
            )
            .Without(destination.Dates);
        var from = destination.To.Minus(window).PlusDays(1);
        var inWindow = destination.Dates.Between(from, destination.To);
        var (least, most) = destination.WorkDays(IsService);
        return (Math.Min(least, inWindow), earlier.Between(from, destination.To) + Math.Min(most, inWindow));
    }

    /// <summary>Whether an activity is a service or work for somebody there.</summary>
    internal static bool IsService(TripActivityKind kind) => !TripWords.IsAttending(kind) && kind != TripActivityKind.Contracts;

    /// <summary>Whether the days are enough for an establishment by services; null when it hangs on days that nobody said.</summary>
    internal bool? MeetsServices(Destination destination)
    {
        var (least, most) = DaysOfService(destination);
        return ValueOn(ServiceDays, destination.From) is not { } enough ? null
            : least >= enough.Number ? true
            : most < enough.Number ? false
            : null;
    }

    internal override IReadOnlyList<KeyValuePair<string, object?>> Answer(Destination destination)
    {
        var (least, most) = DaysOfService(destination);
        return
        [
            Result("site-until", SiteUntil(destination.From)),
            Result("fixed-place-from", PlaceFrom(destination.From)),
            Result("service-days-least", least),
            Result("service-days-most", most),
            Result("services", MeetsServices(destination)),
        ];
    }
}

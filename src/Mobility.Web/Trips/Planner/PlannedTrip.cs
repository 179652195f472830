using Mobility.Casework.Residence;
using Mobility.Rules;
using Mobility.Rules.Trips;
using Mobility.Rules.Trips.Planning;
using Mobility.Web.Shared.Findings;
using NodaTime;

namespace Mobility.Web.Trips.Planner;

/// <summary>How other dates differ from those that were asked for.</summary>
public enum OfferKind
{
    Shorter,
    Later,
}

/// <summary>Other dates for a tried trip, worked out like the trip itself.</summary>
/// <param name="Kind">How they differ.</param>
/// <param name="ByDays">By how many days.</param>
/// <param name="Dates">The dates, with what stands against one day more or earlier.</param>
/// <param name="Tried">What every counter says with them.</param>
public sealed record PlanOffer(OfferKind Kind, int ByDays, PlanDates Dates, TriedTrip Tried);

/// <summary>A trip that nobody has booked, on top of all that is recorded: what moves, how long it may be, and which other dates there are.</summary>
public sealed record PlannedTrip
{
    private const int YearsBack = 10;

    public required string Country { get; init; }

    public required LocalDate From { get; init; }

    /// <summary>The last day, as it was asked for or as late as is safe; null where the end is open and nothing limits it.</summary>
    public required LocalDate? To { get; init; }

    /// <summary>Whether the last day was left open.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>What the limits leave of it; null for a trip that has begun by the day asked about.</summary>
    public required TripPlan? Plan { get; init; }

    /// <summary>The counters without and with it; null for one without an end.</summary>
    public required TriedTrip? Tried { get; init; }

    public required IReadOnlyList<PlanOffer> Offers { get; init; }

    /// <summary>The first days that are worked out: the planner looks no further ahead, and what is long past is recorded and not tried.</summary>
    public static (LocalDate Earliest, LocalDate Latest) FirstDays(LocalDate asOf) =>
        (asOf.PlusYears(-YearsBack), asOf.PlusYears(TripPlanner.YearsAhead));

    public static PlannedTrip Of(RuleBook rules, DaysPage page, string country, LocalDate from, LocalDate? to)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(page);
        var plan =
            from > page.AsOf
                ? new TripPlanner(rules, page.Record, page.AsOf, country, place => page.Declared.On(page.AsOf, place)).Plan(
                    from,
                    to
                )
                : null;
        var last = plan is null ? to : plan.To;
        return new PlannedTrip
        {
            Country = country,
            From = from,
            To = last,
            IsOpen = to is null,
            Plan = plan,
            Tried = last is { } end ? Try(from, end) : null,
            Offers = plan is null ? [] : [.. Offers(plan)],
        };

        TriedTrip Try(LocalDate first, LocalDate end) =>
            TriedTrip.Of(rules, page.Record, page.Declared, page.AsOf, [page.Head.HostCountry], country, first, end);

        IEnumerable<PlanOffer> Offers(TripPlan found)
        {
            if (found.Shorter is { } shorter)
            {
                yield return new(
                    OfferKind.Shorter,
                    Period.DaysBetween(shorter.To, found.To!.Value),
                    shorter,
                    Try(shorter.From, shorter.To)
                );
            }
            if (found.Later is { } later)
            {
                yield return new(OfferKind.Later, Period.DaysBetween(found.From, later.From), later, Try(later.From, later.To));
            }
        }
    }
}

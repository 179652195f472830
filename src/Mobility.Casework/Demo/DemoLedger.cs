using Mobility.Casework.Trips;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>Turns time away into the rows of a travel ledger, with the days at home between.</summary>
internal static class DemoLedger
{
    public static IEnumerable<Trip> Rows(DemoCase made, LocalDate today)
    {
        var home = made.File.HomeCountry;
        var homeSince = made.AtHomeSince;
        foreach (var away in made.Trips)
        {
            // What nobody knows lies in the past.
            if (away.Country is null && away.To > today)
            {
                continue;
            }
            // On the day of a flight somebody is in two countries. After days of unknown place the person is seen again on the next one.
            var back = away.Country is null ? away.To?.PlusDays(1) : away.To;
            // Nobody is said to be at home who flies on the same day.
            if (homeSince is { } since && since < away.From)
            {
                yield return Row(made, new Away(home, since, away.From, "Home"), today);
            }
            yield return Row(made, away, today);
            homeSince = homeSince is null ? null : back;
        }
        // Home again, for as long as is known; nobody plans a stay at home after a trip that is itself a plan.
        if (homeSince is { } last && (last <= today || made.AtHomeUntil is not null))
        {
            yield return Row(made, new Away(home, last, made.AtHomeUntil, "Home"), today);
        }
    }

    private static Trip Row(DemoCase made, Away away, LocalDate today) =>
        new()
        {
            Id = made.Random.NextId(),
            PersonId = made.Assignee.Id,
            Country = away.Country,
            Arrive = away.From,
            Depart = away.To,
            Purpose = away.Purpose,
            Status = away.From > today || !away.Confirmed ? TripStatus.Planned : TripStatus.Actual,
            Evidence =
                away.Country is null || away.Country == made.File.HomeCountry ? TripEvidence.Declared
                : away.From > today || !away.Confirmed ? TripEvidence.Booked
                : made.Random.Chance(60) ? TripEvidence.Stamped
                : TripEvidence.Declared,
        };
}

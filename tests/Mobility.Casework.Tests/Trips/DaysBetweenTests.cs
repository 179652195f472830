using Mobility.Casework.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Tests.Trips;

public sealed class DaysBetweenTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    [Test]
    public void Days_between_two_journeys_share_their_travel_days()
    {
        var found = Find(Trip("US", "2026-01-08", "2026-01-30"), Trip("DE", "2026-02-02", "2026-11-22"));

        Assert.That(found, Is.EqualTo(new[] { Stretch("2026-01-30", "2026-02-02") }));
    }

    [TestCase("2026-01-31", 0, TestName = "The next journey begins the day after: nothing lies between")]
    [TestCase("2026-02-01", 1, TestName = "One day lies between")]
    public void A_stretch_needs_a_day_of_its_own(string next, int stretches)
    {
        Assert.That(Find(Trip("US", "2026-01-08", "2026-01-30"), Trip("DE", next, "2026-11-22")), Has.Count.EqualTo(stretches));
    }

    [Test]
    public void Before_the_first_journey_nothing_lies_between_and_after_the_last_all_days_up_to_today()
    {
        Assert.That(Find(Trip("US", "2026-10-05", "2026-10-16")), Is.EqualTo(new[] { Stretch("2026-10-16", "2026-11-22") }));
    }

    [Test]
    public void Nothing_follows_a_stay_that_goes_on()
    {
        Assert.That(Find(Trip("US", "2026-10-05", null)), Is.Empty);
    }

    [Test]
    public void A_journey_inside_another_ends_nothing()
    {
        var found = Find(Trip("US", "2026-01-01", "2026-11-20"), Trip("CA", "2026-03-01", "2026-03-05"));

        Assert.That(found, Is.EqualTo(new[] { Stretch("2026-11-20", "2026-11-22") }));
    }

    [Test]
    public void A_day_of_unknown_place_is_not_shared()
    {
        var found = Find(
            Trip("DE", "2026-10-19", "2026-11-06"),
            Trip(null, "2026-11-12", "2026-11-14"),
            Trip("FR", "2026-11-18", "2026-11-22")
        );

        Assert.That(found, Is.EqualTo(new[] { Stretch("2026-11-06", "2026-11-11"), Stretch("2026-11-15", "2026-11-18") }));
    }

    [Test]
    public void A_plan_is_not_travelled_on()
    {
        var plan = Trip("US", "2026-11-23", "2026-12-11");
        plan.Status = TripStatus.Planned;

        var found = Find(Trip("DE", "2026-10-19", "2026-11-06"), plan);

        Assert.That(found, Is.EqualTo(new[] { Stretch("2026-11-06", "2026-11-22") }));
    }

    [Test]
    public void A_stretch_over_the_turn_of_the_year_is_cut_at_the_dates_asked_about()
    {
        var trips = new[] { Trip("DE", "2025-10-01", "2025-12-20"), Trip("US", "2026-01-08", "2026-11-22") };

        Assert.Multiple(() =>
        {
            Assert.That(
                DaysBetween.Find(trips, Date("2026-01-01"), Today),
                Is.EqualTo(new[] { Stretch("2026-01-01", "2026-01-08") })
            );
            Assert.That(
                DaysBetween.Find(trips, Date("2025-01-01"), Date("2025-12-31")),
                Is.EqualTo(new[] { Stretch("2025-12-20", "2025-12-31") })
            );
        });
    }

    [TestCase(2025, 2026, TestName = "The earlier year first")]
    [TestCase(2026, 2025, TestName = "The later year first")]
    public void Year_by_year_no_midnight_is_lost_at_the_turn(int first, int second)
    {
        var trips = new List<Trip> { Trip("DE", "2025-10-01", "2025-12-20"), Trip("US", "2026-01-08", "2026-11-22") };

        foreach (var year in new[] { first, second })
        {
            var found = DaysBetween.Find(trips, new LocalDate(year, 1, 1), LocalDate.Min(Today, new LocalDate(year, 12, 31)));
            trips.AddRange(
                found.Select(f => new Trip
                {
                    Country = "GB",
                    Arrive = f.From,
                    Depart = f.To,
                })
            );
        }

        var nights = trips.Where(t => t.Country == "GB").Sum(t => Period.DaysBetween(t.Arrive, t.Depart!.Value));
        Assert.That(nights, Is.EqualTo(Period.DaysBetween(Date("2025-12-20"), Date("2026-01-08"))));
    }

    private static IReadOnlyList<UnrecordedStretch> Find(params Trip[] trips) =>
        DaysBetween.Find(trips, Date("2026-01-01"), Today);

    private static Trip Trip(string? country, string arrive, string? depart) =>
        new()
        {
            Country = country,
            Arrive = Date(arrive),
            Depart = depart is null ? null : Date(depart),
        };

    private static UnrecordedStretch Stretch(string from, string to) => new(Date(from), Date(to));

    private static LocalDate Date(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
}

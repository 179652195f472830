using Mobility.Rules.Trips;
using Mobility.Web.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Tests.Trips;

public sealed class YearGridTests
{
    private static readonly LocalDate AsOf = new(2026, 11, 22);

    [Test]
    public void A_day_nobody_recorded_is_shown_as_such_and_not_as_a_day_at_home()
    {
        var grid = Grid(Stay("DE", "2026-03-16", "2026-03-27"));

        Assert.That(DayOf(grid, "2026-03-28").Place, Is.EqualTo(DayPlace.NoRecord));
    }

    [Test]
    public void Both_ends_of_a_stay_are_days_there()
    {
        var grid = Grid(Stay("DE", "2026-03-16", "2026-03-27"));

        Assert.Multiple(() =>
        {
            Assert.That(DayOf(grid, "2026-03-15").Place, Is.EqualTo(DayPlace.NoRecord));
            Assert.That(DayOf(grid, "2026-03-16").Country, Is.EqualTo("DE"));
            Assert.That(DayOf(grid, "2026-03-27").Country, Is.EqualTo("DE"));
        });
    }

    [Test]
    public void On_a_split_day_the_country_abroad_is_shown_and_counts_with_the_other()
    {
        var grid = Grid(Stay("GB", "2026-03-01", "2026-03-16"), Stay("DE", "2026-03-16", "2026-03-17"));

        var split = DayOf(grid, "2026-03-16");
        Assert.Multiple(() =>
        {
            Assert.That((split.Country, split.Place), Is.EqualTo(("DE", DayPlace.Away)));
            Assert.That(split.Others, Is.EqualTo(new[] { "GB" }));
            Assert.That(grid.Countries.Single(), Is.EqualTo(new CountryDays("DE", 1, 2)));
        });
    }

    [Test]
    public void Of_two_countries_abroad_the_one_arrived_in_last_is_shown()
    {
        var grid = Grid(Stay("FR", "2026-03-01", "2026-03-16"), Stay("DE", "2026-03-16", "2026-03-17"));

        Assert.That(
            DayOf(grid, "2026-03-16"),
            Has.Property("Country").EqualTo("DE").And.Property("Others").EqualTo(new[] { "FR" })
        );
    }

    [TestCase("2026-11-21", DayPlace.Unknown, TestName = "A plan of yesterday that nobody confirmed is unknown")]
    [TestCase("2026-11-22", DayPlace.Unknown, TestName = "A plan of today that nobody confirmed is unknown")]
    [TestCase("2026-11-23", DayPlace.Planned, TestName = "A plan of tomorrow is a plan")]
    public void A_plan_turns_unknown_when_its_day_comes(string day, DayPlace place)
    {
        var grid = Grid(Stay("US", "2026-11-20", "2026-12-11") with { Planned = true });

        Assert.That(DayOf(grid, day).Place, Is.EqualTo(place));
    }

    [Test]
    public void A_fact_hides_a_plan_that_nobody_confirmed()
    {
        var grid = Grid(Stay("US", "2026-11-10", "2026-11-20") with { Planned = true }, Stay("DE", "2026-11-12", "2026-11-13"));

        Assert.That(
            DayOf(grid, "2026-11-13"),
            Has.Property("Place").EqualTo(DayPlace.Away).And.Property("Country").EqualTo("DE")
        );
    }

    [TestCase("2026-11-11", DayPlace.Home, TestName = "Before the unknown days: at home")]
    [TestCase("2026-11-12", DayPlace.Unknown, TestName = "Left home on the first unknown day: where to nobody knows")]
    [TestCase("2026-11-14", DayPlace.Unknown, TestName = "The last unknown day")]
    [TestCase("2026-11-15", DayPlace.Home, TestName = "After the unknown days: at home")]
    public void A_travel_day_that_is_also_unknown_is_unknown(string day, DayPlace place)
    {
        var record = new TravelRecord
        {
            Stays = [Stay("GB", "2026-11-06", "2026-11-12"), Stay("GB", "2026-11-15", "2026-11-20")],
            UnknownSpans = [new UnknownSpan(new(2026, 11, 12), new(2026, 11, 14))],
            HomeCountry = "GB",
        };

        Assert.That(DayOf(YearGrid.Of(record, 2026, AsOf), day).Place, Is.EqualTo(place));
    }

    [Test]
    public void A_day_trip_from_a_stay_is_a_split_day()
    {
        var grid = Grid(Stay("GB", "2026-03-01", "2026-03-31"), Stay("FR", "2026-03-10", "2026-03-10"));

        Assert.That(
            DayOf(grid, "2026-03-10"),
            Has.Property("Country").EqualTo("FR").And.Property("Others").EqualTo(new[] { "GB" })
        );
    }

    [Test]
    public void A_stay_that_goes_on_is_planned_from_tomorrow_and_gives_way_to_a_plan_elsewhere()
    {
        var grid = Grid(Stay("GB", "2026-11-06", null), Stay("US", "2026-11-30", "2026-12-11") with { Planned = true });

        Assert.Multiple(() =>
        {
            Assert.That(DayOf(grid, "2026-11-22").Place, Is.EqualTo(DayPlace.Home));
            Assert.That(
                DayOf(grid, "2026-11-23"),
                Has.Property("Place").EqualTo(DayPlace.HomeAhead).And.Property("Country").EqualTo("GB")
            );
            Assert.That(DayOf(grid, "2026-12-01"), Has.Property("Country").EqualTo("US").And.Property("Others").Empty);
        });
    }

    [Test]
    public void Colours_go_to_the_countries_with_the_most_days_and_the_rest_share_one()
    {
        var countries = new[] { "DE", "FR", "NL", "ES", "IT", "PL", "SE", "US" };
        var stays = countries.Select(
            (c, i) =>
                new Stay
                {
                    Country = c,
                    Arrive = new LocalDate(2026, i + 1, 1),
                    Depart = new LocalDate(2026, i + 1, 1 + i),
                }
        );

        var grid = Grid([.. stays]);

        Assert.Multiple(() =>
        {
            Assert.That(grid.ColourOf("US"), Is.EqualTo(1));
            Assert.That(grid.ColourOf("NL"), Is.EqualTo(6));
            Assert.That(grid.ColourOf("FR"), Is.EqualTo(YearGrid.OtherColour));
            Assert.That(grid.ColourOf("DE"), Is.EqualTo(YearGrid.OtherColour));
        });
    }

    [Test]
    public void The_days_without_a_record_are_counted_up_to_the_day_asked_about()
    {
        var grid = Grid(Stay("DE", "2026-01-01", "2026-03-27"), Stay("US", "2026-03-30", "2026-11-20"));

        Assert.That(grid.DaysWithoutRecord(AsOf), Is.EqualTo(4), "28 and 29 March, 21 and 22 November");
    }

    [TestCase(2024, 366)]
    [TestCase(2026, 365)]
    public void A_leap_year_has_its_29_February(int year, int days)
    {
        var grid = YearGrid.Of(TravelRecord.Empty, year, AsOf);

        Assert.That(grid.Days, Has.Count.EqualTo(days));
    }

    private static YearGrid Grid(params Stay[] stays) =>
        YearGrid.Of(new TravelRecord { Stays = stays, HomeCountry = "GB" }, 2026, AsOf);

    private static GridDay DayOf(YearGrid grid, string day) => grid.Days.Single(d => d.Date == Date(day));

    private static Stay Stay(string country, string arrive, string? depart) =>
        new()
        {
            Country = country,
            Arrive = Date(arrive),
            Depart = depart is null ? null : Date(depart),
        };

    private static LocalDate Date(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
}

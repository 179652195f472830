using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

/// <summary>What the stays of a file tell together.</summary>
public sealed class StayTests
{
    [Test]
    public void A_stay_told_twice_is_kept_once_and_named()
    {
        var file = ReadTrips(
            "Germany,2026-03-14,2026-03-18",
            "France,2026-04-01,2026-04-02",
            "Deutschland,14 Mar 2026,18.03.2026"
        );

        Assert.Multiple(() =>
        {
            Assert.That(file.Rows, Has.Count.EqualTo(2));
            Assert.That(file.Duplicates.Select(twice => (twice.Kept.FirstLine, twice.Line)), Is.EqualTo(new[] { (2, 4) }));
            Assert.That(file.CanBeImported);
        });
    }

    [Test]
    public void The_same_stay_as_plan_and_as_fact_is_a_fact()
    {
        var file = ReadLines(
            "Country,From,To,Status",
            "Germany,2026-03-14,2026-03-18,planned",
            "Germany,2026-03-14,2026-03-18,actual"
        );

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18" }));
            Assert.That(file.Duplicates.Select(twice => (twice.Kept.FirstLine, twice.Line)), Is.EqualTo(new[] { (3, 2) }));
        });
    }

    [Test]
    public void The_travel_day_may_be_shared()
    {
        Assert.That(ReadTrips("Germany,2026-03-14,2026-03-18", "France,2026-03-18,2026-03-20").Overlaps, Is.Empty);
    }

    [Test]
    public void Two_shared_days_claim_the_night_between_twice()
    {
        var file = ReadTrips("Germany,2026-03-14,2026-03-18", "France,2026-03-17,2026-03-20");

        var overlap = file.Overlaps.Single();
        Assert.Multiple(() =>
        {
            Assert.That(
                (overlap.From, overlap.To),
                Is.EqualTo((new LocalDate(2026, 3, 17), (LocalDate?)new LocalDate(2026, 3, 18)))
            );
            Assert.That(overlap.SameCountry, Is.False);
            Assert.That(file.Rows, Has.Count.EqualTo(2), "which one is right is for a person to say");
            Assert.That(file.CanBeImported);
        });
    }

    [Test]
    public void A_day_out_and_back_within_a_stay_is_no_overlap()
    {
        Assert.That(ReadTrips("Germany,2026-03-14,2026-03-18", "France,2026-03-16,2026-03-16").Overlaps, Is.Empty);
    }

    [Test]
    public void A_night_out_within_a_stay_is_an_overlap()
    {
        Assert.That(ReadTrips("Germany,2026-03-14,2026-03-18", "France,2026-03-16,2026-03-17").Overlaps, Has.Count.EqualTo(1));
    }

    [Test]
    public void In_one_country_leaving_and_coming_back_on_a_day_is_no_overlap_but_telling_days_twice_is()
    {
        Assert.Multiple(() =>
        {
            Assert.That(ReadTrips("Germany,2026-03-14,2026-03-18", "Germany,2026-03-18,2026-03-20").Overlaps, Is.Empty);
            Assert.That(
                ReadTrips("Germany,2026-03-14,2026-03-18", "Germany,2026-03-17,2026-03-20").Overlaps.Single().SameCountry
            );
            Assert.That(
                ReadTrips("Germany,2026-03-14,2026-03-18", "Germany,2026-03-16,2026-03-16").Overlaps.Single().SameCountry
            );
        });
    }

    [Test]
    public void An_overlap_with_an_open_stay_has_no_end_of_its_own()
    {
        var file = ReadTrips("Germany,2026-03-14,2026-03-20", "France,2026-03-16,");

        Assert.That(file.Overlaps.Single().To, Is.EqualTo(new LocalDate(2026, 3, 20)));
    }

    [Test]
    public void A_long_stay_overlaps_every_stay_within_it()
    {
        var file = ReadTrips(
            "Germany,2026-01-01,2026-12-31",
            "France,2026-03-01,2026-03-05",
            "Spain,2026-05-01,2026-05-05",
            "Italy,2027-01-02,2027-01-03"
        );

        Assert.That(file.Overlaps.Select(overlap => overlap.Later.Country), Is.EqualTo(new[] { "FR", "ES" }));
    }

    [Test]
    public void Stays_come_in_the_order_of_arrival_with_the_lines_they_stood_on()
    {
        var file = ReadTrips("Spain,2026-05-01,2026-05-05", "Germany,2026-03-14,2026-03-18");

        Assert.That(file.Rows.Select(row => (row.Country, row.FirstLine)), Is.EqualTo(new[] { ("DE", 3), ("ES", 2) }));
    }

    [Test]
    public void Days_in_any_order_over_a_year_end_and_a_leap_day_fold_into_one_stay_each()
    {
        var file = ReadLines(
            "Date,Country",
            "2024-03-01,Germany",
            "2024-02-28,Germany",
            "2024-02-29,Germany",
            "2026-01-01,France",
            "2025-12-31,France"
        );

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2024-02-28..2024-03-01", "FR 2025-12-31..2026-01-01" }));
            Assert.That(file.Rows.Select(row => (row.FirstLine, row.LastLine)), Is.EqualTo(new[] { (2, 4), (5, 6) }));
        });
    }

    [Test]
    public void Without_a_leap_day_the_28th_of_February_and_the_1st_of_March_are_neighbours()
    {
        Assert.That(
            Stays(ReadLines("Date,Country", "2026-02-28,Germany", "2026-03-01,Germany")),
            Is.EqualTo(new[] { "DE 2026-02-28..2026-03-01" })
        );
    }

    [Test]
    public void A_day_told_twice_is_a_duplicate_and_in_two_rows_of_two_countries_a_split_day()
    {
        var file = ReadLines("Date,Country", "2026-03-14,Germany", "2026-03-14,France", "2026-03-15,France", "2026-03-15,France");

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EquivalentTo(new[] { "DE 2026-03-14..2026-03-14", "FR 2026-03-14..2026-03-15" }));
            Assert.That(file.Duplicates.Select(twice => (twice.Kept.Country, twice.Line)), Is.EqualTo(new[] { ("FR", 5) }));
        });
    }

    [Test]
    public void Planned_days_begin_a_stay_of_their_own()
    {
        var file = Read(
            "Date,Country\n2026-06-14,Germany\n2026-06-15,Germany\n2026-06-16,Germany",
            new TravelFileOptions { Today = new LocalDate(2026, 6, 15) }
        );

        Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-06-14..2026-06-15", "DE 2026-06-16..2026-06-16 planned" }));
    }

    [Test]
    public void Days_of_unknown_place_fold_like_days_in_a_country()
    {
        Assert.That(
            Stays(ReadLines("Date,Country", "2026-03-14,Germany", "2026-03-15,?", "2026-03-16,?", "2026-03-17,Germany")),
            Is.EqualTo(new[] { "DE 2026-03-14..2026-03-14", "? 2026-03-15..2026-03-16", "DE 2026-03-17..2026-03-17" })
        );
    }

    [Test]
    public void A_bad_second_country_is_named_with_its_own_column()
    {
        var problem = ReadLines("Date,Country,Second country", "2026-03-14,Germany,Atlantis").Problems.Single();

        Assert.That((problem.Line, problem.Field, problem.Typed), Is.EqualTo(((int?)2, "Second country", "Atlantis")));
    }
}

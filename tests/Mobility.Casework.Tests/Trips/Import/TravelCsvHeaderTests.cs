using Mobility.Casework.Trips.Import;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

public sealed class TravelCsvHeaderTests
{
    [TestCase("Country,From,To")]
    [TestCase("COUNTRY,FROM,TO")]
    [TestCase("Country visited;Date of entry;Date of exit")]
    [TestCase("destination|start_date|end_date")]
    [TestCase("Country/Territory\tArrival date\tDeparture date")]
    [TestCase("Land;Einreise;Ausreise")]
    [TestCase("Zielland;Von;Bis")]
    [TestCase("Pays,Date d'arrivée,Date de départ")]
    [TestCase("País;Desde;Hasta")]
    [TestCase("\"Country\",\"Arrived (local date)\",\"Left\"")]
    public void A_header_in_the_words_of_the_trade_is_recognised(string header)
    {
        var delimiter = ",;|\t".First(header.Contains);
        var row = string.Join(delimiter, "Germany", "2026-03-14", "2026-03-18");

        Assert.That(Stays(ReadLines(header, row)), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18" }));
    }

    [Test]
    public void Columns_may_stand_in_any_order()
    {
        var file = ReadLines("Notes,Departure,Country,Arrival", "by train,2026-03-18,Germany,2026-03-14");

        Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18" }));
    }

    [Test]
    public void With_a_return_and_no_arrival_the_departure_is_the_one_from_home_and_the_file_says_so()
    {
        var file = ReadLines("Country,Departure,Return", "Germany,2026-03-14,2026-03-18");

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18" }));
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.DepartureReadAsArrival }));
        });
    }

    [Test]
    public void The_clearer_of_two_names_for_one_field_is_read_and_the_other_is_named()
    {
        var file = ReadLines("Destination,Country,From,To", "Berlin,Germany,2026-03-14,2026-03-18");

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18" }));
            Assert.That(file.IgnoredColumns, Is.EqualTo(new[] { "Destination" }));
        });
    }

    [Test]
    public void Two_columns_of_the_same_name_are_not_chosen_between()
    {
        var file = ReadLines("Country,From,From,To", "Germany,2026-03-14,2026-03-15,2026-03-18");

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { "1 AmbiguousColumns" }));
            Assert.That(file.Problems[0].Arguments, Is.EqualTo(new object[] { 2, 3 }));
            Assert.That(file.Rows, Is.Empty);
        });
    }

    [TestCase("Country,Arrival", "Depart")]
    [TestCase("Country,Departure", "Arrive")]
    [TestCase("Arrival,Departure", "Country")]
    [TestCase("Date,Miles", "Country")]
    [TestCase("Country,Miles", "Date")]
    public void A_missing_column_is_named(string header, string missing)
    {
        var file = ReadLines(header, "Germany,2026-03-14");

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { "1 MissingColumn" }));
            Assert.That(file.Problems[0].Arguments, Is.EqualTo(new object[] { new TravelFileWord(missing) }));
            Assert.That(file.Layout, Is.EqualTo(TravelFileLayout.Unrecognised));
        });
    }

    [Test]
    public void A_file_without_a_header_shows_its_first_line_back()
    {
        var file = ReadLines("Germany,2026-03-14,2026-03-18");

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { " HeaderNotFound" }));
            Assert.That(file.Problems[0].Typed, Is.EqualTo("Germany,2026-03-14,2026-03-18"));
        });
    }

    [Test]
    public void A_header_alone_is_no_travel()
    {
        Assert.That(Problems(ReadLines("Country,From,To", "", ",,")), Is.EqualTo(new[] { " NoRows" }));
    }

    [Test]
    public void The_line_with_which_a_spreadsheet_names_its_separator_is_not_counted_as_a_title()
    {
        var file = ReadLines("sep=;", "Country;From;To", "Germany;2026-03-14;2026-03-18");

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Has.Length.EqualTo(1));
            Assert.That(Notes(file), Is.Empty);
            Assert.That(file.Rows[0].FirstLine, Is.EqualTo(3));
        });
    }

    [Test]
    public void Commas_inside_cells_do_not_hide_a_semicolon_as_separator()
    {
        var file = ReadLines(
            "Country;From;To;Notes, if any",
            "Germany;2026-03-14;2026-03-18;a, b, c",
            "France;2026-04-14;2026-04-18;d, e, f"
        );

        Assert.Multiple(() =>
        {
            Assert.That(file.Delimiter, Is.EqualTo(';'));
            Assert.That(file.Rows, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public void A_list_of_several_travellers_is_refused_once()
    {
        var file = ReadLines(
            "Employee,Country,From,To",
            "Ana Sá,Germany,2026-03-14,2026-03-18",
            "ana sa,Germany,2026-04-14,2026-04-18",
            "Bo Li,France,2026-05-01,2026-05-02",
            "Cy Oz,France,2026-06-01,2026-06-02"
        );

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { "4 SeveralTravellers" }));
            Assert.That(file.Problems[0].Arguments, Is.EqualTo(new object[] { "Ana Sá", 2 }));
        });
    }

    [Test]
    public void In_a_row_per_day_two_columns_called_country_are_the_two_countries_of_a_split_day()
    {
        var file = ReadLines("Date,Country,Country", "2026-03-14,Germany,", "2026-03-15,Germany,France", "2026-03-16,France,");

        Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-15", "FR 2026-03-15..2026-03-16" }));
    }
}

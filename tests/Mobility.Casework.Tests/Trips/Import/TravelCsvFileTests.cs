using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

/// <summary>Whole files as people keep them.</summary>
public sealed class TravelCsvFileTests
{
    [Test]
    public void A_sheet_with_a_row_per_trip_is_read_with_quotes_line_breaks_and_extra_columns()
    {
        var file = ReadFile("trips-google-sheets.csv");

        Assert.Multiple(() =>
        {
            Assert.That(file.Layout, Is.EqualTo(TravelFileLayout.RowPerTrip));
            Assert.That(file.Delimiter, Is.EqualTo(','));
            Assert.That(file.Encoding, Is.EqualTo("UTF-8"));
            Assert.That(file.DateOrder, Is.Null);
            Assert.That(
                Stays(file),
                Is.EqualTo(
                    new[]
                    {
                        "DE 2026-02-02..2026-02-06",
                        "US 2026-02-23..2026-03-12",
                        "DE 2026-03-15..2026-03-26",
                        "FR 2026-07-20..2026-07-24",
                        "NL 2026-09-28..2026-10-02",
                    }
                )
            );
            Assert.That(file.IgnoredColumns, Is.EqualTo(new[] { "Miles" }));
            Assert.That(file.Rows[0].Note, Is.EqualTo("Hotel \"Adlon\", Berlin"));
            Assert.That(file.Rows[2].Note, Is.EqualTo("Two sites:\nMunich\nNuremberg"));
            Assert.That(
                file.Rows.Select(row => row.FirstLine),
                Is.EqualTo(new[] { 2, 3, 4, 7, 8 }),
                "a cell of three lines moves the rest down"
            );
            Assert.That(file.CanBeImported);
        });
    }

    [Test]
    public void A_German_spreadsheet_in_Windows_1252_is_read_and_the_encoding_is_named()
    {
        var file = ReadFile("trips-excel-german.csv");

        Assert.Multiple(() =>
        {
            Assert.That(file.Encoding, Is.EqualTo("Windows-1252"));
            Assert.That(file.Delimiter, Is.EqualTo(';'));
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.ReadAsWindows1252 }));
            Assert.That(
                Stays(file),
                Is.EqualTo(new[] { "AT 2026-03-14..2026-03-18", "US 2026-04-01..2026-04-12", "FR 2026-05-04..2026-05-07" })
            );
            Assert.That(file.Rows[0].Note, Is.EqualTo("Größere Präsentation"));
            Assert.That(file.Rows[2].Purpose, Is.EqualTo("Messe – Straßburg"), "the dash is Windows-1252, not ISO-8859-1");
            Assert.That(file.Rows[2].Note, Is.EqualTo("Zug; nicht Flug"));
            Assert.That(file.IgnoredColumns, Is.EqualTo(new[] { "Kostenstelle" }));
        });
    }

    [Test]
    public void Unicode_text_of_a_spreadsheet_is_UTF16_with_tabs()
    {
        var file = ReadFile("trips-excel-unicode.txt");

        Assert.Multiple(() =>
        {
            Assert.That(file.Encoding, Is.EqualTo("UTF-16"));
            Assert.That(file.Delimiter, Is.EqualTo('\t'));
            Assert.That(Stays(file), Is.EqualTo(new[] { "PL 2026-03-14..2026-03-18", "ES 2026-11-02..2026-11-06 planned" }));
        });
    }

    [Test]
    public void One_date_that_can_only_be_American_settles_the_whole_file()
    {
        var file = ReadFile("trips-american.csv");

        Assert.Multiple(() =>
        {
            Assert.That(file.DateOrder, Is.EqualTo(DateOrder.MonthFirst));
            Assert.That(
                Stays(file),
                Is.EqualTo(
                    new[] { "GB 2026-03-04..2026-03-09", "JP 2026-05-17..2026-05-29", "MX 2026-12-01..2026-12-04 planned" }
                )
            );
        });
    }

    [Test]
    public void Every_mistake_is_named_with_its_line_and_nothing_may_be_imported()
    {
        var file = ReadFile("trips-with-mistakes.csv");

        Assert.Multiple(() =>
        {
            Assert.That(
                Problems(file),
                Is.EqualTo(
                    new[]
                    {
                        "2 UnknownCountryWithSuggestion",
                        "3 DateDoesNotExist",
                        "4 NotALeapYear",
                        "5 DepartBeforeArrive",
                        "6 MissingCountry",
                        "7 SpreadsheetDateNumber",
                        "7 SpreadsheetDateNumber",
                        "8 OpenEndNotLast",
                        "9 FormulaInsteadOfValue",
                        "11 DateOutOfRange",
                    }
                )
            );
            Assert.That(file.CanBeImported, Is.False);
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.FormulasKeptAsText }));
            Assert.That(file.Rows[^1].Purpose, Is.EqualTo("=1+1"), "a formula in a text stays the text it is");
        });
    }

    [Test]
    public void A_row_per_day_is_folded_into_stays_with_split_days_in_both()
    {
        var file = ReadFile("days-april.csv");

        Assert.Multiple(() =>
        {
            Assert.That(file.Layout, Is.EqualTo(TravelFileLayout.RowPerDay));
            Assert.That(
                Stays(file),
                Is.EqualTo(
                    new[]
                    {
                        "GB 2026-03-30..2026-04-01",
                        "DE 2026-04-01..2026-04-06",
                        "PL 2026-04-06..2026-04-08",
                        "GB 2026-04-08..2026-04-09",
                        "GB 2026-04-12..2026-04-14",
                    }
                )
            );
            Assert.That(
                file.Rows.Select(row => (row.FirstLine, row.LastLine)),
                Is.EqualTo(new[] { (2, 4), (4, 9), (9, 11), (11, 12), (15, 17) })
            );
            Assert.That(file.Rows[1].Note, Is.EqualTo("Evening flight; Berlin"));
            Assert.That(file.Overlaps, Is.Empty, "a split day is a shared travel day");
        });
    }

    [Test]
    public void Days_without_a_country_stay_unknown_and_are_named()
    {
        var file = ReadFile("days-april.csv");

        Assert.Multiple(() =>
        {
            Assert.That(
                file.DaysWithoutCountry,
                Is.EqualTo(
                    new[]
                    {
                        new DayWithoutCountry(new LocalDate(2026, 4, 10), 13),
                        new DayWithoutCountry(new LocalDate(2026, 4, 11), 14),
                    }
                )
            );
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.DaysHaveNoCountry }));
            Assert.That(file.CanBeImported, "an unknown day is no mistake");
        });
    }

    [Test]
    public void A_French_list_with_a_title_above_the_header_old_Macintosh_line_ends_and_a_leap_day_is_read()
    {
        var file = ReadFile("days-french.csv");

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "SN 2024-02-01..2024-02-02", "CI 2024-02-28..2024-03-01" }));
            Assert.That(file.Rows[0].FirstLine, Is.EqualTo(4));
            Assert.That(file.Rows[1].Note, Is.EqualTo("Année bissextile"));
            Assert.That(
                Notes(file),
                Is.EquivalentTo(new[] { TravelProblemCode.ReadAsWindows1252, TravelProblemCode.LinesAboveHeader })
            );
        });
    }
}

using System.Globalization;
using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

public sealed class TravelCsvRowTests
{
    private static readonly LocalDate Today = new(2026, 6, 15);

    [Test]
    public void A_same_day_trip_arrives_and_departs_on_one_day()
    {
        Assert.That(Stays(ReadTrips("Germany,2026-03-14,2026-03-14")), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-14" }));
    }

    [Test]
    public void A_departure_one_day_before_arrival_is_a_problem()
    {
        Assert.That(Problems(ReadTrips("Germany,2026-03-14,2026-03-13")), Is.EqualTo(new[] { "2 DepartBeforeArrive" }));
    }

    [TestCase("1989-12-31", "2 DateOutOfRange")]
    [TestCase("1990-01-01", null)]
    [TestCase("2100-12-31", null)]
    [TestCase("2101-01-01", "2 DateOutOfRange")]
    public void Days_from_1990_to_2100_are_read(string day, string? problem)
    {
        Assert.That(Problems(ReadTrips($"Germany,{day},{day}")), Is.EqualTo(problem is null ? [] : new[] { problem, problem }));
    }

    [TestCase("2024-02-29", null)]
    [TestCase("2000-02-29", null)]
    [TestCase("2026-02-29", "NotALeapYear")]
    [TestCase("2100-02-29", "NotALeapYear")]
    [TestCase("2026-02-30", "DateDoesNotExist")]
    [TestCase("2026-04-31", "DateDoesNotExist")]
    [TestCase("2026-13-01", "DateDoesNotExist")]
    [TestCase("2026-00-10", "DateDoesNotExist")]
    public void A_29th_of_February_needs_a_leap_year(string day, string? problem)
    {
        Assert.That(Problems(ReadTrips($"Germany,{day},")), Is.EqualTo(problem is null ? [] : new[] { $"2 {problem}" }));
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase("still there")]
    [TestCase("Ongoing")]
    [TestCase("heute")]
    [TestCase("en cours")]
    public void The_last_stay_may_be_open(string depart)
    {
        Assert.That(
            Stays(ReadTrips("Germany,2026-03-14,2026-03-18", $"France,2026-04-01,{depart}")),
            Is.EqualTo(new[] { "DE 2026-03-14..2026-03-18", "FR 2026-04-01.." })
        );
    }

    [Test]
    public void An_open_stay_before_the_last_is_a_problem_wherever_it_stands_in_the_file()
    {
        var file = ReadTrips("Germany,2026-05-01,2026-05-03", "France,2026-04-01,", "Spain,2026-01-01,2026-01-05");

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { "3 OpenEndNotLast" }));
            Assert.That(file.Problems[0].Arguments, Is.EqualTo(new object[] { new LocalDate(2026, 5, 1), 2 }));
        });
    }

    [Test]
    public void Two_open_stays_cannot_both_be_the_last()
    {
        Assert.That(Problems(ReadTrips("Germany,2026-05-01,", "France,2026-05-01,")), Is.EqualTo(new[] { "2 OpenEndNotLast" }));
    }

    [Test]
    public void A_person_who_is_still_there_may_have_plans()
    {
        var file = ReadLines("Country,From,To,Status", "Germany,2026-05-01,,actual", "France,2026-09-01,2026-09-04,planned");

        Assert.Multiple(() =>
        {
            Assert.That(file.CanBeImported);
            Assert.That(file.Overlaps, Has.Count.EqualTo(1), "but whether the stay ends before is for the person to say");
        });
    }

    [Test]
    public void A_missing_arrival_and_an_unreadable_departure_are_two_problems_of_one_line()
    {
        Assert.That(Problems(ReadTrips("Germany,,soon")), Is.EqualTo(new[] { "2 MissingArrival", "2 DateNotUnderstood" }));
    }

    [TestCase("Germny", "Germany")]
    [TestCase("Untied Kingdom", "United Kingdom")]
    [TestCase("Autria", "Austria")]
    [TestCase("Sweeden", "Sweden")]
    public void A_slip_in_a_country_suggests_the_nearest_name(string typed, string meant)
    {
        var problem = ReadTrips($"{typed},2026-03-14,2026-03-18").Problems.Single();

        Assert.Multiple(() =>
        {
            Assert.That(problem.Code, Is.EqualTo(TravelProblemCode.UnknownCountryWithSuggestion));
            Assert.That(problem.Typed, Is.EqualTo(typed));
            Assert.That(problem.Arguments, Is.EqualTo(new object[] { meant }));
        });
    }

    [TestCase("Atlantis")]
    [TestCase("XX")]
    [TestCase("Home")]
    [TestCase("Total")]
    public void A_country_that_is_near_to_none_is_only_named(string typed)
    {
        Assert.That(Problems(ReadTrips($"{typed},2026-03-14,2026-03-18")), Is.EqualTo(new[] { "2 UnknownCountry" }));
    }

    [TestCase("DE", "DE")]
    [TestCase("deutschland", "DE")]
    [TestCase("DEU", "DE")]
    [TestCase("Germany (Berlin)", "DE")]
    [TestCase("DE - Germany", "DE")]
    [TestCase("\"Berlin, Germany\"", "DE")]
    [TestCase("Berlin / Germany", "DE")]
    public void A_country_is_found_by_code_name_and_with_its_town(string typed, string code)
    {
        Assert.That(ReadTrips($"{typed},2026-03-14,2026-03-18").Rows.Single().Country, Is.EqualTo(code));
    }

    [TestCase("\"Atlanta, Georgia, USA\"")]
    [TestCase("Germany / France")]
    public void Two_countries_in_one_cell_are_not_chosen_between(string typed)
    {
        Assert.That(Problems(ReadTrips($"{typed},2026-03-14,2026-03-18")), Is.EqualTo(new[] { "2 SeveralCountries" }));
    }

    [TestCase("?")]
    [TestCase("unknown")]
    [TestCase("Unbekannt")]
    public void Days_of_unknown_place_are_kept_as_such(string typed)
    {
        Assert.That(Stays(ReadTrips($"{typed},2026-03-14,2026-03-18")), Is.EqualTo(new[] { "? 2026-03-14..2026-03-18" }));
    }

    [Test]
    public void Days_of_unknown_place_have_an_end_and_are_no_plan()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Problems(ReadTrips("?,2026-03-14,")), Is.EqualTo(new[] { "2 UnknownPlaceNeedsEnd" }));
            Assert.That(
                Problems(ReadLines("Country,From,To,Status", "?,2026-03-14,2026-03-18,planned")),
                Is.EqualTo(new[] { "2 PlanNeedsCountry" })
            );
            Assert.That(
                Problems(Read("Date,Country\n2026-06-16,?", new TravelFileOptions { Today = Today })),
                Is.EqualTo(new[] { "2 PlanNeedsCountry" })
            );
        });
    }

    [TestCase("planned", true)]
    [TestCase("Booked", true)]
    [TestCase("geplant", true)]
    [TestCase("actual", false)]
    [TestCase("Completed", false)]
    [TestCase("", false)]
    public void A_status_says_plan_or_fact(string status, bool planned)
    {
        Assert.That(
            ReadLines("Country,From,To,Status", $"Germany,2026-03-14,2026-03-18,{status}").Rows.Single().Planned,
            Is.EqualTo(planned)
        );
    }

    [TestCase("yes", true)]
    [TestCase("x", true)]
    [TestCase("no", false)]
    [TestCase("", false)]
    public void A_column_called_planned_is_answered_with_yes_or_no(string typed, bool planned)
    {
        Assert.That(
            ReadLines("Country,From,To,Planned?", $"Germany,2026-03-14,2026-03-18,{typed}").Rows.Single().Planned,
            Is.EqualTo(planned)
        );
    }

    [Test]
    public void A_status_nobody_knows_is_a_problem_and_a_cancelled_trip_is_left_out_aloud()
    {
        var file = ReadLines(
            "Country,From,To,Status",
            "Germany,2026-03-14,2026-03-18,perhaps",
            "France,2026-03-14,2026-03-18,Cancelled"
        );

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { "2 UnknownStatus" }));
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.CancelledRowLeftOut }));
            Assert.That(file.Rows, Is.Empty);
        });
    }

    [TestCase("2026-06-15", false)]
    [TestCase("2026-06-16", true)]
    public void Without_a_status_a_stay_that_begins_after_today_is_a_plan(string arrive, bool planned)
    {
        var file = Read($"Country,From,To\nGermany,{arrive},2026-06-20", new TravelFileOptions { Today = Today });

        Assert.That(file.Rows.Single().Planned, Is.EqualTo(planned));
    }

    [Test]
    public void A_stay_that_begins_after_today_cannot_have_happened()
    {
        var file = Read("Country,From,To,Status\nGermany,2026-06-16,2026-06-20,actual", new TravelFileOptions { Today = Today });

        Assert.That(Problems(file), Is.EqualTo(new[] { "2 ActualInTheFuture" }));
    }

    [Test]
    public void An_unquoted_comma_in_a_note_is_named_and_not_cut_off()
    {
        var file = ReadLines(
            "Country,From,To,Note",
            "Germany,2026-03-14,2026-03-18,dinner, then home",
            "France,2026-04-14,2026-04-18,fine,,,"
        );

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { "2 TooManyCells" }));
            Assert.That(Stays(file), Is.EqualTo(new[] { "FR 2026-04-14..2026-04-18" }), "empty cells behind a row mean nothing");
        });
    }

    [Test]
    public void A_quotation_mark_that_is_never_closed_is_named_on_the_line_it_opens()
    {
        var file = ReadLines(
            "Country,From,To,Note",
            "Germany,2026-03-14,2026-03-18,\"oops",
            "France,2026-04-14,2026-04-18,",
            "Spain,2026-05-14,2026-05-18,"
        );

        Assert.That(Problems(file), Is.EqualTo(new[] { "2 QuoteNotClosed" }));
    }

    [Test]
    public void A_quotation_mark_that_closes_in_the_middle_of_a_later_cell_is_named()
    {
        var file = ReadLines(
            "Country,From,To,Note",
            "Germany,2026-03-14,2026-03-18,\"oops",
            "France,2026-04-14,2026-04-18,a \"quoted\" word"
        );

        Assert.That(Problems(file), Is.EqualTo(new[] { "2 TextAfterQuote" }));
    }

    [Test]
    public void Quotation_marks_inside_a_plain_cell_are_part_of_it()
    {
        Assert.That(
            ReadLines("Country,From,To,Note", "Germany,2026-03-14,2026-03-18,a 5\" pipe").Rows.Single().Note,
            Is.EqualTo("a 5\" pipe")
        );
    }

    [TestCase("Note", TravelFileOptions.LongestNote)]
    [TestCase("Purpose", TravelFileOptions.LongestPurpose)]
    public void A_text_is_kept_whole_up_to_its_limit_and_refused_above(string column, int longest)
    {
        string[] Problem(int length) =>
            Problems(ReadLines($"Country,From,To,{column}", $"Germany,2026-03-14,2026-03-18,{new string('x', length)}"));

        Assert.Multiple(() =>
        {
            Assert.That(Problem(longest), Is.Empty);
            Assert.That(Problem(longest + 1), Is.EqualTo(new[] { "2 TextTooLong" }));
        });
    }

    [TestCase("=1+1")]
    [TestCase("+44 20 7946 0000")]
    [TestCase("-off-site-")]
    [TestCase("@home")]
    public void A_text_that_a_spreadsheet_would_run_is_kept_as_typed_and_said(string note)
    {
        var file = ReadLines("Country,From,To,Note", $"Germany,2026-03-14,2026-03-18,{note}");

        Assert.Multiple(() =>
        {
            Assert.That(file.Rows.Single().Note, Is.EqualTo(note));
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.FormulasKeptAsText }));
            Assert.That(CsvCell.Neutralised(note), Is.EqualTo("'" + note));
        });
    }

    [TestCase("=TODAY()")]
    [TestCase("+2026-03-14")]
    public void A_formula_for_a_date_is_not_worked_out(string typed)
    {
        Assert.That(Problems(ReadTrips($"Germany,{typed},2026-03-18")), Is.EqualTo(new[] { "2 FormulaInsteadOfValue" }));
    }

    [Test]
    public void The_line_of_a_row_is_the_one_it_starts_on_after_blank_lines_and_cells_of_several_lines()
    {
        var file = Read(
            "\r\nCountry,From,To,Note\r\n\r\nGermany,2026-03-14,2026-03-18,\"one\r\ntwo\r\n\r\nfour\"\r\n\r\nGermny,2026-04-01,2026-04-02,\r\n"
        );

        Assert.Multiple(() =>
        {
            Assert.That(file.Rows.Single().FirstLine, Is.EqualTo(4));
            Assert.That(Problems(file), Is.EqualTo(new[] { "9 UnknownCountryWithSuggestion" }));
        });
    }

    [Test]
    public void Two_hundred_problems_are_listed_and_the_rest_is_counted()
    {
        string[] Rows(int count) => [.. Enumerable.Repeat("Atlantis,2026-03-14,2026-03-18", count)];

        var justAll = ReadTrips(Rows(200));
        var oneMore = ReadTrips(Rows(201));

        Assert.Multiple(() =>
        {
            Assert.That((justAll.Problems.Count, justAll.Problems.More), Is.EqualTo((200, 0)));
            Assert.That((oneMore.Problems.Count, oneMore.Problems.More), Is.EqualTo((200, 1)));
        });
    }

    [Test]
    public void A_problem_tells_place_reason_and_mend_in_sentences()
    {
        var problem = ReadTrips("Germany,2026-02-29,2026-03-18").Problems.Single();

        Assert.That(
            problem.Text(CultureInfo.GetCultureInfo("en-GB")),
            Is.EqualTo(
                "Line 2, Arrive: “2026-02-29” does not exist: that year is not a leap year, so February has 28 days. "
                    + "Write 28 February or 1 March, whichever is right."
            )
        );
    }
}

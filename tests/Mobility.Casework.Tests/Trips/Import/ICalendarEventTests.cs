using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

public sealed class ICalendarEventTests
{
    private static TravelFile ReadEvent(params string[] lines) => ReadCalendar(["BEGIN:VEVENT", .. lines, "END:VEVENT"]);

    private static TravelFile ReadCalendar(params string[] lines) =>
        ReadLines(["BEGIN:VCALENDAR", "VERSION:2.0", .. lines, "END:VCALENDAR"]);

    private static string[] StaysOf(params string[] lines) => Stays(ReadEvent(["LOCATION:Germany", .. lines]));

    private static string[] ProblemsOf(params string[] lines) => Problems(ReadEvent(["LOCATION:Germany", .. lines]));

    [TestCase("Germany", null, "DE")]
    [TestCase(null, "Trip to Germany", "DE")]
    [TestCase(null, "Berlin, Germany", "DE")]
    [TestCase("Hotel Adlon\\nUnter den Linden 77\\, 10117 Berlin\\, Germany", "Kick-off", "DE")]
    [TestCase("Munich", "Client visit – Munich (Germany)", "DE")]
    [TestCase(null, "Business trip: Germany", "DE")]
    [TestCase(null, "Germany trip", "DE")]
    [TestCase(null, "Dienstreise nach Deutschland", "DE")]
    [TestCase("DE", null, "DE")]
    [TestCase(null, "Trip to DE", "DE")]
    [TestCase("Germany", "Trip to Germany", "DE")]
    [TestCase("1 Main St\\, Austin\\, TX 78701\\, U.S.A.", "Offsite", "US")]
    [TestCase("London\\, UK", "Offsite", "GB")]
    public void A_country_is_found_in_place_or_title(string? place, string? title, string country)
    {
        var file = ReadEvent("DTSTART;VALUE=DATE:20260314", $"LOCATION:{place}", $"SUMMARY:{title}");

        Assert.That(file.Rows.Select(row => row.Country), Is.EqualTo(new[] { country }));
    }

    [TestCase(null, "Call with the Germany team")]
    [TestCase(null, "LHR-JFK")]
    [TestCase(null, "LHR-PER", Description = "an airport, not Peru")]
    [TestCase(null, "IT - migration", Description = "a department, not Italy")]
    [TestCase("Boston\\, MA", "Offsite", Description = "a federal state, not Morocco")]
    [TestCase("San Francisco\\, CA 94105", "Offsite", Description = "a federal state, not Canada")]
    [TestCase("Room 3", "Stand-up")]
    [TestCase(null, null)]
    public void Nothing_is_guessed_from_codes_and_words_inside_a_text(string? place, string? title)
    {
        var file = ReadEvent("DTSTART;VALUE=DATE:20260314", $"LOCATION:{place}", $"SUMMARY:{title}");

        Assert.Multiple(() =>
        {
            Assert.That(file.Rows, Is.Empty);
            Assert.That(file.EventsLeftOut.Single().Reason, Is.EqualTo(LeftOutReason.NoCountry));
        });
    }

    [TestCase("London\\, United Kingdom", "Trip to Germany")]
    [TestCase(null, "Trip to Germany and France")]
    [TestCase("Atlanta\\, Georgia\\, USA", "Offsite")]
    public void Several_countries_are_named_and_not_chosen_between(string? place, string title)
    {
        var file = ReadEvent("DTSTART;VALUE=DATE:20260314", $"LOCATION:{place}", $"SUMMARY:{title}");

        Assert.Multiple(() =>
        {
            Assert.That(file.Rows, Is.Empty);
            Assert.That(file.EventsLeftOut.Single().Reason, Is.EqualTo(LeftOutReason.SeveralCountries));
            Assert.That(file.EventsLeftOut.Single().Countries, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public void A_date_without_an_end_is_one_day()
    {
        Assert.That(StaysOf("DTSTART;VALUE=DATE:20260314"), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-14" }));
    }

    [TestCase("DTEND;VALUE=DATE:20260315", "DE 2026-03-14..2026-03-14")]
    [TestCase("DTEND;VALUE=DATE:20260316", "DE 2026-03-14..2026-03-15")]
    [TestCase("DURATION:P1D", "DE 2026-03-14..2026-03-14")]
    [TestCase("DURATION:P2W", "DE 2026-03-14..2026-03-27")]
    [TestCase("DTEND;VALUE=DATE:20260314", "DE 2026-03-14..2026-03-14")]
    public void The_end_of_all_day_events_is_not_included(string end, string stay)
    {
        Assert.That(StaysOf("DTSTART;VALUE=DATE:20260314", end), Is.EqualTo(new[] { stay }));
    }

    [TestCase("DTEND;TZID=Europe/Berlin:20260315T235959", "DE 2026-03-14..2026-03-15")]
    [TestCase("DTEND;TZID=Europe/Berlin:20260316T000000", "DE 2026-03-14..2026-03-15")]
    [TestCase("DTEND;TZID=Europe/Berlin:20260316T000001", "DE 2026-03-14..2026-03-16")]
    [TestCase("DURATION:PT13H59M59S", "DE 2026-03-14..2026-03-14")]
    [TestCase("DURATION:PT14H", "DE 2026-03-14..2026-03-14")]
    [TestCase("DURATION:PT14H1S", "DE 2026-03-14..2026-03-15")]
    public void Midnight_is_the_end_of_the_day_before(string end, string stay)
    {
        Assert.That(StaysOf("DTSTART;TZID=Europe/Berlin:20260314T100000", end), Is.EqualTo(new[] { stay }));
    }

    [Test]
    public void The_day_is_that_of_the_clock_at_each_end()
    {
        Assert.That(
            StaysOf("DTSTART;TZID=Europe/London:20260314T220000", "DTEND;TZID=America/New_York:20260315T010000"),
            Is.EqualTo(new[] { "DE 2026-03-14..2026-03-15" })
        );
    }

    [TestCase("20260314T225959Z", "2026-03-14")]
    [TestCase("20260314T230000Z", "2026-03-15")]
    [TestCase("20260714T220000Z", "2026-07-15", Description = "in summer")]
    public void A_time_in_UTC_is_read_on_the_clock_of_a_country_that_has_one(string start, string day)
    {
        var file = ReadEvent($"DTSTART:{start}", "LOCATION:Germany");

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { $"DE {day}..{day}" }));
            Assert.That(Notes(file), Is.Empty);
        });
    }

    [TestCase("America/Los_Angeles", "20260315T010000Z", "2026-03-14")]
    [TestCase("America/New_York", "20260315T040000Z", "2026-03-15")]
    [TestCase("America/New_York", "20260315T035959Z", "2026-03-14")]
    public void In_a_country_with_several_it_is_read_on_the_clock_of_the_calendar(string zone, string start, string day)
    {
        var file = ReadCalendar(
            $"X-WR-TIMEZONE:{zone}",
            "BEGIN:VEVENT",
            $"DTSTART:{start}",
            "LOCATION:United States",
            "END:VEVENT"
        );

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { $"US {day}..{day}" }));
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.UtcReadInZone }));
        });
    }

    [Test]
    public void Without_any_zone_a_time_in_UTC_is_read_as_UTC_and_the_doubt_is_said()
    {
        var text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260314T013000Z\nLOCATION:United States\nEND:VEVENT\nEND:VCALENDAR";

        var alone = Read(text);
        var withPerson = Read(text, new TravelFileOptions { Zone = DateTimeZoneProviders.Tzdb["America/Chicago"] });

        Assert.Multiple(() =>
        {
            Assert.That(Stays(alone), Is.EqualTo(new[] { "US 2026-03-14..2026-03-14" }));
            Assert.That(Notes(alone), Is.EqualTo(new[] { TravelProblemCode.UtcReadAsUtc }));
            Assert.That(Stays(withPerson), Is.EqualTo(new[] { "US 2026-03-13..2026-03-13" }));
        });
    }

    [TestCase("America/New_York")]
    [TestCase("Eastern Standard Time")]
    [TestCase("/mozilla.org/20050126_1/America/New_York")]
    public void A_zone_is_known_by_its_IANA_its_Windows_and_its_vendors_name(string zone)
    {
        var file = ReadEvent($"DTSTART;TZID={zone}:20260314T233000", "LOCATION:Germany");

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-14" }));
            Assert.That(Notes(file), Is.Empty);
        });
    }

    [Test]
    public void A_zone_that_only_the_file_knows_is_taken_by_the_place_it_names()
    {
        var file = ReadCalendar(
            "BEGIN:VTIMEZONE",
            "TZID:Head office",
            "X-LIC-LOCATION:Europe/Paris",
            "END:VTIMEZONE",
            "BEGIN:VEVENT",
            "DTSTART;TZID=Head office:20260314T233000",
            "LOCATION:Germany",
            "END:VEVENT"
        );

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-14" }));
            Assert.That(Notes(file), Is.Empty);
        });
    }

    [Test]
    public void An_event_over_the_date_line_that_ends_on_the_local_day_before_is_one_day_and_said()
    {
        var file = ReadEvent(
            "DTSTART;TZID=Pacific/Auckland:20260314T020000",
            "DTEND;TZID=America/Los_Angeles:20260313T170000",
            "LOCATION:Germany"
        );

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-14" }));
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.ArrivedBeforeLeaving }));
        });
    }

    [TestCase("FREQ=DAILY;COUNT=3", "14,15,16")]
    [TestCase("FREQ=DAILY;INTERVAL=2;UNTIL=20260318", "14,16,18")]
    [TestCase("FREQ=DAILY;INTERVAL=2;UNTIL=20260317", "14,16")]
    [TestCase("FREQ=WEEKLY;COUNT=2", "14,21")]
    [TestCase("FREQ=WEEKLY;BYDAY=SA,SU;COUNT=4", "14,15,21,22")]
    [TestCase("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=MO;COUNT=4", "14,15,28,29")]
    [TestCase(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=SU;COUNT=4",
        "14,22,28",
        Description = "with weeks from Sunday the 15th is in the week left out"
    )]
    [TestCase("FREQ=DAILY;COUNT=1", "14")]
    public void Daily_and_weekly_repetitions_with_an_end_are_expanded(string rule, string days)
    {
        var file = ReadEvent("DTSTART;VALUE=DATE:20260314", $"RRULE:{rule}", "LOCATION:Germany");

        Assert.That(
            string.Join(',', file.Rows.Where(row => row.Arrive.Month == 3).Select(row => row.Arrive.Day)),
            Is.EqualTo(days)
        );
    }

    [TestCase("20260316T090000Z", "14,15,16")]
    [TestCase("20260316T085959Z", "14,15")]
    public void An_end_in_UTC_is_compared_as_an_instant_and_included(string until, string days)
    {
        var file = ReadEvent(
            "DTSTART;TZID=Europe/Berlin:20260314T100000",
            "DURATION:PT1H",
            $"RRULE:FREQ=DAILY;UNTIL={until}",
            "LOCATION:Germany"
        );

        Assert.That(string.Join(',', file.Rows.Select(row => row.Arrive.Day)), Is.EqualTo(days));
    }

    [TestCase("EXDATE;VALUE=DATE:20260315")]
    [TestCase("EXDATE;TZID=Europe/Berlin:20260315T100000")]
    [TestCase("EXDATE:20260315T090000Z")]
    public void Excepted_dates_are_left_out_however_they_are_written(string exception)
    {
        var file = ReadEvent(
            "DTSTART;TZID=Europe/Berlin:20260314T100000",
            "RRULE:FREQ=DAILY;COUNT=3",
            exception,
            "LOCATION:Germany"
        );

        Assert.That(file.Rows.Select(row => row.Arrive.Day), Is.EqualTo(new[] { 14, 16 }));
    }

    [TestCase("RRULE:FREQ=MONTHLY;COUNT=3", "RepetitionNotSupported")]
    [TestCase("RRULE:FREQ=YEARLY;UNTIL=20300101", "RepetitionNotSupported")]
    [TestCase("RRULE:FREQ=WEEKLY;BYDAY=1MO;COUNT=3", "RepetitionNotSupported")]
    [TestCase("RRULE:FREQ=DAILY;BYMONTH=3;COUNT=3", "RepetitionNotSupported")]
    [TestCase("RRULE:FREQ=DAILY;COUNT=0", "RepetitionNotSupported")]
    [TestCase("RRULE:FREQ=DAILY;COUNT=-1", "RepetitionNotSupported")]
    [TestCase("RRULE:FREQ=DAILY;INTERVAL=0;COUNT=2", "RepetitionNotSupported")]
    [TestCase("RRULE:FREQ=DAILY;UNTIL=tomorrow", "RepetitionNotSupported")]
    [TestCase("RRULE:COUNT=3", "RepetitionNotSupported")]
    [TestCase("RRULE:nonsense", "RepetitionNotSupported")]
    [TestCase("RDATE;VALUE=DATE:20260401", "RepetitionNotSupported")]
    [TestCase("RRULE:FREQ=DAILY", "RepetitionWithoutEnd")]
    [TestCase("RRULE:FREQ=DAILY;COUNT=1001", "RepetitionTooLong")]
    [TestCase("RRULE:FREQ=DAILY;UNTIL=20991231", "RepetitionTooLong")]
    public void Other_repetitions_of_travel_are_named_and_not_expanded(string rule, string problem)
    {
        Assert.That(ProblemsOf("DTSTART;VALUE=DATE:20260314", rule), Is.EqualTo(new[] { $"6 {problem}" }));
    }

    [Test]
    public void A_thousand_repetitions_are_read()
    {
        Assert.That(
            StaysOf("DTSTART;VALUE=DATE:20260314", "RRULE:FREQ=DAILY;COUNT=1000"),
            Has.Length.EqualTo(ICalendarReader.MostOccurrences)
        );
    }

    [Test]
    public void The_highest_sequence_of_an_event_wins_wherever_it_stands()
    {
        string[] Version(int sequence, string day) =>
            ["BEGIN:VEVENT", "UID:1", $"SEQUENCE:{sequence}", $"DTSTART;VALUE=DATE:{day}", "LOCATION:Germany", "END:VEVENT"];

        var file = ReadCalendar([.. Version(1, "20260302"), .. Version(10, "20260303"), .. Version(9, "20260304")]);

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-03..2026-03-03" }));
            Assert.That(file.EventsLeftOut.Select(one => one.Line), Is.EqualTo(new[] { 3, 15 }));
        });
    }

    [Test]
    public void A_newest_version_that_is_cancelled_takes_the_older_ones_with_it()
    {
        var file = ReadCalendar(
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTART;VALUE=DATE:20260302",
            "LOCATION:Germany",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:1",
            "SEQUENCE:1",
            "STATUS:CANCELLED",
            "DTSTART;VALUE=DATE:20260302",
            "LOCATION:Germany",
            "END:VEVENT"
        );

        Assert.That(file.Rows, Is.Empty);
    }

    [Test]
    public void Events_without_a_name_of_their_own_are_all_kept()
    {
        var file = ReadCalendar(
            "BEGIN:VEVENT",
            "DTSTART;VALUE=DATE:20260302",
            "LOCATION:Germany",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "DTSTART;VALUE=DATE:20260303",
            "LOCATION:Germany",
            "END:VEVENT"
        );

        Assert.That(
            Stays(file),
            Is.EqualTo(new[] { "DE 2026-03-02..2026-03-02", "DE 2026-03-03..2026-03-03" }),
            "neighbours stay as they are"
        );
    }

    [Test]
    public void An_event_that_begins_after_today_is_a_plan()
    {
        var text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260616\nLOCATION:Germany\nEND:VEVENT\nEND:VCALENDAR";

        Assert.Multiple(() =>
        {
            Assert.That(Read(text, new TravelFileOptions { Today = new LocalDate(2026, 6, 15) }).Rows.Single().Planned);
            Assert.That(Read(text, new TravelFileOptions { Today = new LocalDate(2026, 6, 16) }).Rows.Single().Planned, Is.False);
        });
    }

    [TestCase("DTSTART;VALUE=DATE:20260229", "5 CalendarDateNotUnderstood")]
    [TestCase("DTSTART:2026-03-14", "5 CalendarDateNotUnderstood")]
    [TestCase("DTSTART:20260314T250000", "5 CalendarDateNotUnderstood")]
    [TestCase("DTSTART:19891231T100000", "5 DateOutOfRange")]
    [TestCase("DTSTART:99991231T235959", "5 DateOutOfRange")]
    [TestCase("SUMMARY:No start", "3 EventWithoutStart")]
    [TestCase("DTSTART 20260314", "5 CalendarLineMalformed", "3 EventWithoutStart")]
    [TestCase("DTSTART;VALUE=DATE", "5 CalendarLineMalformed", "3 EventWithoutStart")]
    [TestCase("DTSTART;TZID=\"Europe/Berlin:20260314T100000", "5 CalendarLineMalformed", "3 EventWithoutStart")]
    public void A_line_that_cannot_be_read_is_named(string line, params string[] expected)
    {
        Assert.That(ProblemsOf(line), Is.EquivalentTo(expected));
    }

    [TestCase("DTEND;VALUE=DATE:20260313", "6 EventEndsBeforeStart")]
    [TestCase("DTEND;VALUE=DATE:x", "6 CalendarDateNotUnderstood")]
    [TestCase("DURATION:3 days", "6 DurationNotUnderstood")]
    [TestCase("DURATION:-P1D", "6 DurationNotUnderstood")]
    [TestCase("DURATION:P", "6 DurationNotUnderstood")]
    [TestCase("DURATION:PT", "6 DurationNotUnderstood")]
    [TestCase("DURATION:P1", "6 DurationNotUnderstood")]
    [TestCase("DURATION:P999999999W", "6 DurationNotUnderstood")]
    [TestCase("DURATION:P99999W", "3 DateOutOfRange")]
    [TestCase("SEQUENCE:many", "6 SequenceNotUnderstood")]
    [TestCase("END:VTODO", "6 CalendarEndUnexpected")]
    public void A_line_after_the_start_that_cannot_be_read_is_named(string line, string problem)
    {
        Assert.That(ProblemsOf("DTSTART;VALUE=DATE:20260314", line), Is.EqualTo(new[] { problem }));
    }

    [Test]
    public void Lines_are_counted_as_they_stand_in_the_file_folds_and_blank_lines_included()
    {
        var file = ReadLines(
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            "LOCATION:Ger",
            " many",
            "SUMMARY:A",
            "\tB",
            "",
            "DTSTART:x",
            "END:VEVENT",
            "END:VCALENDAR"
        );

        Assert.That(Problems(file), Is.EqualTo(new[] { "8 CalendarDateNotUnderstood" }));
    }

    [Test]
    public void A_calendar_without_travel_says_so()
    {
        Assert.That(Problems(ReadCalendar()), Is.EqualTo(new[] { " NoRows" }));
    }

    [Test]
    public void Alarms_and_tasks_inside_a_calendar_are_not_events()
    {
        var file = ReadCalendar(
            "BEGIN:VTODO",
            "DTSTART;VALUE=DATE:20260301",
            "LOCATION:Germany",
            "END:VTODO",
            "BEGIN:VEVENT",
            "DTSTART;VALUE=DATE:20260314",
            "BEGIN:VALARM",
            "SUMMARY:Trip to France",
            "END:VALARM",
            "SUMMARY:Trip to Germany",
            "END:VEVENT"
        );

        Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-14" }));
    }
}

using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

/// <summary>Whole calendars as calendar programs write them.</summary>
public sealed class ICalendarFileTests
{
    [Test]
    public void A_Google_calendar_is_read_event_by_event()
    {
        var file = ReadFile("google.ics");

        Assert.Multiple(() =>
        {
            Assert.That(file.Layout, Is.EqualTo(TravelFileLayout.Calendar));
            Assert.That(
                Stays(file),
                Is.EqualTo(
                    new[]
                    {
                        "DE 2026-03-09..2026-03-13", // all days, the end is the day after
                        "BE 2026-04-15..2026-04-16", // 22:30 UTC on the 14th is the 15th in Belgium
                        "SE 2026-06-01..2026-06-03", // the series without its excepted week
                        "SE 2026-06-30..2026-07-01", // the occurrence that was moved by a day
                        "ES 2026-12-07..2026-12-11 planned", // tentative
                    }
                )
            );
            Assert.That(file.Rows[1].Purpose, Is.EqualTo("Board meeting"));
            Assert.That(file.Rows[1].Note, Is.EqualTo("Rue de la Loi 16, 1000 Bruxelles, Belgium"));
            Assert.That((file.Rows[0].FirstLine, file.Rows[0].LastLine), Is.EqualTo((8, 19)));
            Assert.That(Notes(file), Is.Empty);
            Assert.That(file.CanBeImported);
        });
    }

    [Test]
    public void Events_that_are_no_travel_are_listed_with_the_reason()
    {
        var file = ReadFile("google.ics");

        Assert.That(
            file.EventsLeftOut.Select(one => (one.Summary, one.Reason)),
            Is.EqualTo(
                new[]
                {
                    ("Stand-up with the Germany team", LeftOutReason.NoCountry),
                    ("Trade fair", LeftOutReason.Cancelled),
                    ("LHR-JFK", LeftOutReason.NoCountry),
                }
            ),
            "an endless repetition matters only when it is travel"
        );
    }

    [Test]
    public void An_Outlook_calendar_names_its_zones_the_Windows_way()
    {
        var file = ReadFile("outlook.ics");

        Assert.Multiple(() =>
        {
            Assert.That(
                Stays(file),
                Is.EqualTo(
                    new[]
                    {
                        "CH 2026-02-09..2026-02-11", // to midnight, which is not a day of the stay
                        "CA 2026-03-21..2026-03-22", // two hours from 23:30
                        "AT 2026-05-11..2026-05-15", // the newer version of the audit
                    }
                )
            );
            Assert.That(
                file.Notes.Select(note => (note.Code, note.Typed)),
                Is.EqualTo(new[] { (TravelProblemCode.UnknownTimeZone, (string?)"Customized Time Zone") })
            );
            Assert.That(
                file.EventsLeftOut.Select(one => (one.Summary, one.Reason)),
                Is.EqualTo(new[] { ("Audit", LeftOutReason.Superseded) })
            );
        });
    }

    [Test]
    public void A_line_folded_inside_a_letter_comes_together_again()
    {
        var file = ReadFile("folded-inside-a-letter.ics");

        Assert.Multiple(() =>
        {
            Assert.That(file.Encoding, Is.EqualTo("UTF-8"));
            Assert.That(Stays(file), Is.EqualTo(new[] { "AT 2026-08-01..2026-08-03" }));
            Assert.That(file.Rows[0].Purpose, Is.EqualTo("Sommerschule in der Nähe der großen Universität der Hauptstadt — Öst"));
        });
    }

    [Test]
    public void A_calendar_that_is_cut_short_is_not_to_be_imported()
    {
        var file = ReadFile("cut-short.ics");

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { "1 CalendarEndMissing", "10 CalendarEndMissing" }));
            Assert.That(file.CanBeImported, Is.False);
        });
    }
}

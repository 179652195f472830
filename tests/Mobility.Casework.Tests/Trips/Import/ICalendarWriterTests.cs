using System.Text;
using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

public sealed class ICalendarWriterTests
{
    private static readonly Instant Stamp = Instant.FromUtc(2026, 11, 22, 8, 30);

    private static string Write(params CalendarEntry[] entries)
    {
        var text = new StringWriter();
        new ICalendarWriter(text).Write("Trips", entries, Stamp);
        return text.ToString();
    }

    private static CalendarEntry Entry(string summary = "Trip", string? location = null) =>
        new()
        {
            Uid = "1@example.org",
            Summary = summary,
            Location = location,
            FirstDay = new LocalDate(2026, 3, 14),
            LastDay = new LocalDate(2026, 3, 18),
        };

    [Test]
    public void A_calendar_is_written_as_the_standard_has_it()
    {
        Assert.That(
            Write(Entry() with { Sequence = 2, Country = "DE", Tentative = true }).Split("\r\n"),
            Is.EqualTo(
                new[]
                {
                    "BEGIN:VCALENDAR",
                    "VERSION:2.0",
                    "PRODID:-//Mobility//Calendar//EN",
                    "CALSCALE:GREGORIAN",
                    "X-WR-CALNAME:Trips",
                    "BEGIN:VEVENT",
                    "UID:1@example.org",
                    "DTSTAMP:20261122T083000Z",
                    "SEQUENCE:2",
                    "DTSTART;VALUE=DATE:20260314",
                    "DTEND;VALUE=DATE:20260319",
                    "SUMMARY:Trip",
                    "X-MOBILITY-COUNTRY:DE",
                    "STATUS:TENTATIVE",
                    "END:VEVENT",
                    "END:VCALENDAR",
                    "",
                }
            )
        );
    }

    [Test]
    public void A_timed_event_is_in_UTC()
    {
        var timed = new CalendarEntry
        {
            Uid = "2",
            Summary = "Filing",
            Start = Instant.FromUtc(2026, 3, 14, 9, 0),
            End = Instant.FromUtc(2026, 3, 14, 9, 30),
        };

        Assert.That(Write(timed), Does.Contain("DTSTART:20260314T090000Z\r\nDTEND:20260314T093000Z\r\n"));
    }

    [Test]
    public void An_event_without_a_day_or_a_time_is_not_written()
    {
        Assert.That(() => Write(new CalendarEntry { Uid = "3", Summary = "Nothing" }), Throws.ArgumentException);
    }

    [Test]
    public void Texts_are_escaped_and_control_characters_dropped()
    {
        Assert.That(Write(Entry("a, b; c\\d\r\ne\u0007f")), Does.Contain("SUMMARY:a\\, b\\; c\\\\d\\nef\r\n"));
    }

    [TestCase(67, false)]
    [TestCase(68, true)]
    public void A_line_is_folded_beyond_75_octets(int letters, bool folded)
    {
        // "SUMMARY:" has eight octets.
        Assert.That(Write(Entry(new string('x', letters))).Contains("\r\n x", StringComparison.Ordinal), Is.EqualTo(folded));
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void No_line_is_longer_than_75_octets_and_no_letter_is_cut(FsCheck.DoNotSize<int> start)
    {
        var seed = start.Item;
        var text = Write(Entry(RandomText.Make(seed), RandomText.Make(seed + 1)));

        foreach (var line in text.Split("\r\n"))
        {
            Assert.That(Encoding.UTF8.GetByteCount(line), Is.LessThanOrEqualTo(75));
            Assert.That(line, Does.Not.Contain('\uFFFD'));
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void What_is_written_is_read_back(FsCheck.DoNotSize<int> start)
    {
        var seed = start.Item;
        var random = new Random(seed);
        var codes = new[] { "DE", "FR", "US", "GB", "AT" };
        var day = new LocalDate(1990, 1, 1).PlusDays(random.Next(40_000));
        var entries = Enumerable
            .Range(0, random.Next(1, 8))
            .Select(index =>
            {
                var first = day = day.PlusDays(random.Next(1, 20));
                day = day.PlusDays(random.Next(0, 30));
                return new CalendarEntry
                {
                    Uid = $"{index}@example.org",
                    Summary = RandomText.Make(random.Next()),
                    Location = RandomText.Make(random.Next()),
                    Country = codes[random.Next(codes.Length)],
                    FirstDay = first,
                    LastDay = day,
                    Tentative = random.Next(2) == 0,
                };
            })
            .ToArray();

        var file = Read(Write(entries));

        Assert.Multiple(() =>
        {
            Assert.That(file.Problems, Is.Empty);
            Assert.That(
                file.Rows.Select(row => (row.Country, row.Arrive, row.Depart, row.Planned, row.Purpose ?? "", row.Note ?? "")),
                Is.EqualTo(
                    entries.Select(entry =>
                        (
                            entry.Country!,
                            entry.FirstDay!.Value,
                            entry.LastDay,
                            entry.Tentative,
                            entry.Summary.Trim(),
                            entry.Location!.Trim()
                        )
                    )
                )
            );
        });
    }
}

using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Trips.Import;

/// <summary>An event to write into a calendar: whole days, or a time in UTC.</summary>
public sealed record CalendarEntry
{
    /// <summary>The same for the same thing for ever, so that a calendar program replaces and does not double it.</summary>
    public required string Uid { get; init; }

    public required string Summary { get; init; }

    /// <summary>The first day of an event of whole days; null for a timed one.</summary>
    public LocalDate? FirstDay { get; init; }

    /// <summary>The last day, included.</summary>
    public LocalDate? LastDay { get; init; }

    /// <summary>The start of a timed event; null for one of whole days.</summary>
    public Instant? Start { get; init; }

    /// <summary>The end of a timed event, not included; null when it has no length.</summary>
    public Instant? End { get; init; }

    public int Sequence { get; init; }

    public string? Location { get; init; }

    public string? Description { get; init; }

    /// <summary>ISO 3166-1 alpha-2, for the reader of these calendars.</summary>
    public string? Country { get; init; }

    public bool Tentative { get; init; }

    public bool Cancelled { get; init; }

    public Uri? Url { get; init; }
}

/// <summary>Writes iCalendar (RFC 5545): lines folded at 75 octets and never inside a character, texts escaped, CRLF throughout.</summary>
public sealed class ICalendarWriter(TextWriter output)
{
    internal const string CountryProperty = "X-MOBILITY-COUNTRY";

    private const int LongestLine = 75;
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>Writes a whole calendar.</summary>
    /// <param name="name">What calendar programs call it.</param>
    /// <param name="entries">The events.</param>
    /// <param name="stamp">When this state of the calendar was made.</param>
    public void Write(string name, IEnumerable<CalendarEntry> entries, Instant stamp)
    {
        Line("BEGIN", "VCALENDAR");
        Line("VERSION", "2.0");
        Line("PRODID", "-//Mobility//Calendar//EN");
        Line("CALSCALE", "GREGORIAN");
        Text("X-WR-CALNAME", name);
        foreach (var entry in entries)
        {
            Write(entry, stamp);
        }
        Line("END", "VCALENDAR");
    }

    private void Write(CalendarEntry entry, Instant stamp)
    {
        Line("BEGIN", "VEVENT");
        Text("UID", entry.Uid);
        Line("DTSTAMP", Time.Format(stamp));
        Line("SEQUENCE", entry.Sequence.ToString(CultureInfo.InvariantCulture));
        if (entry.FirstDay is { } first)
        {
            // The end of a calendar event is the first day after it.
            Line("DTSTART;VALUE=DATE", Day.Format(first));
            Line("DTEND;VALUE=DATE", Day.Format((entry.LastDay ?? first).PlusDays(1)));
        }
        else
        {
            var start = entry.Start ?? throw new ArgumentException($"{entry.Uid} has neither a day nor a time.", nameof(entry));
            Line("DTSTART", Time.Format(start));
            if (entry.End is { } end)
            {
                Line("DTEND", Time.Format(end));
            }
        }
        Text("SUMMARY", entry.Summary);
        Text("LOCATION", entry.Location);
        Text("DESCRIPTION", entry.Description);
        Text(CountryProperty, entry.Country);
        if (entry.Url is { } url)
        {
            Line("URL", url.AbsoluteUri);
        }
        Line(
            "STATUS",
            entry.Cancelled ? "CANCELLED"
                : entry.Tentative ? "TENTATIVE"
                : "CONFIRMED"
        );
        Line("END", "VEVENT");
    }

    private void Text(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Line(name, ICalendarText.Escape(text));
        }
    }

    private void Line(string name, string value)
    {
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                output.Write("\r\n ");
                octets = 1;
            }
            output.Write(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }
        output.Write("\r\n");
    }
}

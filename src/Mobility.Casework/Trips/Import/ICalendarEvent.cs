using System.Globalization;

namespace Mobility.Casework.Trips.Import;

/// <summary>The lines of one VEVENT that matter here.</summary>
internal sealed class ICalendarEvent(int line)
{
    public int Line { get; } = line;

    public int LastLine { get; set; } = line;

    public ICalendarLine? Start { get; private set; }

    public ICalendarLine? End { get; private set; }

    public ICalendarLine? Duration { get; private set; }

    public ICalendarLine? Repetition { get; private set; }

    /// <summary>Dates a repetition leaves out.</summary>
    public List<ICalendarLine> Exceptions { get; } = [];

    /// <summary>The start, as the series has it, of the one occurrence that this event stands for.</summary>
    public ICalendarLine? RecurrenceId { get; private set; }

    public string? Uid { get; private set; }

    public int Sequence { get; private set; }

    public string Stamp { get; private set; } = "";

    public string Summary { get; private set; } = "";

    public string? Location { get; private set; }

    /// <summary>What <see cref="ICalendarWriter"/> writes so that its own calendars come back without a doubt.</summary>
    public string? Country { get; private set; }

    public bool Cancelled { get; private set; }

    public bool Tentative { get; private set; }

    public void Take(ICalendarLine line, ProblemList problems)
    {
        switch (line.Name)
        {
            case "DTSTART":
                Start ??= line;
                break;
            case "DTEND":
                End ??= line;
                break;
            case "DURATION":
                Duration ??= line;
                break;
            case "RRULE" or "RDATE" or "EXRULE":
                Repetition = Repetition is null
                    ? line
                    : line with
                    {
                        Name = "RRULE",
                        Value = $"{Repetition.Value} + {line.Value}",
                    };
                break;
            case "EXDATE":
                Exceptions.Add(line);
                break;
            case "RECURRENCE-ID":
                RecurrenceId = line;
                break;
            case "UID":
                Uid = line.Value.Trim();
                break;
            case "SEQUENCE":
                if (int.TryParse(line.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                {
                    Sequence = sequence;
                }
                else
                {
                    problems.Add(TravelProblemCode.SequenceNotUnderstood, line.Line, line.Name, line.Value);
                }
                break;
            case "DTSTAMP" or "LAST-MODIFIED":
                Stamp = string.CompareOrdinal(line.Value, Stamp) > 0 ? line.Value : Stamp;
                break;
            case "SUMMARY":
                Summary = line.Text.Trim();
                break;
            case "LOCATION":
                Location = line.Text.Trim() is { Length: > 0 } place ? place : null;
                break;
            case ICalendarWriter.CountryProperty:
                Country = line.Value.Trim();
                break;
            case "STATUS":
                Cancelled = line.Value.Trim().Equals("CANCELLED", StringComparison.OrdinalIgnoreCase);
                Tentative = line.Value.Trim().Equals("TENTATIVE", StringComparison.OrdinalIgnoreCase);
                break;
        }
    }

    /// <summary>Whether this is a later version of the same event than the other.</summary>
    public bool Supersedes(ICalendarEvent other)
    {
        var order = Sequence.CompareTo(other.Sequence);
        order = order != 0 ? order : string.CompareOrdinal(Stamp, other.Stamp);
        return order != 0 ? order > 0 : Line > other.Line;
    }
}

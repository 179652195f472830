using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>
/// Reads the events of an iCalendar file (RFC 5545) as stays. An event counts as a stay only when its place or title names one
/// country; the day of a time is the day on the clock it is written in, or for UTC on the clock of the country. One use per file.
/// </summary>
internal sealed class ICalendarReader(CountryText countries, TravelFileOptions options, ProblemList problems)
{
    /// <summary>How often one event may repeat; nobody travels to one place more often.</summary>
    public const int MostOccurrences = 1_000;

    private readonly ICalendarZones _zones = new();
    private readonly List<ICalendarEvent> _events = [];
    private readonly List<TravelRow> _rows = [];
    private readonly Limited<EventLeftOut> _leftOut = new(options.MaxListed);
    private readonly HashSet<string> _unknownZones = new(StringComparer.Ordinal);
    private ILookup<string?, ICalendarLine>? _changedOccurrences;
    private DateTimeZone? _calendarZone;
    private (int Line, string Typed, int Count)? _utc;
    private bool _cancelsAll;

    public TravelFile Read(FileBytes file, string fileName)
    {
        ReadComponents(ICalendarLines.Read(file, problems));
        foreach (var one in InForce())
        {
            if (_rows.Count >= options.MaxRows)
            {
                problems.Add(TravelProblemCode.TooManyRows, one.Line, null, null, options.MaxRows);
                break;
            }
            ReadEvent(one);
        }
        if (_utc is { } utc)
        {
            var zone = _calendarZone ?? options.Zone;
            problems.Note(
                zone is null ? TravelProblemCode.UtcReadAsUtc : TravelProblemCode.UtcReadInZone,
                utc.Line,
                "DTSTART",
                utc.Typed,
                utc.Count,
                zone?.Id ?? "UTC"
            );
        }
        var checks = new StayChecks(options.MaxListed);
        var stays = checks.Check(_rows, problems, "DTEND");
        if (stays.Count == 0 && problems.Total == 0)
        {
            problems.Add(TravelProblemCode.NoRows);
        }
        return new TravelFile
        {
            FileName = fileName,
            Layout = TravelFileLayout.Calendar,
            Encoding = file.EncodingName,
            Rows = stays,
            Duplicates = checks.Duplicates,
            Overlaps = checks.Overlaps,
            Today = options.Today,
            EventsLeftOut = _leftOut.ToList((a, b) => a.Line.CompareTo(b.Line)),
            Problems = problems.Problems,
            Notes = problems.Notes,
        };
    }

    private void ReadComponents(IEnumerable<ICalendarLine> lines)
    {
        var open = new Stack<(string Name, int Line)>();
        ICalendarEvent? current = null;
        string? tzid = null;
        foreach (var line in lines)
        {
            if (line.Name == "BEGIN")
            {
                var name = line.Value.Trim().ToUpperInvariant();
                open.Push((name, line.Line));
                current = name == "VEVENT" ? new ICalendarEvent(line.Line) : current;
                tzid = name == "VTIMEZONE" ? null : tzid;
                continue;
            }
            if (line.Name == "END")
            {
                var name = line.Value.Trim().ToUpperInvariant();
                if (!open.TryPeek(out var innermost) || innermost.Name != name)
                {
                    problems.Add(TravelProblemCode.CalendarEndUnexpected, line.Line, line.Name, line.Value);
                    continue;
                }
                open.Pop();
                if (name == "VEVENT" && current is not null)
                {
                    current.LastLine = line.Line;
                    _events.Add(current);
                    current = null;
                }
                continue;
            }
            switch (open.TryPeek(out var inside) ? inside.Name : "")
            {
                case "VEVENT":
                    current?.Take(line, problems);
                    break;
                case "VTIMEZONE" when line.Name == "TZID":
                    tzid = line.Value;
                    break;
                case "VTIMEZONE" when line.Name == "X-LIC-LOCATION" && tzid is not null:
                    _zones.Define(tzid, line.Value);
                    break;
                case "VCALENDAR" when line.Name == "X-WR-TIMEZONE":
                    _calendarZone = _zones.Find(line.Value);
                    break;
                case "VCALENDAR" when line.Name == "METHOD":
                    _cancelsAll = line.Value.Trim().Equals("CANCEL", StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }
        foreach (var (name, line) in open)
        {
            problems.Add(TravelProblemCode.CalendarEndMissing, line, null, name);
        }
    }

    /// <summary>The newest version of each event, and of each occurrence that was changed on its own.</summary>
    private IEnumerable<ICalendarEvent> InForce()
    {
        var newest = new Dictionary<(string, string), ICalendarEvent>();
        foreach (var one in _events)
        {
            var key = (one.Uid ?? $"line {one.Line}", one.RecurrenceId?.Value ?? "");
            if (newest.TryGetValue(key, out var other))
            {
                LeaveOut(one.Supersedes(other) ? other : one, LeftOutReason.Superseded);
            }
            if (other is null || one.Supersedes(other))
            {
                newest[key] = one;
            }
        }
        return newest.Values.OrderBy(one => one.Line);
    }

    private void ReadEvent(ICalendarEvent one)
    {
        if (one.Cancelled || _cancelsAll)
        {
            LeaveOut(one, LeftOutReason.Cancelled);
            return;
        }
        var answer = one.Country is { } stated ? countries.InCell(stated) : countries.InEvent(one.Location, one.Summary);
        if (answer.Code is not { } country)
        {
            LeaveOut(one, answer.Codes.Count == 0 ? LeftOutReason.NoCountry : LeftOutReason.SeveralCountries, answer.Codes);
            return;
        }
        if (one.Start is null)
        {
            problems.Add(TravelProblemCode.EventWithoutStart, one.Line, "DTSTART", one.Summary);
            return;
        }
        if (Time(one.Start) is not { } start || !End(one, start, out var end))
        {
            return;
        }
        var ownZone = countries.OnlyZoneOf(country);
        if (start.IsUtc && ownZone is null)
        {
            _utc = _utc is { } seen ? seen with { Count = seen.Count + 1 } : (one.Start.Line, one.Start.Value, 1);
        }
        foreach (var (from, to) in Occurrences(one, start, end))
        {
            AddStay(one, country, ownZone ?? _calendarZone ?? options.Zone ?? DateTimeZone.Utc, from, to);
        }
    }

    private void AddStay(ICalendarEvent one, string country, DateTimeZone zoneOfUtc, ICalendarTime start, ICalendarTime end)
    {
        var arrive = start.DateIn(zoneOfUtc);
        var depart = LastDay(start, end, zoneOfUtc);
        if (depart < arrive)
        {
            // Over the date line eastwards the clock goes back a day.
            problems.Note(TravelProblemCode.ArrivedBeforeLeaving, one.Line, "DTEND", one.End?.Value ?? "", arrive, depart);
            depart = arrive;
        }
        foreach (var day in new[] { arrive, depart })
        {
            if (WrittenDates.Day(day.Year, day.Month, day.Day).Problem is { } problem)
            {
                problems.Add(problem, one.Line, "DTSTART", one.Summary, WrittenDates.FirstYear, WrittenDates.LastYear);
                return;
            }
        }
        var planned = one.Tentative || (options.Today is { } today && arrive > today);
        var purpose = Cut(one.Summary, TravelFileOptions.LongestPurpose);
        var note = Cut(one.Location ?? "", TravelFileOptions.LongestNote);
        _rows.Add(new TravelRow(country, arrive, depart, planned, purpose, note, one.Line, one.LastLine));
    }

    /// <summary>The end is not included: an event to midnight, or to a date, ends on the day before.</summary>
    private static LocalDate LastDay(ICalendarTime start, ICalendarTime end, DateTimeZone zoneOfUtc)
    {
        var date = end.DateIn(zoneOfUtc);
        var clock = end.IsUtc ? end.Instant.InZone(zoneOfUtc).TimeOfDay : end.Local.TimeOfDay;
        return clock == LocalTime.Midnight && date > start.DateIn(zoneOfUtc) ? date.PlusDays(-1) : date;
    }

    private bool End(ICalendarEvent one, ICalendarTime start, out ICalendarTime end)
    {
        end = start;
        if (one.End is { } line)
        {
            if (Time(line) is not { } written)
            {
                return false;
            }
            end = written;
            if (end.IsDate == start.IsDate && end.Instant < start.Instant)
            {
                problems.Add(TravelProblemCode.EventEndsBeforeStart, line.Line, line.Name, line.Value, one.Start?.Value ?? "");
                return false;
            }
        }
        else if (one.Duration is { } duration)
        {
            if (ICalendarDuration.Parse(duration.Value) is not { } period)
            {
                problems.Add(TravelProblemCode.DurationNotUnderstood, duration.Line, duration.Name, duration.Value);
                return false;
            }
            end = start with { Local = start.Local.Plus(period) };
        }
        return true;
    }

    private IEnumerable<(ICalendarTime Start, ICalendarTime End)> Occurrences(
        ICalendarEvent one,
        ICalendarTime start,
        ICalendarTime end
    )
    {
        if (one.Repetition is not { } rule)
        {
            return [(start, end)];
        }
        var reason = TravelProblemCode.RepetitionNotSupported;
        var repetition = rule.Name == "RRULE" ? ICalendarRepetition.Parse(rule.Value, _zones, out reason) : null;
        if (repetition is null)
        {
            problems.Add(reason, rule.Line, rule.Name, rule.Value, one.Summary);
            return [];
        }
        var leftOut = LeftOutStarts(one, start);
        var length = Period.Between(start.Local, end.Local, PeriodUnits.Days | PeriodUnits.Ticks);
        var starts = repetition.Starts(start).Take(MostOccurrences + 1).ToList();
        if (starts.Count > MostOccurrences)
        {
            problems.Add(TravelProblemCode.RepetitionTooLong, rule.Line, rule.Name, rule.Value, one.Summary, MostOccurrences);
            return [];
        }
        return starts
            .Where(local => !leftOut.Contains(local) && !(start.IsDate && leftOut.Contains(local.Date.AtMidnight())))
            .Select(local => (start with { Local = local }, end with { Local = local.Plus(length) }));
    }

    /// <summary>Starts that the event itself excepts, and those that have an event of their own, in the local time of the series.</summary>
    private HashSet<LocalDateTime> LeftOutStarts(ICalendarEvent one, ICalendarTime start)
    {
        _changedOccurrences ??= _events
            .Where(other => other is { Uid: not null, RecurrenceId: not null })
            .ToLookup(other => other.Uid, other => other.RecurrenceId!, StringComparer.Ordinal);
        var starts = new HashSet<LocalDateTime>();
        foreach (var line in one.Exceptions.Concat(_changedOccurrences[one.Uid]))
        {
            foreach (var value in line.Value.Split(','))
            {
                if (Time(line with { Value = value }) is not { } time)
                {
                    continue;
                }
                var local =
                    time.IsDate ? time.Local.Date.At(start.Local.TimeOfDay)
                    : time.IsUtc && start.Zone is { } zone ? time.Instant.InZone(zone).LocalDateTime
                    : time.Local;
                starts.Add(local);
            }
        }
        return starts;
    }

    private ICalendarTime? Time(ICalendarLine line)
    {
        var time = ICalendarTime.Parse(line.Value, line["TZID"], _zones);
        if (time is null)
        {
            problems.Add(TravelProblemCode.CalendarDateNotUnderstood, line.Line, line.Name, line.Value);
            return null;
        }
        if (time.Value.Local.Year is < WrittenDates.FirstYear or > WrittenDates.LastYear)
        {
            problems.Add(
                TravelProblemCode.DateOutOfRange,
                line.Line,
                line.Name,
                line.Value,
                WrittenDates.FirstYear,
                WrittenDates.LastYear
            );
            return null;
        }
        if (time.Value.UnknownZone is { } zone && _unknownZones.Add(zone))
        {
            problems.Note(TravelProblemCode.UnknownTimeZone, line.Line, line.Name, zone);
        }
        return time;
    }

    private void LeaveOut(ICalendarEvent one, LeftOutReason reason, IReadOnlyList<string>? found = null) =>
        _leftOut.Add(
            new EventLeftOut(
                one.Line,
                Cut(one.Summary, TravelFileOptions.LongestPurpose) ?? "",
                Cut(one.Location ?? "", TravelFileOptions.LongestNote),
                reason,
                found ?? []
            )
        );

    private static string? Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text.Length == 0 ? null : text;
        }
        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}

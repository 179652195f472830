using Mobility.Rules.Calendars;
using NodaTime;

namespace Mobility.Rules.Files;

/// <summary>Reads a country's file of <c>holidays/</c>: its calendars, and how its time limits roll.</summary>
internal static class HolidayReader
{
    private const int YearsKept = 1000;

    /// <summary>What a file has; calendars and rules with mistakes are left out and noted.</summary>
    public static (IReadOnlyList<HolidayCalendar> Calendars, IReadOnlyList<RollingRule> Rolling) Read(MapReader top)
    {
        var file = top.File;
        var name = Path.GetFileNameWithoutExtension(file.Path);
        var country = top.Text("country");
        if (country is not null && RuleReader.JurisdictionOf(name) != country)
        {
            file.Add(
                top.At("country"),
                $"The country must be '{RuleReader.JurisdictionOf(name)}', after the file's name, not '{country}'."
            );
        }

        _ = top.Date("review-by");
        var calendars = top.Has("calendars") ? ReadCalendars(top, country) : [];
        var rolling = top.Has("rolling") ? ReadRolling(top, name) : [];
        top.Done();
        return (calendars, rolling);
    }

    private static List<HolidayCalendar> ReadCalendars(MapReader top, string? country)
    {
        var file = top.File;
        if (country is not null)
        {
            _ = top.Country("country");
        }

        var firstYear = top.Whole("first-year");
        var lastYear = top.Whole("last-year");
        if (lastYear < firstYear || lastYear - firstYear > YearsKept)
        {
            file.Add(top.At("last-year"), $"The last year cannot be {lastYear} when the first is {firstYear}.");
            lastYear = null;
        }

        var (weekend, timeLimits) = ReadWeekend(top);
        var sources = ReadSources(top);
        var found = new Dictionary<string, HolidayCalendar>();
        if (top.Inner("calendars", "'calendars'") is not { } map)
        {
            return [];
        }

        foreach (var key in map.Keys)
        {
            if (map.Inner(key, $"calendar '{key}'") is not { } entry)
            {
                continue;
            }

            var label = entry.Text("label");
            List<Holiday> days = [];
            if (entry.OptionalText("includes") is { } included)
            {
                if (found.TryGetValue(included, out var other))
                {
                    days.AddRange(other.Days);
                }
                else
                {
                    file.Add(entry.At("includes"), $"'{key}' includes '{included}', which is no calendar above it.");
                }
            }

            ReadDays(entry, sources, (firstYear, lastYear), days);
            entry.Done();
            if (country is not null && key != country && !key.StartsWith($"{country}-", StringComparison.Ordinal))
            {
                file.Add(map.At(key), $"A calendar of this file is named {country} or {country}-…, not '{key}'.");
            }

            if (country is not null && label is not null && firstYear is { } first && lastYear is { } last && weekend is { } off)
            {
                found[key] = new(new(key, label, country, first, last, off, timeLimits ?? off, file.Path), days);
            }
        }

        return [.. found.Values];
    }

    private static Dictionary<string, Reference> ReadSources(MapReader top)
    {
        var sources = new Dictionary<string, Reference>();
        if (top.Inner("sources", "'sources'") is { } map)
        {
            foreach (var key in map.Keys)
            {
                if (RuleReader.ReadSource(map, key, urlNeeded: false) is { } source)
                {
                    sources[key] = source;
                }
            }
        }

        return sources;
    }

    private static (Weekdays? Days, Weekdays? TimeLimits) ReadWeekend(MapReader top)
    {
        if (top.Inner("weekend", "'weekend'") is not { } map)
        {
            return (null, null);
        }

        var days = ReadWeekdays(map, "days");
        var timeLimits = map.Has("time-limits") ? ReadWeekdays(map, "time-limits") : days;
        _ = map.OptionalText("note");
        _ = map.Has("status") ? map.Word<ValueStatus>("status") : null;
        _ = RuleReader.ReadSource(map, urlNeeded: false);
        map.Done();
        return (days, timeLimits);
    }

    /// <summary>Days of the week, by their names.</summary>
    public static Weekdays ReadWeekdays(MapReader map, string key)
    {
        var days = Weekdays.None;
        foreach (var item in map.Texts(map.Items(key), key))
        {
            if (Weekdays.Read(item.Text!) is { } day)
            {
                days = days.With(day);
            }
            else
            {
                map.File.Add(item, $"'{key}' must be days of the week such as SAT, not '{item.Text}'.");
            }
        }

        return days;
    }

    private static void ReadDays(
        MapReader entry,
        Dictionary<string, Reference> sources,
        (int? First, int? Last) years,
        List<Holiday> days
    )
    {
        var file = entry.File;
        var taken = days.Select(day => (day.Date, day.Name)).ToHashSet();
        foreach (var item in entry.Maps(entry.Items("days"), "days", "a holiday"))
        {
            var name = item.Text("name");
            var local = item.OptionalText("local") ?? name;
            var kind = item.Word<HolidayKind>("kind");
            var status = item.Word<HolidayStatus>("status");
            var scope = item.Has("scope") ? item.Word<HolidayScope>("scope") : null;
            var dayOff = item.OptionalFlag("day-off", otherwise: true);
            var note = item.OptionalText("note");
            var where = item.Has("where") ? item.Texts(item.Items("where"), "where").Select(text => text.Text!).ToList() : [];
            Reference? source = null;
            if (item.Text("source") is { } named && !sources.TryGetValue(named, out source))
            {
                file.Add(item.At("source"), $"'{named}' is not one of the file's sources.");
            }

            foreach (var text in item.Texts(item.Items("dates"), "dates"))
            {
                if (
                    item.ReadDate(text.Text!, "dates", text) is not { } date
                    || name is null
                    || kind is null
                    || status is null
                    || source is null
                )
                {
                    continue;
                }

                if (date.Year < years.First || date.Year > years.Last)
                {
                    file.Add(text, $"{text.Text} lies outside the years {years.First} to {years.Last} of this file.");
                }
                else if (!taken.Add((date, name)))
                {
                    file.Add(text, $"'{name}' is listed twice on {text.Text}.");
                }
                else
                {
                    days.Add(
                        new()
                        {
                            Date = date,
                            Name = name,
                            LocalName = local!,
                            Kind = kind.Value,
                            Status = status.Value,
                            Source = source,
                            Scope = scope,
                            IsDayOff = dayOff,
                            Note = note,
                            Where = where,
                        }
                    );
                }
            }

            item.Done();
        }
    }

    private static List<RollingRule> ReadRolling(MapReader top, string fileName)
    {
        var rules = new List<RollingRule>();
        if (top.Inner("rolling", "'rolling'") is not { } map)
        {
            return rules;
        }

        foreach (var key in map.Keys)
        {
            if (map.Inner(key, $"rolling rule '{key}'") is not { } entry)
            {
                continue;
            }

            var scope = entry.Text("scope");
            var roll = entry.Word<Roll>("roll");
            var calendar = entry.OptionalText("calendar");
            var calendarNote = entry.OptionalText("calendar-note");
            var weekend = ReadWeekdays(entry, "weekend");
            var text = entry.Text("text");
            var exceptions = entry.Texts(entry.OptionalItems("exceptions"), "exceptions").Select(line => line.Text!).ToList();
            var note = entry.OptionalText("note");
            var status = entry.Has("status") ? entry.Word<ValueStatus>("status") : ValueStatus.Verified;
            var sources = entry
                .Maps(entry.Items("sources"), "sources", "a source")
                .Select(source => RuleReader.ReadSourceItself(source, urlNeeded: false))
                .OfType<Reference>()
                .ToList();
            if (sources.Count == 0)
            {
                entry.File.Add(entry.Map, $"The rolling rule '{key}' has no source.");
            }

            entry.Done();
            if (scope is not null && roll is not null && text is not null && status is not null && sources.Count > 0)
            {
                rules.Add(
                    new()
                    {
                        Id = $"{fileName}/{key}",
                        Scope = scope,
                        Roll = roll.Value,
                        Calendar = calendar,
                        CalendarNote = calendarNote,
                        Weekend = weekend,
                        Text = text,
                        Exceptions = exceptions,
                        Note = note,
                        Status = status.Value,
                        Sources = sources,
                        File = entry.File.Path,
                    }
                );
            }
        }

        return rules;
    }
}

using System.Globalization;
using Mobility.Rules.Calendars;
using Mobility.Rules.Cases;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Rules.Deadlines.Questions;

/// <summary>What is given in a question about dates. Reading a value that is not what it should be names its place.</summary>
internal sealed class Given(CaseMap map, HolidayCalendars calendars)
{
    private const int MostDays = 99_999;
    private const int MostYears = 200;
    private const int MonthsInYear = 12;
    private const int DaysInWeek = 7;

    /// <summary>Said to people, or of use to some rules only; any question may have them.</summary>
    private static readonly string[] MayBeSaid =
    [
        "country",
        "route",
        "high_earner",
        "category",
        "condition",
        "months_used",
        "calendar",
        "weekend",
        "extra_holidays",
        "zone",
        "note",
    ];

    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm");
    private static readonly LocalDateTimePattern Seconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm:ss");

    public LocalDate Date(string key) => map.Needed(key).Date();

    public LocalDate? DateOrNull(string key) => map.Optional(key)?.DateOrNull();

    public bool Flag(string key, bool otherwise = false) => Said(key)?.Truth() ?? otherwise;

    /// <summary>A value that is there and not null.</summary>
    public CaseNode? Said(string key) => map.Optional(key) is { IsNull: false } node ? node : null;

    public string Text(string key) => map.Needed(key).Text();

    /// <summary>One of a closed list of words; the one to use where nothing is said, or an error when that is null.</summary>
    public string Word(string key, string? otherwise, params IReadOnlyList<string> words)
    {
        if (Said(key) is not { } node)
        {
            return otherwise ?? map.Needed(key).Text();
        }

        return words.Contains(node.Text()) ? node.Text() : throw node.Wrong($"one of {string.Join(", ", words)}");
    }

    /// <summary>A whole number of days, 0 or more.</summary>
    public int Whole(string key) => Number(map.Needed(key), least: 0);

    public int? WholeOrNull(string key) => Said(key) is { } node ? Number(node, least: 0) : null;

    /// <summary>A whole number of days, which may lie below zero.</summary>
    public int Signed(string key) => Number(map.Needed(key), least: -MostDays);

    public IReadOnlyList<int> Wholes(string key) => map.Needed(key).List(item => Number(item, least: 0));

    /// <summary>A period of years, months, weeks and days.</summary>
    public Period Period(string key) => PeriodOf(map.Needed(key));

    public Period? PeriodOrNull(string key) => Said(key) is { } node ? PeriodOf(node) : null;

    public DateTimeZone Zone(string key) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(Text(key))
        ?? throw map.Needed(key).Wrong("a time zone of the IANA list such as Europe/Rome");

    /// <summary>A date and time without a zone.</summary>
    public LocalDateTime Local(string key)
    {
        var text = Text(key);
        var parsed = Minutes.Parse(text) is { Success: true } minutes ? minutes : Seconds.Parse(text);
        return parsed.Success && parsed.Value.Year is >= 1000 and <= 2999
            ? parsed.Value
            : throw map.Needed(key).Wrong("a local time such as 2026-03-28T09:00");
    }

    /// <summary>Intervals, both ends included, none of them open.</summary>
    public IReadOnlyList<DateInterval> Intervals(string key, bool optional = false) => Intervals(key, openEnd: null, optional);

    /// <summary>Intervals, both ends included; one that is open ends on a day.</summary>
    public IReadOnlyList<DateInterval> Intervals(string key, LocalDate? openEnd, bool optional = false)
    {
        var node = optional ? Said(key) : map.Needed(key);
        return node is null
            ? []
            : node.List(item =>
            {
                var entry = item.Map();
                var from = entry.Needed("from").Date();
                var until = entry.Optional("to");
                var to = until is null or { IsNull: true } ? null : until.DateOrNull();
                entry.Done();
                if (to < from)
                {
                    throw new QuestionException($"'{item.Path}' cannot end before it begins.");
                }

                var end =
                    to
                    ?? openEnd
                    ?? throw new QuestionException($"'{item.Path}.to' must be a date: the interval cannot be open here.");
                return new DateInterval(from, LocalDate.Max(from, end));
            });
    }

    /// <summary>Dates of leaving and returning.</summary>
    public IReadOnlyList<(LocalDate Left, LocalDate Returned)> Absences(string key) =>
        Said(key)
            ?.List(item =>
            {
                var entry = item.Map();
                var (left, returned) = (entry.Needed("left").Date(), entry.Needed("returned").Date());
                entry.Done();
                return returned < left
                    ? throw new QuestionException($"'{item.Path}' returns before it leaves.")
                    : (left, returned);
            })
        ?? [];

    /// <summary>The working days of the case: its calendar, its weekend and its further days off.</summary>
    /// <param name="calendar">Key of the calendar where the case names none; null for none. A null in the case is none either way.</param>
    /// <param name="weekend">The weekend where the case names none.</param>
    /// <param name="weekendKey">The key under which the case names it.</param>
    public WorkingDays WorkingDays(string? calendar = null, Weekdays? weekend = null, string weekendKey = "weekend")
    {
        var key = map.Optional("calendar") is { } node ? (node.IsNull ? null : node.Text()) : calendar;
        var off = Said(weekendKey) is { } days
            ? days.List(Weekday).Aggregate(Weekdays.None, (all, day) => all.With(day))
            : weekend ?? Weekdays.SaturdayAndSunday;
        return new(key is null ? null : Calendar(key), off, FurtherDaysOff());
    }

    /// <summary>Further days off of the case.</summary>
    public IReadOnlyList<LocalDate> FurtherDaysOff() => Said("extra_holidays")?.List(item => item.Date()) ?? [];

    /// <summary>Refuses what nobody asked for.</summary>
    public void Done()
    {
        foreach (var key in MayBeSaid)
        {
            map.Optional(key);
        }

        map.Done();
    }

    private HolidayCalendar Calendar(string key) =>
        calendars.Find(key) ?? throw new QuestionException($"There is no calendar '{key}' in the rule book.");

    private static IsoDayOfWeek Weekday(CaseNode item) =>
        Weekdays.Read(item.Text()) ?? throw item.Wrong("one of MON, TUE, WED, THU, FRI, SAT, SUN");

    private static int Number(CaseNode node, int least) =>
        node is CaseScalar { Kind: ScalarKind.Number or ScalarKind.Any } scalar
        && decimal.TryParse(
            scalar.Written,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number
        )
        && number == decimal.Truncate(number)
        && number >= least
        && number <= MostDays
            ? (int)number
            : throw node.Wrong($"a whole number from {least} to {MostDays}");

    private static Period PeriodOf(CaseNode node)
    {
        var parsed = PeriodPattern.Roundtrip.Parse(node.Text());
        return
            parsed is { Success: true, Value: { HasTimeComponent: false } period }
            && (period.Years | period.Months | period.Weeks | period.Days) >= 0
            && period.Years <= MostYears
            && period.Months <= MostYears * MonthsInYear
            && period.Weeks <= MostDays / DaysInWeek
            && period.Days <= MostDays
            ? period
            : throw node.Wrong("a period of years, months, weeks or days such as P6M");
    }
}

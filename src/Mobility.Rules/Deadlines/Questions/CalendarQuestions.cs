using System.Collections.Frozen;
using System.Globalization;
using Mobility.Rules.Calendars;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Rules.Deadlines.Questions;

/// <summary>Questions that only the calendar, the clock and what is given decide.</summary>
internal static class CalendarQuestions
{
    private static readonly LocalDateTimePattern LocalText = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm"
    );

    private static readonly LocalDateTimePattern LocalWithSeconds = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm:ss"
    );

    public static FrozenDictionary<string, Func<Given, DateAnswer>> All { get; } =
        new Dictionary<string, Func<Given, DateAnswer>>
        {
            ["due-date/roll"] = RollDay,
            ["due-date/end-of-day"] = EndOfDay,
            ["business-days/add"] = Add,
            ["business-days/between"] = Between,
            ["calendar/working-day"] = WorkingDay,
            ["period/add"] = AddPeriod,
            ["period/last-day"] = LastDay,
            ["registration/after-arrival"] = Registration,
            ["registration/hours-after-arrival"] = HoursAfterArrival,
            ["posting/notification"] = Notification,
            ["contract/break-clause"] = BreakClause,
            ["reminder/ladder"] = Ladder,
            ["reminder/local-time"] = LocalTime,
        }.ToFrozenDictionary();

    /// <summary>An instant as case files write it.</summary>
    public static string Write(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    /// <summary>The years without holidays that an answer passed through; an answer without any has no such result.</summary>
    public static DateAnswer Uncovered(this DateAnswer answer, YearsNotCovered? gap) =>
        gap is null
            ? answer
            : answer.Add(
                "not_covered",
                (List<string>)
                    [.. gap.Years.Select(year => string.Create(CultureInfo.InvariantCulture, $"{gap.Calendar.Key} {year}"))]
            );

    public static Roll ReadRoll(Given given, string key, string otherwise) =>
        given.Word(key, otherwise, "next", "previous", "none") switch
        {
            "next" => Roll.Next,
            "previous" => Roll.Previous,
            _ => Roll.None,
        };

    private static DateAnswer RollDay(Given given)
    {
        var nominal = given.Date("nominal");
        var roll = ReadRoll(given, "roll", "next");
        var days = given.WorkingDays();
        given.Done();
        var due = days.Roll(nominal, roll);
        return new DateAnswer()
            .Add("due", due.Date)
            .Add("moved_days", Period.DaysBetween(nominal, due.Date))
            .Because(due.Reasons)
            .Uncovered(due.NotCovered);
    }

    private static DateAnswer EndOfDay(Given given)
    {
        var (date, zone) = (given.Date("date"), given.Zone("zone"));
        given.Done();
        return new DateAnswer().Add("first_late_instant_utc", Write(LocalMoments.EndOfDay(date, zone)));
    }

    private static DateAnswer Add(Given given)
    {
        var (from, number, days) = (given.Date("from"), given.Signed("days"), given.WorkingDays());
        given.Done();
        var found = days.Add(from, number);
        return new DateAnswer().Add("date", found.Date).Because(found.Reasons).Uncovered(found.NotCovered);
    }

    private static DateAnswer Between(Given given)
    {
        var (from, to, days) = (given.Date("from"), given.Date("to"), given.WorkingDays());
        given.Done();
        var found = days.Between(from, to);
        return new DateAnswer()
            .Add("count", found.Count)
            .Because(found.DaysOff.Select(day => day.Reason))
            .Uncovered(found.NotCovered);
    }

    private static DateAnswer WorkingDay(Given given)
    {
        var (date, days) = (given.Date("date"), given.WorkingDays());
        given.Done();
        var day = days.On(date);
        return new DateAnswer()
            .Add("working", day.IsWorking)
            .Because(day.Reason)
            .Uncovered(day.IsCovered ? null : new(days.Calendar!, [date.Year]));
    }

    private static DateAnswer AddPeriod(Given given)
    {
        var (from, period) = (given.Date("from"), given.Period("period"));
        var before = given.Word("direction", "after", "after", "before") == "before";
        given.Done();
        return new DateAnswer().Add("date", before ? CalendarPeriods.Before(from, period) : CalendarPeriods.After(from, period));
    }

    private static DateAnswer LastDay(Given given)
    {
        var (first, period) = (given.Date("first_day"), given.Period("period"));
        given.Done();
        return new DateAnswer().Add("last_day", CalendarPeriods.LastDay(first, period));
    }

    private static DateAnswer Registration(Given given)
    {
        var (happened, period) = (given.Date("event"), given.Period("period"));
        var roll = ReadRoll(given, "roll", "none");
        var days = given.WorkingDays();
        var workStarts = given.DateOrNull("work_starts");
        given.Done();
        var nominal = CalendarPeriods.After(happened, period);
        var rolled = days.Roll(nominal, roll);
        var latest = workStarts is { } start ? LocalDate.Min(rolled.Date, start.PlusDays(-1)) : rolled.Date;
        return new DateAnswer()
            .Add("nominal", nominal)
            .Add("latest", latest)
            .Because(rolled.Reasons)
            .Because(latest == rolled.Date ? [] : [Explanation.Of("dates.before-work", workStarts!.Value)])
            .Uncovered(rolled.NotCovered);
    }

    private static DateAnswer HoursAfterArrival(Given given)
    {
        var (arrival, zone, hours) = (given.Local("arrival_local"), given.Zone("zone"), given.Whole("hours"));
        given.Done();
        var latest = LocalMoments.At(arrival, zone).At + Duration.FromHours(hours);
        var local = latest.InZone(zone).LocalDateTime;
        return new DateAnswer()
            .Add("latest_utc", Write(latest))
            .Add("latest_local", (local.Second == 0 ? LocalText : LocalWithSeconds).Format(local));
    }

    private static DateAnswer Notification(Given given)
    {
        var starts = given.Date("work_starts");
        var rule = given.Word(
            "rule",
            otherwise: null,
            "before_start",
            "end_of_previous_day",
            "calendar_days_before",
            "business_days_before"
        );
        var days = given.WorkingDays();
        var answer = rule switch
        {
            "end_of_previous_day" => new DateAnswer().Add(
                "latest_instant_utc",
                Write(LocalMoments.StartOfDay(starts, given.Zone("zone")))
            ),
            "calendar_days_before" => new DateAnswer().Add("latest_day", starts.PlusDays(-given.Whole("days"))),
            "business_days_before" => Before(days.Add(starts, -given.Whole("days"))),
            _ => new DateAnswer().Add("latest_day", starts.PlusDays(-1)),
        };
        _ = given.WholeOrNull("days");
        given.Done();
        return answer;
    }

    private static DateAnswer Before(DateFound found) =>
        new DateAnswer().Add("latest_day", found.Date).Because(found.Reasons).Uncovered(found.NotCovered);

    private static DateAnswer BreakClause(Given given)
    {
        var (starts, after, notice) = (given.Date("lease_start"), given.Period("break_after"), given.Period("notice"));
        given.Done();
        var earliest = CalendarPeriods.LastDay(starts, after).PlusDays(1);
        return new DateAnswer()
            .Add("earliest_notice", earliest)
            .Add("earliest_last_day", CalendarPeriods.After(earliest, notice));
    }

    private static DateAnswer Ladder(Given given)
    {
        var (due, steps) = (given.Date("due"), given.Wholes("days_before"));
        var quiet = given.WorkingDays(calendar: null, Weekdays.None, "quiet_weekdays");
        var move = given.Word("move", "previous", "previous", "next") == "next" ? Roll.Next : Roll.Previous;
        var today = given.DateOrNull("today");
        var late = given.Word("late_steps", "drop", "drop", "now") == "now" ? LateSteps.Now : LateSteps.Drop;
        given.Done();
        return new DateAnswer().Add("reminders", ReminderLadder.Days(due, steps, quiet, move, today, late));
    }

    private static DateAnswer LocalTime(Given given)
    {
        var (local, zone) = (given.Local("local"), given.Zone("zone"));
        given.Done();
        var found = LocalMoments.At(local, zone);
        return new DateAnswer().Add("utc", Write(found.At)).Add("kind", Files.Words<LocalTimeKind>.Write(found.Kind));
    }
}

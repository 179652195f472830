using Mobility.Rules.Calendars;
using Mobility.Rules.Deadlines.Questions;
using NodaTime;

namespace Mobility.Rules.Contracts;

/// <summary>
/// When a tenancy ends after the tenant's notice: kind <c>tenancy-notice</c>. Notice received by a certain working day of a month counts for that month. The
/// weekend of the file is what does not count; where the working day falls on one of the days of <c>not-on</c> it is the next that is none of them, no weekend and
/// no holiday, and reminders use the day that is safe either way.
/// </summary>
public sealed class TenancyNoticeRule : DateRule
{
    private const string WorkingDay = "working-day";
    private const string MonthsAfter = "months-after";

    private readonly Weekdays _weekend;
    private readonly Weekdays _notOn;

    internal TenancyNoticeRule(DateRuleHead head)
        : base(head) => (_weekend, _notOn) = (head.Weekend, head.NotOn);

    internal static DateRuleKind Spec { get; } =
        new(
            "tenancy-notice",
            head => new TenancyNoticeRule(head),
            [(WorkingDay, ParameterUnit.Count), (MonthsAfter, ParameterUnit.Period)]
        )
        {
            HasWeekend = true,
        };

    internal override DateAnswer Answer(Given given)
    {
        var received = given.Date("notice_received");
        var counted = given.WorkingDays(calendar: null, _weekend);
        var further = given.FurtherDaysOff();
        given.Done();
        var before = received.With(DateAdjusters.StartOfMonth).PlusDays(-1);
        var safe = counted.Add(before, WholeOn(WorkingDay, received));
        var day = _notOn.Contains(safe.Date.DayOfWeek)
            ? new WorkingDays(counted.Calendar, counted.Weekend.With(safe.Date.DayOfWeek), further).Roll(safe.Date, Roll.Next)
            : safe;
        var month = received <= day.Date ? received : received.PlusMonths(1);
        var last = CalendarPeriods
            .After(month.With(DateAdjusters.StartOfMonth), PeriodOn(MonthsAfter, received))
            .With(DateAdjusters.EndOfMonth);
        return new DateAnswer()
            .Add("third_working_day", day.Date)
            .Add("safe_day", safe.Date)
            .Add("last_day", last)
            .Because(Explanation.Of("dates.tenancy", received, day.Date, last))
            .Because(safe.Reasons)
            .Because(day == safe ? [] : day.Reasons)
            .Using(Used(WorkingDay, received), Used(MonthsAfter, received));
    }
}

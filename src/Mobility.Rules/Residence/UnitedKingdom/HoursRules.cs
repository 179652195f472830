using System.Globalization;
using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>Whether the hours worked over a period are enough on average: kind <c>average-hours</c>.</summary>
internal sealed class AverageHoursRule(ResidenceHead head) : ResidenceRule(head)
{
    private const int DaysInWeek = 7;

    public static ResidenceKind Spec { get; } =
        new("average-hours", head => new AverageHoursRule(head))
        {
            About = QuestionAbout.Year,
            AskedWith = [Facts.NetWorkHours],
            Reads =
            [
                Facts.ReferencePeriod,
                Facts.DisregardedWorkDays,
                Facts.LeaveDays,
                Facts.SickDays,
                Facts.EmbeddedNonWorkingDays,
                Facts.GapLengthsDays,
                Facts.NetWorkHours,
            ],
            Verdict = Verdict.SufficientHours,
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("least-hours-a-week", ParameterUnit.Hours),
                ("most-days-of-one-gap", ParameterUnit.Days),
                ("most-days-of-gaps", ParameterUnit.Days),
            ],
            Uses = [new("part-year-limits", typeof(PartYearLimitsRule))],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = TaxYears.Asked(this, question, values);
        var given = question.Get(Facts.ReferencePeriod);
        var from = given?.From ?? year.From;
        var to = given?.To ?? year.To;
        if (to < from)
        {
            throw new QuestionException($"'{Facts.ReferencePeriod.Name}' cannot end before it begins.");
        }

        var period = Period.DaysBetween(from, to) + 1;
        var gaps = GapDays(question.Get(Facts.GapLengthsDays), values, MostGapDays(from, to, year, values));
        var less =
            (long)question.Get(Facts.DisregardedWorkDays)
            + question.Get(Facts.LeaveDays)
            + question.Get(Facts.SickDays)
            + question.Get(Facts.EmbeddedNonWorkingDays)
            + gaps;
        var days = (int)Math.Max(0, period - less);
        var weeks = Math.Max(1, days / DaysInWeek);
        var hours = question.Get(Facts.NetWorkHours);
        var least = values.Number("least-hours-a-week");
        var answer = new ResidenceAnswer()
            .Add("period_days", period)
            .Add("gap_days_deducted", gaps)
            .Add("reference_period_days", days)
            .Add("weeks", weeks)
            .Add("average_weekly_hours", hours is null ? null : Rounded.ToTwoPlaces(hours.Value, weeks))
            .Add("sufficient_hours", hours is null ? null : hours >= least * weeks)
            .Because(
                "gb.hours.period",
                ExplanationArgument.Days(period),
                ExplanationArgument.Days(less),
                ExplanationArgument.Days(days),
                (Fraction)weeks
            );
        return hours is null
            ? answer.Because("gb.hours.unknown")
            : answer.Because(
                "gb.hours.average",
                hours.Value.ToString(CultureInfo.InvariantCulture),
                Rounded.ToTwoPlaces(hours.Value, weeks).ToString(CultureInfo.InvariantCulture),
                (Fraction)least
            );
    }

    /// <summary>Days taken off for gaps between employments.</summary>
    public static int GapDays(IEnumerable<int> gaps, ValuesInForce values, int most) =>
        Math.Min(most, gaps.Sum(gap => Math.Min(gap, values.Number("most-days-of-one-gap"))));

    /// <summary>
    /// The most that gaps can take off. For part of a year it is no more than the workdays allowed in that part, which begins when work abroad begins and
    /// lasts to the end of the year, or begins with the year and lasts until work abroad ends.
    /// </summary>
    private int MostGapDays(LocalDate from, LocalDate to, TaxYear year, ValuesInForce values)
    {
        var most = values.Number("most-days-of-gaps");
        var limits = Linked<PartYearLimitsRule>("part-year-limits");
        return from > year.From && to == year.To ? Math.Min(most, limits.AfterWorkAbroadBegins(from, year, values).Workdays)
            : from == year.From && to < year.To ? Math.Min(most, limits.BeforeReturn(to.PlusDays(1), year, values).Workdays)
            : most;
    }
}

/// <summary>
/// Days that are taken off a tax year before hours are averaged: kind <c>reference-days</c>. Days on which no work is due stand apart from leave when enough
/// leave or sickness comes directly before and after them.
/// </summary>
internal sealed class ReferenceDaysRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("reference-days", head => new ReferenceDaysRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.GapLengthsDays, Facts.GapPeriods, Facts.LeavePeriods, Facts.ScheduledNonWorkingPeriods],
            Verdict = Verdict.None,
            Parameters = [("year-starts", ParameterUnit.MonthDay), ("least-leave-days-each-side", ParameterUnit.Days)],
            Uses = [new("average-hours", typeof(AverageHoursRule))],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = TaxYears.Asked(this, question, values);
        var hours = values.Of(Linked<AverageHoursRule>("average-hours"));
        var gaps = question
            .Get(Facts.GapLengthsDays)
            .Concat(DaySet.Of(question.Get(Facts.GapPeriods), year.From, year.To).Runs.Select(run => run.Length));
        var gapDays = AverageHoursRule.GapDays(gaps, hours, hours.Number("most-days-of-gaps"));

        // Leave just outside the year still stands before or after a block inside it.
        var (wideFrom, wideTo) = (year.From.PlusYears(-1), year.To.PlusYears(1));
        var away = DaySet.Of(question.Get(Facts.LeavePeriods), wideFrom, wideTo);
        var free = DaySet.Of(question.Get(Facts.ScheduledNonWorkingPeriods), wideFrom, wideTo);
        var leave = away.Without(free);
        var least = values.Number("least-leave-days-each-side");
        var embedded = DaySet.Of(
            free.Runs.Where(block =>
                leave.Between(block.From - least, block.From - 1) == least
                && leave.Between(block.To + 1, block.To + least) == least
            )
        );
        var embeddedDays = embedded.Between(year.From, year.To);
        var leaveDays = away.Without(embedded).Between(year.From, year.To);
        return new ResidenceAnswer()
            .Add("gap_days_deducted", gapDays)
            .Add("embedded_non_working_days", embeddedDays)
            .Add("leave_days", leaveDays)
            .Because(
                "gb.hours.deductions",
                ExplanationArgument.Days(gapDays),
                ExplanationArgument.Days(leaveDays),
                ExplanationArgument.Days(embeddedDays)
            );
    }
}

/// <summary>Days and minutes worked in a tax year: kind <c>net-hours</c>.</summary>
internal sealed class NetHoursRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("net-hours", head => new NetHoursRule(head))
        {
            About = QuestionAbout.Year,
            Reads =
            [
                Facts.WorkPeriods,
                Facts.WorkingWeekdays,
                Facts.PublicHolidays,
                Facts.LeavePeriods,
                Facts.DisregardedWorkDays,
                Facts.DailyWorkMinutes,
            ],
            Verdict = Verdict.None,
            Parameters = [("year-starts", ParameterUnit.MonthDay)],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = TaxYears.Asked(this, question, values);
        var weekdays = question.Get(Facts.WorkingWeekdays).Select(day => (IsoDayOfWeek)(int)day).ToHashSet();
        var off = DaySet
            .Of(question.Get(Facts.PublicHolidays), year.From, year.To)
            .With(DaySet.Of(question.Get(Facts.LeavePeriods), year.From, year.To));
        var byPeriod = new Dictionary<string, int>();
        var counted = DaySet.Empty;
        foreach (var period in question.Get(Facts.WorkPeriods))
        {
            var worked = DaySet.Of([period], year.From, year.To).Without(off).Without(counted);
            counted = counted.With(worked);
            var name = IsoDate.Write(period.From ?? year.From);
            byPeriod[name] =
                byPeriod.GetValueOrDefault(name) + worked.Days.Count(day => weekdays.Contains(DaySet.Date(day).DayOfWeek));
        }

        var disregarded = question.Get(Facts.DisregardedWorkDays);
        var days = Math.Max(0, byPeriod.Values.Sum() - disregarded);
        var minutes = question.Get(Facts.DailyWorkMinutes);
        if (minutes > NodaConstants.MinutesPerDay)
        {
            throw new QuestionException($"'{Facts.DailyWorkMinutes.Name}' is more than a day has: {minutes}.");
        }

        return new ResidenceAnswer()
            .Add("work_days", days)
            .Add("work_days_by_period", byPeriod)
            .Add("net_work_minutes", days * minutes)
            .Because("gb.hours.net", ExplanationArgument.Days(days), ExplanationArgument.Days(disregarded));
    }
}

/// <summary>Numbers rounded for people; half a unit and more goes up.</summary>
internal static class Rounded
{
    public static decimal ToTwoPlaces(decimal above, int below) => decimal.Round(above / below, 2, MidpointRounding.AwayFromZero);
}

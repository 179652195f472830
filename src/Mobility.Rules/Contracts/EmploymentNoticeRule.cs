using Mobility.Rules.Calendars;
using Mobility.Rules.Cases;
using Mobility.Rules.Deadlines.Questions;
using NodaTime;

namespace Mobility.Rules.Contracts;

/// <summary>
/// When employment ends after notice under a statute: kind <c>employment-notice</c>. The ordinary notice runs to a day of the month or its last day; the
/// employer's after so many full years is longer and runs to the end of a month; in probation it is short and ends on any day. Weekends and holidays do not matter.
/// </summary>
public sealed class EmploymentNoticeRule : DateRule
{
    private const string Notice = "notice";
    private const string EndDay = "end-day";
    private const string InProbation = "notice-in-probation";
    private const string LongestProbation = "longest-probation";

    internal EmploymentNoticeRule(DateRuleHead head)
        : base(head) { }

    internal static DateRuleKind Spec { get; } =
        new(
            "employment-notice",
            head => new EmploymentNoticeRule(head),
            [
                (Notice, ParameterUnit.Period),
                (EndDay, ParameterUnit.Count),
                (InProbation, ParameterUnit.Period),
                (LongestProbation, ParameterUnit.Period),
            ]
        )
        {
            HasSteps = true,
        };

    internal override DateAnswer Answer(Given given)
    {
        var received = given.Date("notice_received");
        var byEmployer = given.Word("by", "employee", "employee", "employer") == "employer";
        var since = given.DateOrNull("employed_since");
        var probation = IsInProbation(given, received, since);
        given.Done();
        if (since > received)
        {
            throw new QuestionException("'notice_received' lies before 'employed_since'.");
        }

        if (probation)
        {
            var brief = Used(InProbation, received);
            return Answer(brief, CalendarPeriods.After(received, PeriodOn(InProbation, received)), received);
        }

        if (byEmployer && since is null)
        {
            throw new QuestionException(
                "'given.employed_since' is missing: the employer's notice depends on the years of service."
            );
        }

        var step = byEmployer ? Steps.LastOrDefault(step => HasFullYears(since!.Value, step.Years, received)) : default;
        if (step.Parameter is { } longer)
        {
            var after = CalendarPeriods.After(received, PeriodOn(longer, received));
            return Answer(Used(longer, received), EndOfMonth(after), received);
        }

        var earliest = CalendarPeriods.After(received, PeriodOn(Notice, received));
        var day = WholeOn(EndDay, received);
        var last = earliest.Day <= day ? new LocalDate(earliest.Year, earliest.Month, day) : EndOfMonth(earliest);
        return Answer(Used(Notice, received), last, received).Using(Used(EndDay, received));
    }

    private static DateAnswer Answer(ParameterUsed notice, LocalDate last, LocalDate received) =>
        new DateAnswer()
            .Add("notice_period", notice.Value)
            .Add("last_day", last)
            .Because(Explanation.Of("dates.notice", received, ExplanationArgument.Offset(notice.Value), last))
            .Using(notice);

    /// <summary>Probation as agreed: simply in it, to a day, or for a period from the beginning; never longer than the law allows.</summary>
    private bool IsInProbation(Given given, LocalDate received, LocalDate? since)
    {
        if (given.Said("probation") is not { } said)
        {
            return false;
        }

        LocalDate? longest = since is { } first ? CalendarPeriods.LastDay(first, PeriodOn(LongestProbation, received)) : null;
        if (said is CaseScalar { Kind: ScalarKind.Truth } or CaseScalar { Kind: ScalarKind.Any, Written: "true" or "false" })
        {
            return said.Truth() && !(received > longest);
        }

        if (said.Text().StartsWith('P'))
        {
            var period = given.Period("probation");
            return since is { } start
                ? received <= LocalDate.Min(CalendarPeriods.LastDay(start, period), longest!.Value)
                : throw new QuestionException("'given.employed_since' is missing: the probation runs from it.");
        }

        return received <= said.Date() && !(received > longest);
    }

    private static bool HasFullYears(LocalDate since, int years, LocalDate on) =>
        CalendarPeriods.LastDay(since, Period.FromYears(years)) < on;

    private static LocalDate EndOfMonth(LocalDate date) => date.With(DateAdjusters.EndOfMonth);
}

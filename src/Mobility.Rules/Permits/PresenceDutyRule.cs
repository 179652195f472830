using Mobility.Rules.Calendars;
using Mobility.Rules.Deadlines.Questions;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Permits;

/// <summary>A duty to have been present so many days in the years before: kind <c>presence-duty</c>. Any part of a day is a day.</summary>
public sealed class PresenceDutyRule : DateRule
{
    private const string Window = "window";
    private const string RequiredDays = "required-days";

    internal PresenceDutyRule(DateRuleHead head)
        : base(head) { }

    internal static DateRuleKind Spec { get; } =
        new(
            "presence-duty",
            head => new PresenceDutyRule(head),
            [(Window, ParameterUnit.Period), (RequiredDays, ParameterUnit.Days)]
        );

    internal override DateAnswer Answer(Given given)
    {
        var asOf = given.Date("as_of");
        var since = given.Date("resident_since");
        var window = PeriodOn(Window, asOf);
        var required = given.WholeOrNull("required_days") ?? WholeOn(RequiredDays, asOf);
        var present = DaySets.Of(given.Intervals("presence", openEnd: asOf));
        given.Done();
        if (asOf < since)
        {
            throw new QuestionException("'as_of' lies before 'resident_since'.");
        }

        var (counted, possible) = Count(present, asOf, since, window);
        return new DateAnswer()
            .Add("days_counted", counted)
            .Add("days_still_possible", possible)
            .Add("met", counted + possible >= required)
            .Because(
                Explanation.Of(
                    "dates.duty",
                    ExplanationArgument.Days(counted),
                    ExplanationArgument.Days(possible),
                    ExplanationArgument.Days(required)
                )
            )
            .Using(Used(Window, asOf), Used(RequiredDays, asOf));
    }

    /// <summary>Days present in the years before the day; of a resident for less, since the beginning, and the days that are left of the first years.</summary>
    private static (int Counted, int Possible) Count(DaySet present, LocalDate asOf, LocalDate since, Period window)
    {
        var end = CalendarPeriods.LastDay(since, window);
        return asOf > end
            ? (present.Between(CalendarPeriods.Before(asOf, window), asOf.PlusDays(-1)), 0)
            : (present.Between(since, asOf), Period.DaysBetween(asOf, end));
    }
}

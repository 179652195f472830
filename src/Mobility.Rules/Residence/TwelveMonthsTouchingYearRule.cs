using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// More than so many days in any months that begin or end in the tax year: kind <c>months-touching-year</c>. Residence goes back to the first of the days,
/// not further than the year asked about: the days before it made a resident of the year before.
/// </summary>
internal sealed class TwelveMonthsTouchingYearRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("months-touching-year", head => new TwelveMonthsTouchingYearRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("window", ParameterUnit.Period),
                ("more-than-days", ParameterUnit.Days),
            ],
            Tests = ["days"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = YearOf(question, values.MonthDay("year-starts"));
        var length = values.Period("window");
        var more = values.Number("more-than-days");
        var days = YearDays.Counted(this, question, year.To.Plus(length));
        var ends = Enumerable
            .Range(0, Period.DaysBetween(year.From, year.To.Plus(length)) + 1)
            .Select(year.From.PlusDays)
            .Where(end => end <= year.To || TwelveMonths.StartOf(end, length) <= year.To)
            .ToList();
        var largest = ends.Select(end => TwelveMonths.Count(days, end, length)).Max();
        LocalDate? met = largest > more ? ends.Find(end => TwelveMonths.Count(days, end, length) > more) : null;
        LocalDate? first = met is { } day ? days.Within(TwelveMonths.StartOf(day, length), day).First : null;
        return new ResidenceAnswer()
            .Compare("residence.in-window", largest, more)
            .Add("max_days_in_window", largest)
            .Add("threshold_crossed_on", met)
            .Add("first_day_of_residence", first < year.From ? year.From : first)
            .Add("resident", met is not null)
            .Add("test_met", met is null ? null : Test("days"));
    }
}

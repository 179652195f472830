using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Resident with so many days of presence in the tax year: kind <c>presence-in-year</c>. While no number is in force there is no such test and nobody
/// is resident by it.
/// </summary>
internal sealed class PresenceInYearRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("presence-in-year", head => new PresenceInYearRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("least-days", ParameterUnit.Days),
            ],
            Optional = [("least-days-in-leap-year", ParameterUnit.Days)],
            Tests = ["presence"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = YearOf(question, values.MonthDay("year-starts"));
        var days = YearDays.Of(this, question, year);
        var least = values.NumberOrNone("least-days");
        if (least is not null && year.Length > 365)
        {
            least = values.NumberOrNone("least-days-in-leap-year") ?? least;
        }

        var met = days.Count >= least;
        return new ResidenceAnswer()
            .Add("days_counted", days.Count)
            .Add("threshold_days", least)
            .Add("threshold_crossed_on", met ? days.Dates?.DayOf(least!.Value, year.From) : null)
            .Add("resident", met)
            .Add("test_met", met ? Test("presence") : null)
            .Compare("residence.at-least", days.Count, least);
    }
}

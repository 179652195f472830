using Mobility.Rules.Trips;

namespace Mobility.Rules.Residence;

/// <summary>Services during visits of at most so many days in the tax year are exempt: kind <c>visits</c>. Crew of ships and aircraft are not.</summary>
internal sealed class VisitsRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("visits", head => new VisitsRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear, Facts.VisitsOnly],
            Verdict = Verdict.ExemptionLost,
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("most-days", ParameterUnit.Days),
            ],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = YearOf(question, values.MonthDay("year-starts"));
        var days = YearDays.Of(this, question, year);
        var crew = question.Stays.Any(stay =>
            stay.Country == Country
            && stay.Purpose is StayPurpose.Crew or StayPurpose.ShipCrew
            && stay.Arrive <= (question.On < year.To ? question.On : year.To)
            && !(stay.Depart < year.From)
        );
        return new ResidenceAnswer()
            .Add("days_counted", days.Count)
            .Add("exempt", Possible.All(days.Count <= values.Number("most-days"), !crew, question.Get(Facts.VisitsOnly)))
            .Compare("residence.at-most", days.Count, values.Number("most-days"));
    }
}

namespace Mobility.Rules.Residence;

/// <summary>
/// A sojourn of so many days makes resident for the whole year: kind <c>sojourn</c>. Not of a person resident elsewhere under a treaty; whether ties make
/// a resident is another rule, which leaves this one without an answer.
/// </summary>
internal sealed class SojournRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("sojourn", head => new SojournRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear, Facts.ResidentialTiesDeclared, Facts.TreatyResidentElsewhereDeclared],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("least-days", ParameterUnit.Days),
            ],
            Tests = ["sojourn"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = YearOf(question, values.MonthDay("year-starts"));
        var days = YearDays.Of(this, question, year);
        var enough = days.Count >= values.Number("least-days");
        var resident = Possible.Agreed<bool?>(
            question.Get(Facts.TreatyResidentElsewhereDeclared),
            question.Get(Facts.ResidentialTiesDeclared),
            (elsewhere, ties) =>
                !enough || elsewhere ? false
                : ties ? null
                : true
        );
        return new ResidenceAnswer()
            .Add("days_counted", days.Count)
            .Add("first_day_of_residence", resident is true ? year.From : null)
            .Add("last_day_of_residence", resident is true ? year.To : null)
            .Add("resident", resident)
            .Add("test_met", resident is true ? Test("sojourn") : null)
            .Compare("residence.at-least", days.Count, values.Number("least-days"));
    }
}

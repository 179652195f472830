namespace Mobility.Rules.Residence;

/// <summary>
/// Resident with lawful permanent residence on any day of the tax year: kind <c>card-in-year</c>. When residence begins and ends in the year is another
/// rule.
/// </summary>
internal sealed class CardInYearRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("card-in-year", head => new CardInYearRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.UsStatusPeriods],
            Parameters = [("year-starts", ParameterUnit.MonthDay)],
            Tests = ["card"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = YearOf(question, values.MonthDay("year-starts"));
        var met = question
            .Get(Facts.UsStatusPeriods)
            .Any(period => period.Category == UsStatus.GreenCard && period.Touches(year.From, year.To));
        return new ResidenceAnswer()
            .Because(met ? "residence.card" : "residence.no-card", year.Label)
            .Add("resident", met)
            .Add("test_met", met ? Test("card") : null);
    }
}

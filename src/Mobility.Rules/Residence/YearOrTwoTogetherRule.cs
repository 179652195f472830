namespace Mobility.Rules.Residence;

/// <summary>
/// More than so many days in the year, or more than so many in the year and a neighbouring one together: kind <c>year-or-two-together</c>.
/// </summary>
internal sealed class YearOrTwoTogetherRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("year-or-two-together", head => new YearOrTwoTogetherRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("more-than-days", ParameterUnit.Days),
                ("more-than-days-in-two-years", ParameterUnit.Days),
            ],
            Tests = ["year", "two-years"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var starts = values.MonthDay("year-starts");
        var year = YearOf(question, starts);
        int Days(TaxYear one) => YearDays.Of(this, question, one).Count;
        var now = Days(year);
        var together = now + Math.Max(Days(YearDays.Before(year, starts)), Days(TaxYear.Containing(year.To.PlusDays(1), starts)));
        var met =
            now > values.Number("more-than-days") ? Test("year")
            : together > values.Number("more-than-days-in-two-years") ? Test("two-years")
            : null;
        return new ResidenceAnswer()
            .Compare("residence.more-than", now, values.Number("more-than-days"))
            .Compare("residence.more-than-together", together, values.Number("more-than-days-in-two-years"))
            .Add("days_counted", now)
            .Add("aggregate_days", together)
            .Add("resident", met is not null)
            .Add("test_met", met);
    }
}

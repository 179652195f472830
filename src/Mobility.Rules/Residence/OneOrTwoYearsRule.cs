namespace Mobility.Rules.Residence;

/// <summary>More than so many days in the year, or more than fewer in the year and in the one before: kind <c>one-or-two-years</c>.</summary>
internal sealed class OneOrTwoYearsRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("one-or-two-years", head => new OneOrTwoYearsRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("more-than-days", ParameterUnit.Days),
                ("more-than-days-in-each", ParameterUnit.Days),
            ],
            Tests = ["year", "two-years"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var starts = values.MonthDay("year-starts");
        var year = YearOf(question, starts);
        var now = YearDays.Of(this, question, year).Count;
        var before = YearDays.Of(this, question, YearDays.Before(year, starts)).Count;
        var each = values.Number("more-than-days-in-each");
        var met =
            now > values.Number("more-than-days") ? Test("year")
            : now > each && before > each ? Test("two-years")
            : null;
        return new ResidenceAnswer()
            .Compare("residence.more-than", now, values.Number("more-than-days"))
            .Compare("residence.more-than", before, each)
            .Add("days_counted", now)
            .Add("resident", met is not null)
            .Add("test_met", met);
    }
}

namespace Mobility.Rules.Residence;

/// <summary>More than so many days in the calendar year, or the centre of interests in the country: kind <c>days-or-interests</c>.</summary>
internal sealed class DaysOrInterestsRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("days-or-interests", head => new DaysOrInterestsRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByCountry, Facts.DaysPresentByYear, Facts.CentreOfInterestsCountry],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("more-than-days", ParameterUnit.Days),
            ],
            Tests = ["days", "interests"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var days =
            question.Get(Facts.DaysPresentByCountry) is { } given && given.TryGetValue(Country, out var number)
                ? number
                : YearDays.Of(this, question, YearOf(question, values.MonthDay("year-starts"))).Count;
        var byDays = days > values.Number("more-than-days");
        bool? byInterests = question.Get(Facts.CentreOfInterestsCountry) is { } centre ? centre == Country : null;
        var met = new List<string>();
        if (byDays)
        {
            met.Add(Test("days"));
        }

        if (byInterests is true)
        {
            met.Add(Test("interests"));
        }

        return new ResidenceAnswer()
            .Compare("residence.more-than", days, values.Number("more-than-days"))
            .Add("days_counted", days)
            .Add("resident", Possible.Any(byDays, byInterests))
            .Add("tests_met", met);
    }
}

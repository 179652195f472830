namespace Mobility.Rules.Residence;

/// <summary>
/// More than a share of the tax year, unless the usual abode is outside and there is no intention to take up residence: kind <c>share-of-year</c>.
/// </summary>
internal sealed class ShareOfYearRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("share-of-year", head => new ShareOfYearRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear, Facts.UsualAbodeOutside, Facts.IntendsToTakeUpResidence],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("more-than-share", ParameterUnit.Fraction),
            ],
            Tests = ["share"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var starts = values.MonthDay("year-starts");
        var share = values.Fraction("more-than-share");
        var byYear = YearDays.ByYear(this, question, starts);
        bool Met(string label) => TaxYear.Named(label, starts) is { } year && byYear[label] > share * year.Length;
        var answer = new ResidenceAnswer();
        if (question.Year is null)
        {
            return Add(answer.Add("days_counted", byYear.Values.Sum())).Add("resident", null).Add("test_met", null);
        }

        var asked = YearOf(question, starts).Label;
        var met = Met(asked);
        var resident = Possible.Agreed<bool?>(
            question.Get(Facts.UsualAbodeOutside),
            question.Get(Facts.IntendsToTakeUpResidence),
            (outside, intends) => met && !(outside && !intends)
        );
        answer.Measured(byYear[asked], share * YearOf(question, starts).Length, LimitSense.MostAllowed);
        answer.Because(
            "residence.share",
            ExplanationArgument.Days(byYear[asked]),
            ExplanationArgument.Days(YearOf(question, starts).Length),
            asked,
            share
        );
        return Add(answer.Add("days_counted", byYear[asked]).Add("day_count_met", met))
            .Add("resident", resident)
            .Add("test_met", resident is true ? Test("share") : null);

        ResidenceAnswer Add(ResidenceAnswer to) =>
            to.Add("days_counted_by_year", byYear.ToDictionary())
                .Add("day_count_met_by_year", byYear.Keys.ToDictionary(label => label, Met));
    }
}

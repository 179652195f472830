namespace Mobility.Rules.Residence;

/// <summary>
/// More than so many days in the year, or fewer with work and a home there and no other country above a limit: kind <c>days-or-home-and-work</c>.
/// </summary>
internal sealed class DaysOrHomeAndWorkRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("days-or-home-and-work", head => new DaysOrHomeAndWorkRule(head))
        {
            About = QuestionAbout.Year,
            Reads =
            [
                Facts.DaysPresentByYear,
                Facts.MaxOtherCountryDays,
                Facts.TaxResidentElsewhereDeclared,
                Facts.WorksInCountry,
                Facts.PermanentHomeInCountry,
            ],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("more-than-days", ParameterUnit.Days),
                ("least-days-with-home-and-work", ParameterUnit.Days),
                ("most-days-in-another-country", ParameterUnit.Days),
                ("most-residences-elsewhere", ParameterUnit.Count),
            ],
            Tests = ["days", "home-and-work"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = YearOf(question, values.MonthDay("year-starts"));
        var days = YearDays.Of(this, question, year);
        var byDays = days.Count > values.Number("more-than-days");
        var elsewhere = values.NumberOrNone("most-residences-elsewhere") is { } most
            ? question.Get(Facts.TaxResidentElsewhereDeclared) is { } resident
                ? (resident ? 1 : 0) <= most
                : null
            : (bool?)true;
        var byHome = Possible.All(
            days.Count >= values.NumberOrNone("least-days-with-home-and-work"),
            question.Get(Facts.MaxOtherCountryDays) is { } other
                ? other <= values.NumberOrNone("most-days-in-another-country")
                : null,
            elsewhere,
            question.Get(Facts.WorksInCountry),
            question.Get(Facts.PermanentHomeInCountry)
        );
        var answer = byDays ? true : byHome;
        return new ResidenceAnswer()
            .Compare("residence.more-than", days.Count, values.Number("more-than-days"))
            .Compare("residence.at-least", days.Count, values.NumberOrNone("least-days-with-home-and-work"))
            .Add("days_counted", days.Count)
            .Add("resident", answer)
            .Add(
                "test_met",
                byDays ? Test("days")
                    : answer is true ? Test("home-and-work")
                    : null
            );
    }
}

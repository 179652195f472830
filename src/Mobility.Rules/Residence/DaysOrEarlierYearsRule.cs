namespace Mobility.Rules.Residence;

/// <summary>
/// So many days in the year, or fewer with so many in the years before: kind <c>days-or-earlier-years</c>. The second limb is closed to citizens who leave
/// for employment; visiting citizens and people of origin need more days and enough domestic income, where the law lets them in at all.
/// </summary>
internal sealed class DaysOrEarlierYearsRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("days-or-earlier-years", head => new DaysOrEarlierYearsRule(head))
        {
            About = QuestionAbout.Year,
            Reads =
            [
                Facts.DaysPresentByYear,
                Facts.Prior4YearsDays,
                Facts.CitizenLeavingForEmployment,
                Facts.VisitsAsCitizenOrOrigin,
                Facts.IndianIncomeOver15Lakh,
            ],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("least-days", ParameterUnit.Days),
                ("least-days-with-earlier-years", ParameterUnit.Days),
                ("least-days-visiting", ParameterUnit.Days),
                ("years-before", ParameterUnit.Count),
                ("least-days-in-earlier-years", ParameterUnit.Days),
            ],
            Tests = ["days", "earlier-years", "visiting"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var starts = values.MonthDay("year-starts");
        var year = YearOf(question, starts);
        var days = YearDays.Of(this, question, year).Count;
        var test =
            days >= values.Number("least-days") ? new Outcome(true, Test("days")) : SecondLimb(question, values, year, days);
        var least = ExplanationArgument.Days(values.Number("least-days-in-earlier-years"));
        var answer = new ResidenceAnswer().Compare("residence.at-least", days, values.Number("least-days"));
        answer = EarlierDays(question, values, year) is { Whole: true, Days: var earlier }
            ? answer.Because("residence.earlier-years", ExplanationArgument.Days(earlier), least)
            : answer.Because("residence.earlier-years-unknown", least);
        return answer.Add("days_counted", days).Add("resident", test.Resident).Add("test_met", test.Met);
    }

    private Outcome SecondLimb(ResidenceQuestion question, ValuesInForce values, TaxYear year, int days)
    {
        var earlier = EnoughEarlier(question, values, year);
        string? Decide(bool enough, bool leaving, bool visiting, bool income) =>
            leaving || !enough ? null
            : visiting ? (income && days >= values.NumberOrNone("least-days-visiting") ? Test("visiting") : null)
            : days >= values.Number("least-days-with-earlier-years") ? Test("earlier-years")
            : null;
        var leaves = question.Get(Facts.CitizenLeavingForEmployment);
        var visits = question.Get(Facts.VisitsAsCitizenOrOrigin);
        var income = question.Get(Facts.IndianIncomeOver15Lakh);
        var resident = Possible.Agreed(
            earlier,
            leaves,
            (a, b) => Possible.Agreed<bool?>(visits, income, (c, d) => Decide(a, b, c, d) is not null)
        );
        var met = Possible.Agreed(earlier, leaves, (a, b) => Possible.Agreed(visits, income, (c, d) => Decide(a, b, c, d)));
        return new(resident, met);
    }

    /// <summary>Whether the years before had enough days. Known as soon as the years that are known had, or when all of them are known.</summary>
    private static bool? EnoughEarlier(ResidenceQuestion question, ValuesInForce values, TaxYear year)
    {
        var (days, whole) = EarlierDays(question, values, year);
        return days >= values.Number("least-days-in-earlier-years") ? true
            : whole ? false
            : null;
    }

    /// <summary>The total of the years before, as declared or as given year by year, and whether every one of them is known.</summary>
    private static (int Days, bool Whole) EarlierDays(ResidenceQuestion question, ValuesInForce values, TaxYear year)
    {
        if (question.Get(Facts.Prior4YearsDays) is { } declared)
        {
            return (declared, true);
        }

        var given = question.Get(Facts.DaysPresentByYear);
        var (total, whole) = (0, true);
        var earlier = year;
        for (var i = values.Number("years-before"); i > 0; i--)
        {
            earlier = YearDays.Before(earlier, values.MonthDay("year-starts"));
            var known = given is not null && given.TryGetValue(earlier.Label, out var number) ? number : (int?)null;
            (total, whole) = (total + (known ?? 0), whole && known is not null);
        }

        return (total, whole);
    }

    private sealed record Outcome(bool? Resident, string? Met);
}

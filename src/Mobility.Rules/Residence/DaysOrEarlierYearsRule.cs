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
        answer = EarlierDays(question, values, year) is { } earlier
            ? answer.Because("residence.earlier-years", ExplanationArgument.Days(earlier), least)
            : answer.Because("residence.earlier-years-unknown", least);
        return answer.Add("days_counted", days).Add("resident", test.Resident).Add("test_met", test.Met);
    }

    private Outcome SecondLimb(ResidenceQuestion question, ValuesInForce values, TaxYear year, int days)
    {
        var earlier = EarlierDays(question, values, year) is { } number
            ? number >= values.Number("least-days-in-earlier-years")
            : (bool?)null;
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

    /// <summary>The total of the years before, as declared or as given year by year.</summary>
    private static int? EarlierDays(ResidenceQuestion question, ValuesInForce values, TaxYear year)
    {
        if (question.Get(Facts.Prior4YearsDays) is { } declared)
        {
            return declared;
        }

        var given = question.Get(Facts.DaysPresentByYear);
        int? total = 0;
        var earlier = year;
        for (var i = values.Number("years-before"); i > 0 && total is not null; i--)
        {
            earlier = YearDays.Before(earlier, values.MonthDay("year-starts"));
            total = given is not null && given.TryGetValue(earlier.Label, out var number) ? total + number : null;
        }

        return total;
    }

    private sealed record Outcome(bool? Resident, string? Met);
}

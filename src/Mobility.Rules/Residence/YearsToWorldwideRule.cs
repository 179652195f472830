namespace Mobility.Rules.Residence;

/// <summary>
/// World-wide income is taxed of those domiciled, and of residents after so many long years without a long absence: kind <c>years-to-worldwide</c>. A
/// resident year is one of so many days; years before the count began do not matter.
/// </summary>
internal sealed class YearsToWorldwideRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string DayTest = "days";

    public static ResidenceKind Spec { get; } =
        new("years-to-worldwide", head => new YearsToWorldwideRule(head))
        {
            About = QuestionAbout.Year,
            Reads =
            [
                Facts.DaysPresentByYear,
                Facts.Years183OrMoreDeclared,
                Facts.YearsWithAbsenceOver30DaysDeclared,
                Facts.DomiciledInCountry,
            ],
            Verdict = Verdict.Worldwide,
            Parameters =
            [
                ("long-years-before", ParameterUnit.Count),
                ("first-year-counted", ParameterUnit.Count),
                ("most-days-of-absence", ParameterUnit.Days),
            ],
            Uses = [new(DayTest, typeof(PresenceInYearRule))],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var rule = Linked<PresenceInYearRule>(DayTest);
        var law = values.Of(rule);
        var starts = law.MonthDay("year-starts");
        var year = YearOf(question, starts);
        var days = YearDays.Of(rule, question, year);
        var enough =
            days.Count >= law.NumberOrNone("least-days") || question.Get(Facts.Years183OrMoreDeclared).Contains(year.Label);
        var longYears = enough;
        var earlier = year;
        for (var i = values.Number("long-years-before"); i > 0 && longYears; i--)
        {
            earlier = YearDays.Before(earlier, starts);
            longYears = earlier.From.Year >= values.Number("first-year-counted") && IsLong(question, values, law, earlier);
        }

        var domiciled = question.Get(Facts.DomiciledInCountry);
        return new ResidenceAnswer()
            .Compare("residence.at-least", days.Count, law.NumberOrNone("least-days"))
            .Add("days_counted", days.Count)
            .Add("resident", Possible.Any(domiciled, enough))
            .Add("worldwide_taxation", Possible.Any(domiciled, longYears));
    }

    /// <summary>Whether a year had the days, and no single absence that was too long.</summary>
    private bool IsLong(ResidenceQuestion question, ValuesInForce values, ValuesInForce law, TaxYear year)
    {
        if (question.Get(Facts.YearsWithAbsenceOver30DaysDeclared).Contains(year.Label))
        {
            return false;
        }

        if (question.Get(Facts.Years183OrMoreDeclared).Contains(year.Label))
        {
            return true;
        }

        var days = YearDays.Of(Linked<PresenceInYearRule>(DayTest), question, year);
        return days.Count >= law.NumberOrNone("least-days")
            && (days.Dates is null || LongestAbsence(question, year) <= values.Number("most-days-of-absence"));
    }

    /// <summary>The longest run of dates of the year without any presence.</summary>
    private int LongestAbsence(ResidenceQuestion question, TaxYear year)
    {
        var whole = DaySet.Of([new(DaySet.Number(year.From), DaySet.Number(year.To))]);
        return whole
            .Without(Presence.In(Country, question, Trips.DayConvention.AnyPartOfDay, year.To))
            .Runs.Select(run => run.Length)
            .DefaultIfEmpty()
            .Max();
    }
}

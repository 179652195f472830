using System.Globalization;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// More than so many days in the year, in each of the years before it and in those together: kind <c>several-year-presence</c>. A year is named by the
/// calendar year in which it ends. Residence ends with the day before leaving if a long absence follows.
/// </summary>
internal sealed class SeveralYearPresenceRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("several-year-presence", head => new SeveralYearPresenceRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear, Facts.OrdinarilyResidentDeclared, Facts.TreatyResidentElsewhereDeclared],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("more-than-days-in-each", ParameterUnit.Days),
                ("years-before", ParameterUnit.Count),
                ("more-than-days-in-years-before", ParameterUnit.Days),
                ("least-days-abroad", ParameterUnit.Days),
            ],
            Tests = ["presence"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var label = question.RequiredYear();
        if (label.Length != 4)
        {
            throw new QuestionException($"'year' must be the calendar year in which the tax year ends, not '{label}'.");
        }

        var ends = int.Parse(label, CultureInfo.InvariantCulture);
        var starts = values.MonthDay("year-starts");
        int Days(int back) =>
            YearDays.Of(this, question, TaxYear.StartingIn(ends - 1 - back, starts), YearDays.Label(ends - back)).Count;
        var least = values.Number("more-than-days-in-each");
        var before = Enumerable.Range(1, values.Number("years-before")).Select(Days).ToList();
        var days = Days(0);
        var enough =
            days > least
            && before.TrueForAll(count => count > least)
            && before.Sum() > values.Number("more-than-days-in-years-before");
        var elsewhere = question.Get(Facts.TreatyResidentElsewhereDeclared) is true;
        var resident = Possible.Agreed<bool?>(
            question.Get(Facts.OrdinarilyResidentDeclared),
            ordinarily => enough && !ordinarily && !elsewhere
        );
        var year = TaxYear.StartingIn(ends - 1, starts);
        return new ResidenceAnswer()
            .Compare("residence.more-than", days, least)
            .Because(
                "residence.years-before",
                ExplanationArgument.Days(before.Sum()),
                ExplanationArgument.Days(values.Number("more-than-days-in-years-before")),
                ExplanationArgument.Days(least)
            )
            .Add("days_counted", days)
            .Add("aggregate_days", before.Sum())
            .Add("first_day_of_residence", resident is true ? year.From : null)
            .Add("last_day_of_residence", resident is true ? DayBeforeLeaving(question, year, values) : null)
            .Add("resident", resident)
            .Add("test_met", resident is true ? Test("presence") : null);
    }

    internal override NamedYear YearAt(LocalDate day, FactSet facts)
    {
        var year = base.YearAt(day, facts).Year;
        return new(year, YearDays.Label(year.From.Year + 1));
    }

    /// <summary>The day before a departure in the year after which the person stays away long enough; the record is taken as complete.</summary>
    private LocalDate? DayBeforeLeaving(ResidenceQuestion question, TaxYear year, ValuesInForce values)
    {
        var abroad = values.Number("least-days-abroad");
        var runs = YearDays.Counted(this, question, year.To.PlusDays(abroad)).Runs;
        for (var i = 0; i < runs.Count; i++)
        {
            var left = DaySet.Date(runs[i].To);
            var hasLeft = left != question.On || !IsThere(question, left);
            if (
                hasLeft
                && left >= year.From
                && left <= year.To
                && (i + 1 == runs.Count || runs[i + 1].From - runs[i].To - 1 >= abroad)
            )
            {
                return left.PlusDays(-1);
            }
        }

        return null;
    }

    /// <summary>Whether a stay goes on after a day, so that the day is the end of what is asked and not of the stay.</summary>
    private bool IsThere(ResidenceQuestion question, LocalDate day) =>
        question.Stays.Any(stay => stay.Country == Country && Counts(stay, day) && stay.Arrive <= day && !(stay.Depart <= day));
}

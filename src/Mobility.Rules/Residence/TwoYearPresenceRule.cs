using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Resident with so many days in the year, or with so many in the year and the one before, each above a minimum: kind <c>two-year-presence</c>.
/// Values are those of the last day of each year. Where the first day of the year changes, the year before the change is cut short.
/// </summary>
internal sealed class TwoYearPresenceRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("two-year-presence", head => new TwoYearPresenceRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("least-days", ParameterUnit.Days),
                ("least-days-in-two-years", ParameterUnit.Days),
                ("more-than-days-in-each", ParameterUnit.Days),
            ],
            Tests = ["year", "two-years"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var label = question.RequiredYear();
        var number = int.Parse(label[..4], System.Globalization.CultureInfo.InvariantCulture);
        var year =
            Years(number).FirstOrDefault(year => year.Label == label)
            ?? throw new QuestionException($"'year' must be the name of a tax year of '{Id}', not '{label}'.");
        var eve = year.From.PlusDays(-1);
        var before = Years(eve.Year - 1).Concat(Years(eve.Year)).First(other => other.From <= eve && other.To >= eve);
        var (now, then) = (YearDays.Of(this, question, year).Count, YearDays.Of(this, question, before).Count);
        var (law, lawThen) = (values.At(year.To), values.At(before.To));
        var countsNow = now > law.Number("more-than-days-in-each");
        var countsThen = then > lawThen.Number("more-than-days-in-each");
        var aggregate = (countsNow ? now : 0) + (countsThen ? then : 0);
        var inYear = now >= law.Number("least-days");
        var inTwo = countsNow && countsThen && aggregate >= law.Number("least-days-in-two-years");
        return new ResidenceAnswer()
            .Compare("residence.at-least", now, law.Number("least-days"))
            .Because(
                "residence.two-years",
                ExplanationArgument.Days(now),
                ExplanationArgument.Days(then),
                ExplanationArgument.Days(aggregate),
                ExplanationArgument.Days(law.Number("least-days-in-two-years"))
            )
            .Add("days_counted", now)
            .Add("days_counted_by_year", new Dictionary<string, int> { [year.Label] = now, [before.Label] = then })
            .Add("aggregate_days", aggregate)
            .Add("threshold_days", law.Number(inYear || !inTwo ? "least-days" : "least-days-in-two-years"))
            .Add("resident", inYear || inTwo)
            .Add(
                "test_met",
                inYear ? Test("year")
                    : inTwo ? Test("two-years")
                    : null
            );
    }

    internal override NamedYear YearAt(LocalDate day, FactSet facts)
    {
        var year = Years(day.Year - 1).Concat(Years(day.Year)).First(other => other.From <= day && other.To >= day);
        return new(year, year.Label);
    }

    /// <summary>The tax years that start in a calendar year.</summary>
    private IEnumerable<TaxYear> Years(int number)
    {
        var values = Parameters.First(parameter => parameter.Name == "year-starts").Values;
        for (var i = 0; i < values.Count; i++)
        {
            var from = values[i].MonthDay.InYear(number);
            var next = i + 1 < values.Count ? values[i + 1].From : LocalDate.MaxIsoValue;
            if ((i == 0 || from >= values[i].From) && from < next)
            {
                var to = values[i].MonthDay.InYear(number + 1);
                yield return new(from, (to < next ? to : next).PlusDays(-1));
            }
        }
    }
}

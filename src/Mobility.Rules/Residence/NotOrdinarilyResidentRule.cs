using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Not ordinarily resident by years of non-residence, by few days in the years before, or because residence itself rests on the smaller number of days of
/// visitors: kind <c>not-ordinarily-resident</c>. It says nothing about people who are not resident.
/// </summary>
internal sealed class NotOrdinarilyResidentRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string Residence = "residence";

    public static ResidenceKind Spec { get; } =
        new("not-ordinarily-resident", head => new NotOrdinarilyResidentRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.Prior7YearsDays, Facts.NonResidentYearsOfPrior10],
            Verdict = Verdict.NotOrdinary,
            Parameters =
            [
                ("least-years-non-resident", ParameterUnit.Count),
                ("years-before-with-days", ParameterUnit.Count),
                ("most-days", ParameterUnit.Days),
            ],
            Uses = [new(Residence, typeof(DaysOrEarlierYearsRule))],
        };

    private protected override IReadOnlyList<Fact> FindFactsRead() => [.. KindSpec.Reads.Concat(FactsOfUses).Distinct()];

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var rule = Linked<DaysOrEarlierYearsRule>(Residence);
        var residence = rule.Answer(question);
        var days = DaysBefore(question, values, values.Of(rule).MonthDay("year-starts"));
        bool? few = days is null ? null : days <= values.Number("most-days");
        bool? away = question.Get(Facts.NonResidentYearsOfPrior10) is { } years
            ? years >= values.Number("least-years-non-resident")
            : null;
        var visiting = residence["test_met"] is string test && test == rule.Test("visiting");
        var answer = new ResidenceAnswer { ParametersUsed = residence.ParametersUsed };
        return (
            days is { } number
                ? answer.Because(
                    "residence.years-before-at-most",
                    ExplanationArgument.Days(number),
                    ExplanationArgument.Days(values.Number("most-days"))
                )
                : answer.Because("residence.years-before-unknown", ExplanationArgument.Days(values.Number("most-days")))
        )
            .Add("resident", residence["resident"])
            .Add("not_ordinarily_resident", residence["resident"] is false ? null : Possible.Any(visiting, few, away));
    }

    /// <summary>The total of the years before, as declared or as given year by year.</summary>
    private static int? DaysBefore(ResidenceQuestion question, ValuesInForce values, AnnualDate starts)
    {
        if (question.Get(Facts.Prior7YearsDays) is { } declared)
        {
            return declared;
        }

        var given = question.Get(Facts.DaysPresentByYear);
        var year = YearOf(question, starts);
        int? total = 0;
        for (var i = values.Number("years-before-with-days"); i > 0 && total is not null; i--)
        {
            year = YearDays.Before(year, starts);
            total = given is not null && given.TryGetValue(year.Label, out var number) ? total + number : null;
        }

        return total;
    }
}

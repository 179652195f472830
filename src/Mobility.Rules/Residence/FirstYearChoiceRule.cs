using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// The choice of residence from the first day of a long run of presence, where presence makes up a large share of the rest of the year: kind
/// <c>first-year-choice</c>. A few days of absence are taken as presence where that is needed.
/// </summary>
internal sealed class FirstYearChoiceRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string Days = "days";

    public static ResidenceKind Spec { get; } =
        new("first-year-choice", head => new FirstYearChoiceRule(head))
        {
            About = QuestionAbout.Year,
            AskedWith = [Facts.SptMetNextYearDeclared, Facts.SptMetThisYearDeclared],
            Reads =
            [
                .. CountedYears.Reads,
                Facts.SptMetThisYearDeclared,
                Facts.SptMetNextYearDeclared,
                Facts.ResidentPriorYearDeclared,
            ],
            Verdict = Verdict.Choice,
            Parameters =
            [
                ("least-days-in-run", ParameterUnit.Days),
                ("least-share", ParameterUnit.Fraction),
                ("most-days-taken-as-presence", ParameterUnit.Days),
            ],
            Uses = [new(Days, typeof(WeightedYearsRule))],
        };

    internal override DaySet CountedDays(ResidenceQuestion question) =>
        new CountedYears(Linked<WeightedYearsRule>(Days), question).Days;

    internal override bool IsLeftOut(Stay stay, LocalDate day) => !CountedYears.CanCount(Linked<WeightedYearsRule>(Days), stay);

    internal override DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day) =>
        CountedYears.WhyLeftOut(Linked<WeightedYearsRule>(Days), question, stay, day);

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var counted = new CountedYears(Linked<WeightedYearsRule>(Days), question);
        var year = counted.Year;
        var days = counted.InYear;
        var runs = days
            .Runs.Where(run => run.Length >= values.Number("least-days-in-run"))
            .Select(run => Try(run, days, year, values))
            .ToList();
        var chosen = runs.Find(run => run.IsEnough) ?? runs.FirstOrDefault();
        var available = Possible.All(
            chosen is { IsEnough: true },
            question.Get(Facts.SptMetThisYearDeclared) is { } thisYear ? !thisYear : null,
            question.Get(Facts.SptMetNextYearDeclared),
            question.Get(Facts.ResidentPriorYearDeclared) is { } before ? !before : null
        );
        var longest = days.Runs.Select(run => run.Length).DefaultIfEmpty().Max();
        var answer = new ResidenceAnswer { ParametersUsed = counted.Used };
        if (chosen is not null)
        {
            answer.Over(DaySet.Date(chosen.Run.From), year.To);
            answer.Because(
                "residence.run",
                ExplanationArgument.Days(chosen.Run.Length),
                ExplanationArgument.Days(chosen.Days + chosen.Deemed),
                ExplanationArgument.Days(chosen.Period)
            );
        }

        return answer
            .Add("run_days", chosen?.Run.Length ?? longest)
            .Add("period_days", chosen?.Period)
            .Add("days_counted", chosen?.Days ?? 0)
            .Add("deemed_presence_days", chosen?.Deemed ?? 0)
            .Add("presence_percent", chosen?.Percent)
            .Add("first_year_choice_available", available)
            .Add("first_day_of_residence", available is true ? DaySet.Date(chosen!.Run.From) : null);
    }

    /// <summary>The share of presence from the first day of a run to the end of the year.</summary>
    private static Choice Try(Run run, DaySet days, TaxYear year, ValuesInForce values)
    {
        var end = DaySet.Number(year.To);
        var period = end - run.From + 1;
        var present = days.Between(run.From, end);
        var needed = (int)-((Fraction)0 - (values.Fraction("least-share") * period)).Floor();
        var missing = Math.Max(0, needed - present);
        var isEnough = missing <= values.Number("most-days-taken-as-presence");
        var deemed = isEnough ? missing : 0;
        return new(
            run,
            period,
            present,
            deemed,
            decimal.Round(100m * (present + deemed) / period, 1, MidpointRounding.AwayFromZero),
            isEnough
        );
    }

    private sealed record Choice(Run Run, int Period, int Days, int Deemed, decimal Percent, bool IsEnough);
}

using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// The exception from residence by days of people with few days in the year and their tax home and closer connection abroad: kind
/// <c>closer-connection</c>. Whoever moves the tax home from one foreign country to another in the year needs to be taxed as a resident of them.
/// </summary>
internal sealed class CloserConnectionRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string Days = "days";

    public static ResidenceKind Spec { get; } =
        new("closer-connection", head => new CloserConnectionRule(head))
        {
            About = QuestionAbout.Year,
            Reads =
            [
                .. CountedYears.Reads,
                Facts.TaxHomeAbroadAllYear,
                Facts.CloserConnectionAbroad,
                Facts.GreenCardStepsTaken,
                Facts.TaxHomeCountriesCount,
                Facts.TaxedAsResidentOfTaxHomes,
            ],
            Parameters = [("fewer-than-days", ParameterUnit.Days), ("most-tax-homes", ParameterUnit.Count)],
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
        var exception = Possible.All(
            counted.ByYear[0] < values.Number("fewer-than-days"),
            question.Get(Facts.TaxHomeAbroadAllYear),
            question.Get(Facts.CloserConnectionAbroad),
            !question.Get(Facts.GreenCardStepsTaken),
            TaxHomesAllow(question, values)
        );
        return counted
            .Answer()
            .Add("spt_met", counted.IsMet)
            .Add("exception_applies", exception)
            .Add("resident", Possible.All(counted.IsMet, exception is { } applies ? !applies : null));
    }

    private static bool? TaxHomesAllow(ResidenceQuestion question, ValuesInForce values) =>
        question.Get(Facts.TaxHomeCountriesCount) is var countries && countries <= 1 ? true
        : countries > values.Number("most-tax-homes") ? false
        : question.Get(Facts.TaxedAsResidentOfTaxHomes);
}

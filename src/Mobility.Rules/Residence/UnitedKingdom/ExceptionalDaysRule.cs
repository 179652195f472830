using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>Days of exceptional circumstances, left out up to a limit for each tax year: kind <c>exceptional-days</c>.</summary>
internal sealed class ExceptionalDaysRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("exceptional-days", head => new ExceptionalDaysRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear, .. TransitPresence.Reads, Facts.ExceptionalCircumstancesDays],
            Verdict = Verdict.None,
            Parameters = [("year-starts", ParameterUnit.MonthDay), ("most-days", ParameterUnit.Days)],
        };

    internal override DaySet CountedDays(ResidenceQuestion question) =>
        TransitPresence.Days(this, question, question.RequiredOn());

    internal override DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day) =>
        TransitPresence.WhyLeftOut(stay, day);

    internal override DayConvention ConventionOn(LocalDate day) => DayConvention.Midnight;

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = TaxYears.Asked(this, question, values);
        var present = TransitPresence.DaysOf(this, question, year);
        var exceptional = question.Get(Facts.ExceptionalCircumstancesDays);
        var most = values.Number("most-days");
        var ignored = Math.Min(present, Math.Min(exceptional, most));
        return new ResidenceAnswer()
            .Add("days_ignored", ignored)
            .Add("days_counted", present - ignored)
            .Because(
                "gb.exceptional",
                ExplanationArgument.Days(exceptional),
                ExplanationArgument.Days(most),
                ExplanationArgument.Days(ignored)
            );
    }
}

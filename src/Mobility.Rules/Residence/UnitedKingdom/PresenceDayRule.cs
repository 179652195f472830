using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>
/// Which days of a stay are spent in the country, and which are days of presence without a midnight: kind <c>midnights-less-transit</c>. A midnight of
/// transit is no day spent there, and no qualifying day either.
/// </summary>
internal sealed class PresenceDayRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("midnights-less-transit", head => new PresenceDayRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [.. TransitPresence.Reads],
            Verdict = Verdict.None,
            Parameters = [("year-starts", ParameterUnit.MonthDay)],
        };

    internal override DaySet CountedDays(ResidenceQuestion question) =>
        TransitPresence.Days(this, question, question.RequiredOn());

    internal override DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day) =>
        TransitPresence.WhyLeftOut(stay, day);

    internal override DayConvention ConventionOn(LocalDate day) => DayConvention.Midnight;

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = question.Year is null ? null : TaxYears.Asked(this, question, values);
        var openEnd = year?.To ?? question.AsOf;
        var counted = TransitPresence.Days(this, question, openEnd);
        var withoutMidnight = Presence
            .In(Country, question, DayConvention.AnyPartOfDay, openEnd)
            .Without(Presence.In(Country, question, DayConvention.Midnight, openEnd));
        var days = year is null ? counted.Count : counted.Between(year.From, year.To);
        var qualifying = year is null ? withoutMidnight.Count : withoutMidnight.Between(year.From, year.To);
        return new ResidenceAnswer()
            .Add("days_counted", days)
            .Add("qualifying_days", qualifying)
            .Because("gb.midnights", ExplanationArgument.Days(days), ExplanationArgument.Days(qualifying));
    }
}

using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Resident with so many days of presence in the tax year: kind <c>presence-in-year</c>. While no number is in force there is no such test and nobody
/// is resident by it.
/// </summary>
internal sealed class PresenceInYearRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("presence-in-year", head => new PresenceInYearRule(head))
        {
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("least-days", ParameterUnit.Days),
            ],
            Optional = [("least-days-in-leap-year", ParameterUnit.Days)],
            Tests = ["presence"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = YearOf(question, values.MonthDay("year-starts"));
        var (days, dated) = YearDays.Of(this, question, year, values.Counts());
        var least = values.NumberOrNone("least-days");
        if (least is not null && year.Length > 365)
        {
            least = values.NumberOrNone("least-days-in-leap-year") ?? least;
        }

        var met = days >= least;
        return new ResidenceAnswer()
            .Add("days_counted", days)
            .AddIfKnown("threshold_days", least)
            .Add("threshold_crossed_on", met ? dated?.DayOf(least!.Value, year.From) : null)
            .Add("resident", met)
            .Add("test_met", met ? Test("presence") : null);
    }
}

/// <summary>Days of a tax year: given, or counted from stays.</summary>
internal static class YearDays
{
    /// <summary>Number of days in the year, and the dates when they were counted from stays.</summary>
    public static (int Days, DaySet? Dates) Of(
        ResidenceRule rule,
        ResidenceQuestion question,
        TaxYear year,
        Trips.DayConvention convention
    )
    {
        if (question.Get(Facts.DaysPresentByYear) is { } given)
        {
            return (given.GetValueOrDefault(year.Label), null);
        }

        var dates = Presence
            .Days(question, convention, year.To, stay => stay.Country == rule.Country && rule.Counts(stay))
            .Within(year.From, year.To);
        return (dates.Count, dates);
    }
}

using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Not a national, and resident for so many years or less of the years before the day asked about: kind <c>years-of-residence</c>. Each period begins
/// the day after entry and is counted in whole years, months and days.
/// </summary>
internal sealed class YearsOfResidenceRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("years-of-residence", head => new YearsOfResidenceRule(head))
        {
            Parameters =
            [
                ("looks-back", ParameterUnit.Period),
                ("most-years", ParameterUnit.Count),
                ("days-to-a-month", ParameterUnit.Count),
            ],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        const int MonthsToAYear = 12;
        var on = question.RequiredOn();
        var (first, last) = (on.Minus(values.Period("looks-back")), on.PlusDays(-1));
        var (years, months, days) = (0, 0, 0);
        var periods = question.Get(Facts.ResidencePeriodsDeclared).Where(period => !(period.From >= on)).ToList();
        foreach (var period in periods)
        {
            var from = period.From?.PlusDays(1) is { } start && start > first ? start : first;
            var to = period.To is { } end && end < last ? end : last;
            if (from <= to)
            {
                var length = Period.Between(from, to.PlusDays(1), PeriodUnits.YearMonthDay);
                (years, months, days) = (years + length.Years, months + length.Months, days + length.Days);
            }
        }

        var month = values.Number("days-to-a-month");
        months += days / month;
        days %= month;
        years += months / MonthsToAYear;
        months %= MonthsToAYear;
        var most = values.Number("most-years");
        var shortEnough = years < most || (years == most && months == 0 && days == 0);
        bool? national = question.Get(Facts.Citizenships)?.Contains(Country);
        return new ResidenceAnswer()
            .Because("residence.years-months-days", (Fraction)years, (Fraction)months, (Fraction)days, (Fraction)most)
            .Add("counting_starts_on", periods.Max(period => period.From)?.PlusDays(1))
            .Add("non_permanent_resident", Possible.All(shortEnough, national is { } known ? !known : null));
    }
}

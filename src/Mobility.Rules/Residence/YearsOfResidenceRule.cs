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
            About = QuestionAbout.Day,
            AskedWith = [Facts.ResidencePeriodsDeclared],
            Reads = [Facts.Citizenships, Facts.ResidencePeriodsDeclared],
            Verdict = Verdict.NonPermanent,
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
        var (months, days) = (0, 0);
        var periods = Separate(question.Get(Facts.ResidencePeriodsDeclared).Where(period => !(period.From >= on)));
        foreach (var period in periods)
        {
            var from = period.From?.PlusDays(1) is { } start && start > first ? start : first;
            var to = period.To is { } end && end < last ? end : last;
            if (from <= to)
            {
                var (whole, rest) = MonthsAndDays(from, to);
                (months, days) = (months + whole, days + rest);
            }
        }

        var month = values.Number("days-to-a-month");
        months += days / month;
        days %= month;
        var years = months / MonthsToAYear;
        months %= MonthsToAYear;
        var most = values.Number("most-years");
        var shortEnough = years < most || (years == most && months == 0 && days == 0);
        bool? national = question.Get(Facts.Citizenships)?.Contains(Country);
        return new ResidenceAnswer()
            .Because("residence.years-months-days", (Fraction)years, (Fraction)months, (Fraction)days, (Fraction)most)
            .Add("counting_starts_on", periods.Max(period => period.From)?.PlusDays(1))
            .Add("non_permanent_resident", Possible.All(shortEnough, national is { } known ? !known : null));
    }

    /// <summary>
    /// Whole months from a day to another (both inclusive) and the days left over. A month ends with the day before the same-numbered day of the next
    /// month, or with the last day of a month that has no such day.
    /// </summary>
    private static (int Months, int Days) MonthsAndDays(LocalDate from, LocalDate to)
    {
        LocalDate End(int months)
        {
            var same = from.PlusMonths(months);
            return same.Day == from.Day ? same.PlusDays(-1) : same;
        }

        var months = Period.Between(from, to.PlusDays(1), PeriodUnits.Months).Months;
        months = End(months) > to ? months - 1 : months;
        return (months, Period.DaysBetween(End(months), to));
    }

    /// <summary>The periods in order. An entry recorded in the midst of another period begins none: the two are one.</summary>
    private static List<DateSpan> Separate(IEnumerable<DateSpan> periods)
    {
        var separate = new List<DateSpan>();
        foreach (var period in periods.OrderBy(period => period.From ?? LocalDate.MinIsoValue))
        {
            if (separate.Count > 0 && !(period.From >= separate[^1].To))
            {
                var ends = separate[^1].To is { } one && period.To is { } other ? LocalDate.Max(one, other) : (LocalDate?)null;
                separate[^1] = separate[^1] with { To = ends };
            }
            else
            {
                separate.Add(period);
            }
        }

        return separate;
    }
}

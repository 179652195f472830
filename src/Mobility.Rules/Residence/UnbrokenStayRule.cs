using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Resident from the day after an unbroken stay has lasted so many months, counted from the day after entry, and not before: kind <c>unbroken-stay</c>.
/// Interruptions that are declared to be short count in.
/// </summary>
internal sealed class UnbrokenStayRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("unbroken-stay", head => new UnbrokenStayRule(head))
        {
            About = QuestionAbout.Day,
            Reads = [Facts.ShortInterruptionsDeclared],
            Parameters = [("counts", ParameterUnit.DayConvention), ("least-months", ParameterUnit.Period)],
            Tests = ["stay"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var on = question.RequiredOn();
        var days = YearDays.Counted(this, question, on);
        if (days.First is not { } earliest)
        {
            return new ResidenceAnswer().Add("resident", false).Add("threshold_crossed_on", null).Add("test_met", null);
        }

        var run = days.With(DaySet.Of(question.Get(Facts.ShortInterruptionsDeclared), earliest, on)).Runs[^1];
        var from = days.Within(DaySet.Date(run.From), on).First ?? on;
        var ends = EndOf(from.PlusDays(1), values.Period("least-months"));
        LocalDate? crossed = DaySet.Date(run.To) > ends ? ends.PlusDays(1) : null;
        var resident = crossed is not null && DaySet.Date(run.To) == on;
        return new ResidenceAnswer()
            .Because("residence.months", from.PlusDays(1), ends)
            .Add("counting_starts_on", from.PlusDays(1))
            .Add("period_ends_on", ends)
            .Add("threshold_crossed_on", crossed)
            .Add("first_day_of_residence", resident ? crossed : null)
            .Add("resident", resident)
            .Add("test_met", resident ? Test("stay") : null);
    }

    /// <summary>Last day of months that start on a day: the day before the same date, or the end of a month that lacks the date.</summary>
    private static LocalDate EndOf(LocalDate start, Period months) =>
        start.Plus(months) is var same && same.Day == start.Day ? same.PlusDays(-1) : same;
}

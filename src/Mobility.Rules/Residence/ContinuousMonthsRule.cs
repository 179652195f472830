using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// A continuous stay of more than so many months, longer where every stay has a private purpose: kind <c>continuous-months</c>. Short interruptions count
/// in; the day of entry is not counted, but residence goes back to it.
/// </summary>
internal sealed class ContinuousMonthsRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("continuous-months", head => new ContinuousMonthsRule(head))
        {
            About = QuestionAbout.Day,
            Reads = [Facts.ShortInterruptionsDeclared],
            Parameters =
            [
                ("counts", ParameterUnit.DayConvention),
                ("more-than-months", ParameterUnit.Period),
                ("more-than-months-private", ParameterUnit.Period),
            ],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var on = question.RequiredOn();
        var days = YearDays.Counted(this, question, on);
        if (days.First is not { } earliest)
        {
            return new ResidenceAnswer()
                .Add("counting_starts_on", null)
                .Add("period_ends_on", null)
                .Add("threshold_crossed_on", null)
                .Add("limit_months", null)
                .Add("first_day_of_residence", null)
                .Add("resident", false);
        }

        var bridged = days.With(DaySet.Of(question.Get(Facts.ShortInterruptionsDeclared), earliest, on));
        // A run after the last stay is nothing but interruptions: the one of the stay counts.
        var run = bridged.Runs.Last(run => run.From <= days.Runs[^1].To);
        var (from, last) = (days.Within(DaySet.Date(run.From), on).First!.Value, DaySet.Date(run.To));
        var months = values.Period(IsPrivate(question, from, last) ? "more-than-months-private" : "more-than-months");
        var ends = from.Plus(months);
        LocalDate? crossed = last > ends ? ends.PlusDays(1) : null;
        var resident = crossed is not null && last == on;
        return new ResidenceAnswer()
            .Over(from, on)
            .Because("residence.months", from.PlusDays(1), ends)
            .Add("counting_starts_on", from.PlusDays(1))
            .Add("period_ends_on", ends)
            .Add("threshold_crossed_on", crossed)
            .Add("limit_months", (months.Years * 12) + months.Months)
            .Add("first_day_of_residence", resident ? from : null)
            .Add("resident", resident);
    }

    private bool IsPrivate(ResidenceQuestion question, LocalDate from, LocalDate to) =>
        question
            .Stays.Where(stay => stay.Country == Country && stay.Arrive <= to && !(stay.Depart < from))
            .All(stay => stay.Purpose is StayPurpose.Private or StayPurpose.Medical or StayPurpose.Study);
}

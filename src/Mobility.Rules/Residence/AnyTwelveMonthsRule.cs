using System.Runtime.InteropServices;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// More than so many days in any twelve months make a resident from the first of them; more than so many days of absence in any twelve months end
/// residence before the first of them, unless there is a permanent place of abode: kind <c>any-twelve-months</c>.
/// </summary>
internal sealed class AnyTwelveMonthsRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("any-twelve-months", head => new AnyTwelveMonthsRule(head))
        {
            About = QuestionAbout.Day,
            Reads = [Facts.PermanentPlaceOfAbode],
            Parameters =
            [
                ("counts", ParameterUnit.DayConvention),
                ("window", ParameterUnit.Period),
                ("more-than-days", ParameterUnit.Days),
                ("more-than-days-absent", ParameterUnit.Days),
            ],
            Tests = ["days"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var on = question.RequiredOn();
        var length = values.Period("window");
        var days = YearDays.Counted(this, question, on);
        var abode = question.Get(Facts.PermanentPlaceOfAbode);
        var (with, without) = (Walk(days, on, values, abode: true), Walk(days, on, values, abode: false));
        T? Agreed<T>(Func<State, T?> result) => Possible.Agreed(abode, has => result(has ? with : without));
        return new ResidenceAnswer()
            .Over(TwelveMonths.StartOf(on, length), on)
            .Measured(TwelveMonths.Count(days, on, length), values.Number("more-than-days"), LimitSense.MostAllowed)
            .Compare("residence.in-window", TwelveMonths.Largest(days, on, length), values.Number("more-than-days"))
            .Compare(
                "residence.absent",
                Period.DaysBetween(TwelveMonths.StartOf(on, length), on) + 1 - TwelveMonths.Count(days, on, length),
                values.Number("more-than-days-absent")
            )
            .Add("max_days_in_window", TwelveMonths.Largest(days, on, length))
            .Add(
                "days_absent_in_window",
                Period.DaysBetween(TwelveMonths.StartOf(on, length), on) + 1 - TwelveMonths.Count(days, on, length)
            )
            .Add("threshold_crossed_on", Agreed(state => state.Established))
            .Add("first_day_of_residence", Agreed(state => state.First))
            .Add("last_day_of_residence", Agreed(state => state.Last))
            .Add("resident", Agreed<bool?>(state => state.First is not null))
            .Add("test_met", Agreed(state => state.First is null ? null : Test("days")));
    }

    private static State Walk(DaySet days, LocalDate on, ValuesInForce values, bool abode)
    {
        var length = values.Period("window");
        var state = default(State);
        if (days.First is not { } start)
        {
            return state;
        }

        for (var day = start; day <= on; day = day.PlusDays(1))
        {
            var from = TwelveMonths.StartOf(day, length);
            if (state.First is not { } first)
            {
                if (days.Between(from, day) > values.Number("more-than-days"))
                {
                    state = new(day, days.Within(from, day).First, null);
                }

                continue;
            }

            from = from < first ? first : from;
            var absent = Period.DaysBetween(from, day) + 1 - days.Between(from, day);
            if (!abode && absent > values.Number("more-than-days-absent"))
            {
                while (days.Contains(from))
                {
                    from = from.PlusDays(1);
                }

                state = new(state.Established, null, from.PlusDays(-1));
            }
        }

        return state;
    }

    /// <summary>The day that established the latest residence, its first day while it lasts, its last day once it has ended.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct State(LocalDate? Established, LocalDate? First, LocalDate? Last);
}

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
        var walk = Walk(days, on, values);
        var largest = TwelveMonths.Largest(days, on, length);

        // With a permanent place of abode no absence ends what has begun once.
        T? Agreed<T>(Func<State, T?> result) => Possible.Agreed(abode, has => result(has ? walk[0] : walk[^1]));
        return new ResidenceAnswer()
            .Over(TwelveMonths.StartOf(on, length), on)
            .Measured(TwelveMonths.Count(days, on, length), values.Number("more-than-days"), LimitSense.MostAllowed)
            .Compare("residence.in-window", largest, values.Number("more-than-days"))
            .Compare(
                "residence.absent",
                Period.DaysBetween(TwelveMonths.StartOf(on, length), on) + 1 - TwelveMonths.Count(days, on, length),
                values.Number("more-than-days-absent")
            )
            .Add("max_days_in_window", largest)
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

    /// <summary>What residence is each time one begins or ends; nothing when none ever began.</summary>
    private static List<State> Walk(DaySet days, LocalDate on, ValuesInForce values)
    {
        var length = values.Period("window");
        var (moreThan, moreThanAbsent) = (values.Number("more-than-days"), values.Number("more-than-days-absent"));
        var states = new List<State>();
        for (var next = days.First; next <= on; )
        {
            var established = TwelveMonths.FirstDay(
                days,
                next.Value,
                on,
                day => TwelveMonths.Count(days, day, length) > moreThan
            );
            if (established is not { } since)
            {
                break;
            }

            var first = days.Within(TwelveMonths.StartOf(since, length), since).First!.Value;
            states.Add(new(since, first, null));
            LocalDate From(LocalDate day) => LocalDate.Max(TwelveMonths.StartOf(day, length), first);
            next = TwelveMonths.FirstDay(
                days,
                since,
                on,
                day => Period.DaysBetween(From(day), day) + 1 - days.Between(From(day), day) > moreThanAbsent
            );
            if (next is { } ended)
            {
                var from = From(ended);
                while (days.Contains(from))
                {
                    from = from.PlusDays(1);
                }

                states.Add(new(since, null, from.PlusDays(-1)));
                next = ended.PlusDays(1);
            }
        }

        return states.Count == 0 ? [default] : states;
    }

    /// <summary>The day that established the latest residence, its first day while it lasts, its last day once it has ended.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct State(LocalDate? Established, LocalDate? First, LocalDate? Last);
}

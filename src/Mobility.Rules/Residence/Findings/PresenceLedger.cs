using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>
/// The days of a record as a residence rule sees them, in the ledger of the day rules. A date counts exactly where the rule's own set of counted days has
/// it; the ledger adds which stay it is of, how certain it is, and why it counts or does not.
/// </summary>
internal static class PresenceLedger
{
    /// <summary>Marks the days between two dates, both included.</summary>
    public static DayLedger Of(ResidenceRule rule, AskedRecord asked, LocalDate from, LocalDate to)
    {
        var (first, last, today) = (DaySet.Number(from), DaySet.Number(to), DaySet.Number(asked.AsOf));
        var certain = asked.Counted(asked.AsOf, withUnknown: false);
        var possible = asked.HasUnknown ? asked.Counted(asked.AsOf, withUnknown: true) : certain;
        var later = to > asked.AsOf ? asked.Counted(to, withUnknown: false) : certain;
        var question = asked.QuestionOn(to > asked.AsOf ? to : asked.AsOf, withUnknown: false);
        var marks = new List<MarkedDays>();
        var stays = asked.Record.Stays;
        for (var index = 0; index < stays.Count; index++)
        {
            var stay = stays[index];
            if (!rule.WatchesIn(stay.Country, asked.Place))
            {
                continue;
            }

            var begin = Math.Max(DaySet.Number(stay.Arrive), first);
            var end = Math.Min(stay.Depart is { } depart ? DaySet.Number(depart) : last, last);
            for (var day = begin; day <= end; day++)
            {
                marks.Add(new(day, day, rule.IsLeftOut(stay, DaySet.Date(day)) ? Why(day) : Mark(day), index));
            }

            DayMark Mark(int day) =>
                day > today ? (later.Contains(day) ? Coming() : Why(day))
                : stay.Planned ? (possible.Contains(day) ? DayMark.NotConfirmed : Why(day))
                : certain.Contains(day) ? DayMark.Actual
                : Why(day);

            DayMark Coming() => !stay.Planned && stay.Arrive <= asked.AsOf ? DayMark.StillThere : DayMark.Planned;

            DayMark Why(int day) => rule.WhyLeftOut(question, stay, DaySet.Date(day));
        }

        foreach (var run in possible.Without(certain).Within(from, to).Runs)
        {
            // Where an unconfirmed plan puts the person there, its own mark says so already.
            marks.AddRange(Unplanned(run).Select(day => new MarkedDays(day, day, DayMark.UnknownPlace, -1)));
        }

        return DayLedger.Of(marks, stays, today);

        IEnumerable<int> Unplanned(Run run) =>
            Enumerable
                .Range(run.From, run.Length)
                .Where(day =>
                    asked.Record.UnknownSpans.Any(span => DaySet.Number(span.From) <= day && DaySet.Number(span.To) >= day)
                );
    }
}

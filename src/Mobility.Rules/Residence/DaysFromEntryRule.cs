using System.Runtime.InteropServices;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Resident on completing so many days within months of an entry, or from arrival by class of visa: kind <c>days-from-entry</c>. If the days do not come
/// together, the next count begins with the entry after the one that began the last, even inside its months.
/// </summary>
internal sealed class DaysFromEntryRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("days-from-entry", head => new DaysFromEntryRule(head))
        {
            About = QuestionAbout.Day,
            Reads = [Facts.VisaClass],
            Parameters =
            [
                ("counts", ParameterUnit.DayConvention),
                ("window", ParameterUnit.Period),
                ("least-days", ParameterUnit.Days),
            ],
            Tests = ["days", "visa"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var on = question.RequiredOn();
        var days = YearDays.Counted(this, question, on);
        var count = Count(question, values, days, on);
        bool? byVisa = question.Get(Facts.VisaClass) is { } visa ? visa != VisaClass.TemporaryOther : null;
        var resident = Possible.Agreed<bool?>(byVisa, visa => visa ? days.First is not null : count.Reached is not null);
        var first = Possible.Agreed(byVisa, visa => visa ? days.First : count.Reached);
        return new ResidenceAnswer()
            .Over(count.From ?? on, count.To ?? on)
            .Compare("residence.at-least", count.Days, values.Number("least-days"))
            .Add("days_counted", count.Days)
            .Add("threshold_crossed_on", first)
            .Add("first_day_of_residence", first)
            .Add("resident", resident)
            .Add("test_met", resident is true && byVisa is not null ? Test(byVisa.Value ? "visa" : "days") : null);
    }

    private EntryCount Count(ResidenceQuestion question, ValuesInForce values, DaySet days, LocalDate on)
    {
        var running = default(EntryCount);
        foreach (var entry in Entries(question, on))
        {
            var end = entry.Plus(values.Period("window")).PlusDays(-1);
            var last = end < on ? end : on;
            var reached = days.DayOf(values.Number("least-days"), entry);
            running = new(entry, last, days.Between(entry, last), reached <= last ? reached : null);
            if (running.Reached is not null || end >= on)
            {
                break;
            }
        }

        return running;
    }

    /// <summary>Dates of entry, the earliest first. An arrival recorded in the midst of another stay is none.</summary>
    private List<LocalDate> Entries(ResidenceQuestion question, LocalDate on)
    {
        var entries = new List<LocalDate>();
        LocalDate? left = LocalDate.MinIsoValue;
        foreach (
            var stay in question
                .Stays.Where(stay => stay.Country == Country && Counts(stay) && stay.Arrive <= on)
                .OrderBy(stay => stay.Arrive)
        )
        {
            if (left <= stay.Arrive && (entries.Count == 0 || entries[^1] < stay.Arrive))
            {
                entries.Add(stay.Arrive);
            }

            left = left is { } day && stay.Depart is { } depart ? LocalDate.Max(day, depart) : null;
        }

        return entries;
    }

    /// <summary>The months running on a day: days so far, and the day on which there were enough.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct EntryCount(LocalDate? From, LocalDate? To, int Days, LocalDate? Reached);
}

using NodaTime;

namespace Mobility.Casework.Trips.Ledger;

/// <summary>Weeks begin on Monday everywhere here, as ISO 8601 has it.</summary>
public static class Weeks
{
    /// <summary>The Monday of the week that a day lies in.</summary>
    public static LocalDate Of(LocalDate day) => day.PlusDays(1).Previous(IsoDayOfWeek.Monday);

    /// <summary>The Sunday of a week.</summary>
    public static LocalDate EndOf(LocalDate monday) => monday.PlusDays(6);

    /// <summary>
    /// The days of a week about which a person is asked: those that have come, on which a case of theirs runs. Null when there is none.
    /// </summary>
    /// <param name="monday">The week.</param>
    /// <param name="runs">First and last day of each running case, the last null for one without an end.</param>
    /// <param name="today">The person's today.</param>
    public static (LocalDate From, LocalDate To)? Asked(
        LocalDate monday,
        IEnumerable<(LocalDate Start, LocalDate? End)> runs,
        LocalDate today
    )
    {
        (LocalDate From, LocalDate To)? asked = null;
        foreach (var (start, end) in runs)
        {
            var from = LocalDate.Max(monday, start);
            var to = LocalDate.Min(LocalDate.Min(EndOf(monday), today), end ?? today);
            if (from <= to)
            {
                asked = asked is { } so ? (LocalDate.Min(so.From, from), LocalDate.Max(so.To, to)) : (from, to);
            }
        }
        return asked;
    }
}

using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Tests.Trips;

/// <summary>
/// Counts the slow way: a set of dates for what is certain, unknown and planned, and every window counted date by date. Shares nothing with the rules
/// but the record.
/// </summary>
internal sealed class BruteForce
{
    private readonly HashSet<LocalDate> _actual = [];
    private readonly HashSet<LocalDate> _unknown = [];
    private readonly HashSet<LocalDate> _planned = [];

    /// <summary>Reads a record date by date.</summary>
    /// <param name="record">The record.</param>
    /// <param name="asOf">Last day of the past.</param>
    /// <param name="openEnd">Last day of a stay without a departure.</param>
    /// <param name="since">First day a country counts; null if never.</param>
    /// <param name="midnights">Whether the day of departure is left out.</param>
    /// <param name="permitsMatter">Whether days under a permit are left out.</param>
    public BruteForce(
        TravelRecord record,
        LocalDate asOf,
        LocalDate openEnd,
        Func<string, LocalDate?> since,
        bool midnights,
        bool permitsMatter
    )
    {
        foreach (var stay in record.Stays)
        {
            var last =
                stay.Depart is { } depart ? depart.PlusDays(midnights ? -1 : 0)
                : openEnd > stay.Arrive ? openEnd
                : stay.Arrive;
            for (var day = stay.Arrive; day <= last; day = day.PlusDays(1))
            {
                var isUnderPermit =
                    permitsMatter
                    && record.ResidencePermits.Any(permit =>
                        permit.Country == stay.Country && permit.From <= day && permit.To >= day
                    );
                if (since(stay.Country) is not { } from || day < from || isUnderPermit)
                {
                    continue;
                }

                (
                    day > asOf ? _planned
                    : stay.Planned ? _unknown
                    : _actual
                ).Add(day);
            }
        }

        foreach (var span in record.UnknownSpans)
        {
            for (var day = span.From; day <= span.To && day <= asOf; day = day.PlusDays(1))
            {
                _unknown.Add(day);
            }
        }

        _unknown.ExceptWith(_actual);
    }

    public int Actual(LocalDate from, LocalDate to) => _actual.Count(day => day >= from && day <= to);

    public int Unknown(LocalDate from, LocalDate to) => _unknown.Count(day => day >= from && day <= to);

    public int Planned(LocalDate from, LocalDate to) => _planned.Count(day => day >= from && day <= to);

    public int All(LocalDate from, LocalDate to, bool withUnknown) =>
        Actual(from, to) + Planned(from, to) + (withUnknown ? Unknown(from, to) : 0);

    public bool IsPlanned(LocalDate day) => _planned.Contains(day);

    /// <summary>The same days, but there every day from a date on.</summary>
    public int AllIfStayingFrom(LocalDate entering, LocalDate from, LocalDate to, bool withUnknown)
    {
        var count = 0;
        for (var day = from; day <= to; day = day.PlusDays(1))
        {
            var isThere =
                day >= entering || _actual.Contains(day) || _planned.Contains(day) || (withUnknown && _unknown.Contains(day));
            count += isThere ? 1 : 0;
        }

        return count;
    }
}

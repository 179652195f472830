using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Tests.Trips.Planning;

/// <summary>One counted limit read date by date, with its numbers from the law: shares nothing with the planner but the record.</summary>
internal sealed class SlowPlanner
{
    private const int Days = 6000;

    private static readonly LocalDate First = new(2019, 1, 1);

    private readonly Func<bool[], int, bool> _isOver;
    private readonly bool _ofWindows;
    private readonly Func<int, int> _yearEnd;
    private readonly Func<int, int> _yearStart;
    private readonly bool _midnights;
    private readonly Func<LocalDate, bool> _counts;
    private readonly bool[] _held = new bool[Days];
    private readonly IReadOnlyList<Stay> _journeys;

    private SlowPlanner(
        TravelRecord record,
        LocalDate asOf,
        LocalDate openEnd,
        Func<string, LocalDate, bool> counts,
        string country,
        bool midnights,
        bool ofWindows,
        (int Month, int Day) starts,
        Func<SlowPlanner, bool[], int, bool> isOver
    )
    {
        _midnights = midnights;
        _ofWindows = ofWindows;
        _counts = day => counts(country, day);
        _isOver = (days, day) => isOver(this, days, day);
        _yearEnd = day =>
        {
            var date = Date(day);
            var end = new LocalDate(date.Year, starts.Month, starts.Day).PlusDays(-1);
            return Index(end < date ? end.PlusYears(1) : end);
        };
        _yearStart = day => Index(Date(_yearEnd(day)).PlusYears(-1)) + 1;
        _journeys =
        [
            .. record.Stays.Where(s => s.Planned && s.Depart is not null && s.Arrive > asOf && s.Country != record.HomeCountry),
        ];
        foreach (var stay in record.Stays)
        {
            var last = stay.Depart is { } depart
                ? (midnights ? depart.PlusDays(-1) : depart)
                : LocalDate.Max(openEnd, stay.Arrive);
            for (var day = stay.Arrive; day <= last; day = day.PlusDays(1))
            {
                _held[Index(day)] |= counts(stay.Country, day);
            }
        }

        foreach (var span in record.UnknownSpans)
        {
            for (var day = span.From; day <= span.To && day <= asOf; day = day.PlusDays(1))
            {
                _held[Index(day)] = true;
            }
        }
    }

    public static SlowPlanner Schengen(RollingWindowRule rule, TravelRecord record, LocalDate asOf, string country) =>
        new(
            record,
            asOf,
            asOf.PlusDays(180),
            (place, day) =>
                rule.Members.Any(m => m.Country == place && m.From <= day)
                && !record.ResidencePermits.Any(p => p.Country == place && p.From <= day && p.To >= day),
            country,
            midnights: false,
            ofWindows: true,
            (1, 1),
            (_, days, day) => Count(days, day - 179, day) > 90
        );

    public static SlowPlanner UnitedStates(TravelRecord record, LocalDate asOf) =>
        new(
            record,
            asOf,
            new(asOf.Year + 1, 12, 31),
            (place, _) => place == "US",
            "US",
            midnights: false,
            ofWindows: false,
            (1, 1),
            (of, days, day) =>
            {
                var (start, before) = (of._yearStart(day), of._yearStart(of._yearStart(day) - 1));
                var current = Count(days, start, day);
                var sixths =
                    (6 * current) + (2 * Count(days, before, start - 1)) + Count(days, of._yearStart(before - 1), before - 1);
                return current >= 31 && sixths >= 183 * 6;
            }
        );

    public static SlowPlanner UnitedKingdom(TravelRecord record, LocalDate asOf) =>
        new(
            record,
            asOf,
            new(2026, 4, 5),
            (place, _) => place == "GB",
            "GB",
            midnights: true,
            ofWindows: false,
            (4, 6),
            (of, days, day) => Count(days, of._yearStart(day), day) >= 183
        );

    /// <summary>The first day that the stay passes; null if none.</summary>
    public LocalDate? FirstPassed(LocalDate from, LocalDate to)
    {
        var trip = new bool[Days];
        for (var day = from; day <= (_midnights ? to.PlusDays(-1) : to); day = day.PlusDays(1))
        {
            trip[Index(day)] = _counts(day);
        }

        var first = Array.IndexOf(trip, true);
        var all = _held.Zip(trip, (a, b) => a || b).ToArray();
        var end = Index(to) + 800;
        for (var day = first; first >= 0 && day <= end; day++)
        {
            if (_ofWindows)
            {
                if (all[day] && _isOver(all, day) && (trip[day] || !_isOver(_held, day)))
                {
                    return Date(day);
                }
            }
            else if (_isOver(all, _yearEnd(day)) && !_isOver(_held, _yearEnd(day)))
            {
                return Date(Enumerable.Range(_yearStart(day), 370).First(on => _isOver(all, on)));
            }
            else
            {
                day = _yearEnd(day);
            }
        }

        return null;
    }

    public bool IsInTheWay(LocalDate from, LocalDate to) =>
        _journeys.Any(s => LocalDate.Max(s.Arrive, from) < LocalDate.Min(s.Depart!.Value, to));

    private static int Count(bool[] days, int from, int to)
    {
        var count = 0;
        for (var day = Math.Max(0, from); day <= to; day++)
        {
            count += days[day] ? 1 : 0;
        }

        return count;
    }

    private static int Index(LocalDate day) => Period.DaysBetween(First, day);

    private static LocalDate Date(int index) => First.PlusDays(index);
}

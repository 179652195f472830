using Mobility.Casework.Trips.Ledger;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Web.Trips.Ledger;

/// <summary>Days in a country, as any part of a day counts, and what is known of the work done on them.</summary>
/// <param name="Country">ISO alpha-2.</param>
/// <param name="Days">Days there, split ones among them.</param>
/// <param name="Work">Days of work.</param>
/// <param name="NotSaid">Days of which nobody said what was done.</param>
public sealed record CountryTotal(string Country, int Days, int Work, int NotSaid)
{
    public static IReadOnlyList<CountryTotal> Of(IEnumerable<LedgerDay> days) =>
        [
            .. days.Where(d => d.Knowledge == DayKnowledge.Known)
                .SelectMany(d => d.Places.Select(p => (p.Country, d.Activity)))
                .GroupBy(d => d.Country)
                .Select(g => new CountryTotal(
                    g.Key,
                    g.Count(),
                    g.Count(d => d.Activity == DayActivity.Work),
                    g.Count(d => d.Activity is null)
                ))
                .OrderByDescending(c => c.Days)
                .ThenBy(c => c.Country, StringComparer.Ordinal),
        ];
}

/// <summary>One month of somebody's ledger: a grid to see it at a glance, and a row for each day.</summary>
public sealed record MonthPage
{
    public required string Number { get; init; }

    public required string Name { get; init; }

    public required string? Home { get; init; }

    public required LocalDate Today { get; init; }

    /// <summary>The first of the month.</summary>
    public required LocalDate Month { get; init; }

    public required IReadOnlyList<LedgerDay> Days { get; init; }

    /// <summary>The months with a record or a running case, for the way back and on.</summary>
    public required LocalDate First { get; init; }

    public required LocalDate Last { get; init; }

    public required bool MayRecord { get; init; }

    public required bool RemindersStopped { get; init; }

    public DayForm Form { get; init; } = new();

    /// <summary>The day that was to be taken back, for a reason that was refused.</summary>
    public LocalDate? WithdrawalOf { get; init; }

    public DayCompletion Completion => DayCompletion.Of(Days);

    public IReadOnlyList<CountryTotal> Totals => CountryTotal.Of(Days);

    public LocalDate? Before => Month > First ? Month.PlusMonths(-1) : null;

    public LocalDate? After => Month < Last ? Month.PlusMonths(1) : null;

    /// <summary>Weeks of seven, days of other months left empty.</summary>
    public IEnumerable<IReadOnlyList<LedgerDay?>> WeekRows()
    {
        var first = Weeks.Of(Month);
        var byDay = Days.ToDictionary(d => d.Date);
        for (var monday = first; monday < Month.PlusMonths(1); monday = monday.PlusWeeks(1))
        {
            yield return [.. Enumerable.Range(0, 7).Select(i => byDay.GetValueOrDefault(monday.PlusDays(i)))];
        }
    }
}

/// <summary>Some days in a row, as staff enter them.</summary>
public sealed class DayForm
{
    public LocalDate? From { get; set; }

    /// <summary>The same day when left empty.</summary>
    public LocalDate? To { get; set; }

    public string? Country { get; set; }

    public bool PlaceUnknown { get; set; }

    /// <summary>A second country of the same days.</summary>
    public string? Also { get; set; }

    /// <summary>How much of the day in the second country, in percent; null when nobody measured.</summary>
    public int? AlsoPercent { get; set; }

    public DayActivity? Activity { get; set; }

    public Casework.Trips.TripEvidence Evidence { get; set; }

    public string? Document { get; set; }

    public string? Why { get; set; }
}

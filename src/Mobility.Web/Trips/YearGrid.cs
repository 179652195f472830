using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Web.Trips;

/// <summary>What is recorded about one day.</summary>
public enum DayPlace
{
    /// <summary>Nothing. Nobody guesses that it was spent at home.</summary>
    NoRecord,
    Home,
    Away,
    Planned,

    /// <summary>Still to come, and at home: no journey is planned.</summary>
    HomeAhead,
    Unknown,
}

/// <summary>One day of the grid.</summary>
/// <param name="Date">The day.</param>
/// <param name="Place">What is recorded about it.</param>
/// <param name="Country">The country shown, ISO alpha-2; null when none is known.</param>
/// <param name="Others">Further countries of the same day: a split day.</param>
/// <param name="IsAsOf">Whether it is the day the page is about.</param>
public sealed record GridDay(LocalDate Date, DayPlace Place, string? Country, IReadOnlyList<string> Others, bool IsAsOf);

/// <summary>How many days of the year were spent in a country, and the number of its colour.</summary>
public sealed record CountryDays(string Country, int Colour, int Days);

/// <summary>
/// A calendar year of somebody's record, day by day: any part of a day counts, as people remember where they were. It is what the
/// record says, before any rule reads it.
/// </summary>
public sealed class YearGrid
{
    /// <summary>The number of colours; rarer countries share <see cref="OtherColour"/>.</summary>
    public const int Colours = 6;

    public const int OtherColour = 0;

    private readonly Dictionary<string, int> colours;

    private YearGrid(int year, IReadOnlyList<GridDay> days, IReadOnlyList<CountryDays> countries, string? home)
    {
        Year = year;
        Days = days;
        Countries = countries;
        Home = home;
        colours = countries.ToDictionary(c => c.Country, c => c.Colour);
    }

    public int Year { get; }

    public string? Home { get; }

    /// <summary>Every day of the year, in order.</summary>
    public IReadOnlyList<GridDay> Days { get; }

    /// <summary>The countries of the year but the home country, those with the most days first. Plans give a colour and no days.</summary>
    public IReadOnlyList<CountryDays> Countries { get; }

    public int Count(DayPlace place) => Days.Count(d => d.Place == place);

    /// <summary>The first planned day: a sample for the key.</summary>
    public GridDay? FirstPlanned => Days.FirstOrDefault(d => d.Place == DayPlace.Planned);

    public int ColourOf(string? country) =>
        country is not null && colours.TryGetValue(country, out var colour) ? colour : OtherColour;

    public IEnumerable<IReadOnlyList<GridDay>> Months() => Days.GroupBy(d => d.Date.Month).Select(m => m.ToList());

    /// <summary>The days up to and including the day the page is about of which nothing is recorded.</summary>
    public int DaysWithoutRecord(LocalDate asOf) => Days.Count(d => d.Place == DayPlace.NoRecord && d.Date <= asOf);

    /// <summary>Lays out a record. Days after <paramref name="asOf"/> are plans, also those of a stay that goes on.</summary>
    public static YearGrid Of(TravelRecord record, int year, LocalDate asOf)
    {
        ArgumentNullException.ThrowIfNull(record);
        var first = new LocalDate(year, 1, 1);
        var last = new LocalDate(year, 12, 31);
        var marks = new Marks[Period.DaysBetween(first, last) + 1];
        foreach (var stay in record.Stays.OrderBy(s => s.Arrive))
        {
            foreach (var day in Inside(first, last, stay.Arrive, stay.Depart ?? last))
            {
                var mark =
                    day > asOf ? (stay.Depart is null ? Mark.GoesOn : Mark.Plan)
                    : stay.Planned ? Mark.NotConfirmed
                    : (day == stay.Arrive && !stay.FromMidnight) || (day == stay.Depart && !stay.ToMidnight) ? Mark.TravelDay
                    : Mark.WholeDay;
                marks[Period.DaysBetween(first, day)].Add(mark, stay.Country);
            }
        }
        foreach (var span in record.UnknownSpans)
        {
            foreach (var day in Inside(first, LocalDate.Min(last, asOf), span.From, span.To))
            {
                marks[Period.DaysBetween(first, day)].Add(Mark.Unknown, null);
            }
        }
        var days = marks.Select((m, i) => m.Day(first.PlusDays(i), record.HomeCountry, asOf)).ToList();
        return new YearGrid(year, days, CountriesOf(days, record.HomeCountry), record.HomeCountry);
    }

    private static List<CountryDays> CountriesOf(List<GridDay> days, string? home) =>
        [
            .. days.Where(d => d.Place is DayPlace.Away or DayPlace.Home or DayPlace.Planned)
                .SelectMany(d => d.Others.Append(d.Country!).Select(c => (Country: c, Days: d.Place == DayPlace.Planned ? 0 : 1)))
                .Where(c => c.Country != home)
                .GroupBy(c => c.Country)
                .Select(g => (Country: g.Key, Days: g.Sum(c => c.Days)))
                .OrderByDescending(c => c.Days)
                .ThenBy(c => c.Country, StringComparer.Ordinal)
                .Select((c, i) => new CountryDays(c.Country, i < Colours ? i + 1 : OtherColour, c.Days)),
        ];

    private static IEnumerable<LocalDate> Inside(LocalDate first, LocalDate last, LocalDate from, LocalDate to)
    {
        var end = LocalDate.Min(last, to);
        for (var day = LocalDate.Max(first, from); day <= end; day = day.PlusDays(1))
        {
            yield return day;
        }
    }

    /// <summary>What puts somebody somewhere on a day, from the weakest to the strongest: the strongest alone is shown.</summary>
    private enum Mark
    {
        None,
        GoesOn,
        Plan,
        NotConfirmed,
        TravelDay,

        /// <summary>Stronger than a travel day: where else the person was that day nobody knows.</summary>
        Unknown,
        WholeDay,
    }

    private struct Marks
    {
        private Mark strongest;
        private List<string>? countries;

        public void Add(Mark mark, string? country)
        {
            if (mark < strongest && (mark, strongest) is not (Mark.TravelDay, Mark.WholeDay))
            {
                return;
            }
            if (mark > strongest)
            {
                // A day begun in one country and spent in another is a split day all the same.
                countries = (strongest, mark) is (Mark.TravelDay, Mark.WholeDay) ? countries : null;
                strongest = mark;
            }
            if (country is not null && countries?.Contains(country) != true)
            {
                (countries ??= []).Add(country);
            }
        }

        /// <summary>The day. Of two countries the one abroad is shown, of two abroad the one arrived in last.</summary>
        public readonly GridDay Day(LocalDate date, string? home, LocalDate asOf)
        {
            var shown = countries?.LastOrDefault(c => c != home) ?? countries?.LastOrDefault();
            var place = strongest switch
            {
                Mark.TravelDay or Mark.WholeDay => shown == home ? DayPlace.Home : DayPlace.Away,
                Mark.Unknown or Mark.NotConfirmed => DayPlace.Unknown,
                Mark.None => DayPlace.NoRecord,
                _ => shown == home ? DayPlace.HomeAhead : DayPlace.Planned,
            };
            return new GridDay(
                date,
                place,
                shown,
                countries is { Count: > 1 } ? [.. countries.Where(c => c != shown)] : [],
                date == asOf
            );
        }
    }
}

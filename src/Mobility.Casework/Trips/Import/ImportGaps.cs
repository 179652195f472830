using Mobility.Casework.Trips.Ledger;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>Days inside the time a file tells of on which neither the file nor the ledger says where the person was.</summary>
/// <param name="From">The first of the days (inclusive).</param>
/// <param name="To">The last (inclusive).</param>
/// <param name="Missing">The crossing that the file lacks there, which somebody has to decide about; null between two whole stays.</param>
public sealed record ImportGap(LocalDate From, LocalDate To, MissingCrossing? Missing)
{
    public int Days => Period.DaysBetween(From, To) + 1;
}

/// <summary>What somebody said about a gap.</summary>
/// <param name="From">The first of the days (inclusive).</param>
/// <param name="To">The last (inclusive).</param>
/// <param name="Country">Where the person was, ISO 3166 alpha-2; null when nobody knows.</param>
public sealed record GapDecision(LocalDate From, LocalDate To, string? Country)
{
    /// <summary>Whether the person is there still, so that the stay has no end yet.</summary>
    public bool StillThere { get; init; }

    internal bool Touches(ImportGap gap) => From <= gap.To && gap.From <= To;
}

/// <summary>Finds the gaps, and fills those that somebody decided about.</summary>
internal static class ImportGaps
{
    /// <summary>The gaps in order, none after the day on which the file was read.</summary>
    /// <param name="rows">The rows that are to enter, in the order of arrival.</param>
    /// <param name="file">The file they come from.</param>
    /// <param name="ledger">The person's stays that have not been removed.</param>
    public static IReadOnlyList<ImportGap> Find(IReadOnlyList<TravelRow> rows, TravelFile file, IEnumerable<LedgerStay> ledger)
    {
        var gaps = new List<ImportGap>();
        if (rows.Count == 0)
        {
            return gaps;
        }
        var from = rows.Min(row => row.Arrive);
        var to = rows.Max(row => row.Depart ?? row.Arrive);
        if (file.Crossings is [.., var last])
        {
            to = LocalDate.Max(to, last.To);
        }
        to = LocalDate.Min(to, file.Today ?? to);
        var stays = rows.Select(row => new LedgerStay(default, row.Country, row.Arrive, row.Depart, default))
            .Concat(ledger.Where(stay => stay.Arrive <= to && !(stay.Depart < from)))
            .OrderBy(stay => stay.Arrive);
        var crossing = 0;
        LocalDate? told = null;
        string? place = null;
        foreach (var stay in stays)
        {
            Add(stay.Arrive.PlusDays(-1), stay.Country);
            var end = stay.Depart ?? LocalDate.MaxIsoValue;
            place = told is null || end >= told ? stay.Country : place;
            told = told is null ? end : LocalDate.Max(told.Value, end);
        }
        Add(to, null);
        return gaps;

        void Add(LocalDate until, string? next)
        {
            if (told is not { } known || known >= LocalDate.Min(until, to))
            {
                return;
            }
            var gap = new ImportGap(known.PlusDays(1), LocalDate.Min(until, to), null);
            // Westward over the date line there is a date that nobody on board had.
            if (gap.Days == 1 && DateLine.LosesADay(place, next))
            {
                return;
            }
            while (crossing < file.Crossings.Count && file.Crossings[crossing].To < gap.From)
            {
                crossing++;
            }
            var missing = crossing < file.Crossings.Count ? file.Crossings[crossing] : null;
            gaps.Add(gap with { Missing = missing?.From <= gap.From && missing.To >= gap.To ? missing : null });
        }
    }

    /// <summary>The stays that fill the gaps decided about, where nothing else is recorded.</summary>
    /// <param name="decisions">What was decided, in order.</param>
    /// <param name="recorded">All that will be recorded: the ledger and what enters it.</param>
    /// <param name="make">Makes a stay.</param>
    public static IReadOnlyList<Trip> Fill(
        IReadOnlyList<GapDecision> decisions,
        IReadOnlyCollection<Trip> recorded,
        Func<string?, LocalDate, LocalDate?, Trip> make
    )
    {
        if (decisions.Count == 0)
        {
            return [];
        }
        var ends = recorded.Select(trip => (trip.Country, trip.Depart)).ToHashSet();
        var starts = recorded.Select(trip => (trip.Country, trip.Arrive)).ToHashSet();
        var lastFact = recorded
            .Where(trip => trip.Status == TripStatus.Actual)
            .Select(trip => trip.Arrive)
            .DefaultIfEmpty()
            .Max();
        var stretches = DaysBetween.Find(recorded, decisions.Min(d => d.From), decisions.Max(d => d.To));
        var filled = new List<Trip>();
        var first = 0;
        foreach (var decision in decisions.OrderBy(d => d.From))
        {
            while (first < stretches.Count && stretches[first].To < decision.From)
            {
                first++;
            }
            for (var i = first; i < stretches.Count && stretches[i].From <= decision.To; i++)
            {
                var (from, to) = Days(decision, stretches[i]);
                if (from > to)
                {
                    continue;
                }
                // On a travel day the person was in both places; who stayed where they were did not travel, and from nowhere nobody comes.
                var (before, after) = (from.PlusDays(-1), to.PlusDays(1));
                var arrived = decision.Country is not null && !ends.Contains((decision.Country, before));
                var left = decision.Country is not null && !starts.Contains((decision.Country, after));
                filled.Add(
                    make(
                        decision.Country,
                        arrived && stretches[i].From == before ? before : from,
                        decision.StillThere && lastFact <= from ? null
                            : left && stretches[i].To == after ? after
                            : to
                    )
                );
            }
        }
        return filled;
    }

    /// <summary>The days of a stretch that a decision is about, without the travel days that it shares.</summary>
    private static (LocalDate From, LocalDate To) Days(GapDecision decision, UnrecordedStretch stretch) =>
        (LocalDate.Max(stretch.From, decision.From), LocalDate.Min(stretch.To, decision.To));
}

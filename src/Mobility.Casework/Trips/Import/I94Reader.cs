using System.Text;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>
/// Reads the travel history of the US I-94 portal as people copy it: a list of arrivals and departures, one to a line, newest first or oldest
/// first. It tells of days in the United States only. Where a crossing is missing nothing is assumed: those days are for a person to decide.
/// One use per file.
/// </summary>
internal sealed class I94Reader(CountryText countries, TravelFileOptions options, ProblemList problems)
{
    /// <summary>The country whose list this is.</summary>
    private const string Country = "US";

    /// <summary>A list has its first crossing within this much; most files are none, and need not be gone through.</summary>
    private const int BytesLookedAt = 64 * 1024;

    private readonly StayChecks _checks = new(options.MaxListed);
    private readonly List<MissingCrossing> _missing = [];
    private readonly List<I94Crossing> _repeated = [];

    /// <summary>Null when the text is no list of crossings, or one that names other countries.</summary>
    public TravelFile? Read(FileBytes file, string fileName)
    {
        var utf8 = file.AsUtf8().Span;
        var start = I94Lines.Read(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, BytesLookedAt)]), options.MaxRows);
        if (start.Crossings.Count == 0 || start.Crossings.Exists(IsElsewhere))
        {
            return null;
        }
        var lines = I94Lines.Read(Encoding.UTF8.GetString(utf8), options.MaxRows);
        if (lines.Crossings.Exists(IsElsewhere))
        {
            return null;
        }
        lines.TellProblems(problems, options.MaxRows);
        var order = DateOrderOf(lines.Crossings);
        var stays = _checks.Check(Stays(InTime(lines.Crossings, order)), problems, "");
        foreach (var again in _repeated)
        {
            var kept = stays.Find(stay => stay.Arrive == again.Date || stay.Depart == again.Date);
            if (kept is not null)
            {
                _checks.Duplicate(kept, again.Line);
            }
        }
        return new TravelFile
        {
            FileName = fileName,
            Layout = TravelFileLayout.UsTravelHistory,
            Encoding = file.EncodingName,
            DateOrder = order,
            Today = options.Today,
            Rows = stays,
            Crossings = _missing,
            Travellers = lines.Travellers,
            Duplicates = _checks.Duplicates,
            Overlaps = _checks.Overlaps,
            Problems = problems.Problems,
            Notes = problems.Notes,
        };
    }

    /// <summary>A table with the name of another country in each row is another one, whatever its rows are called.</summary>
    private bool IsElsewhere(I94Crossing crossing) =>
        crossing.Place.Length > 3 && countries.InCell(crossing.Place).Code is { } code && code != Country;

    private DateOrder? DateOrderOf(List<I94Crossing> crossings)
    {
        var evidence = new DateOrderEvidence();
        foreach (var crossing in crossings)
        {
            evidence.See(crossing.Typed, crossing.Line, "");
        }
        return evidence.Matters ? options.DateOrder ?? evidence.Settle(problems) : null;
    }

    /// <summary>The crossings with their dates, oldest first; of one day as the list has them.</summary>
    private List<I94Crossing> InTime(List<I94Crossing> crossings, DateOrder? order)
    {
        var dated = new List<I94Crossing>();
        foreach (var crossing in crossings)
        {
            var reading = WrittenDates.Read(crossing.Typed, order);
            if (reading.Problem is { } problem)
            {
                problems.Add(problem, crossing.Line, null, crossing.Typed, WrittenDates.FirstYear, WrittenDates.LastYear);
            }
            else if (options.Today is { } today && reading.Date > today)
            {
                problems.Add(TravelProblemCode.CrossingInTheFuture, crossing.Line, null, crossing.Typed, reading.Date, today);
            }
            else
            {
                dated.Add(crossing with { Date = reading.Date });
            }
        }
        if (dated.Count > 0 && dated[0].Date >= dated[^1].Date)
        {
            dated.Reverse();
        }
        return WithoutRepeated([.. dated.OrderBy(crossing => crossing.Date)]);
    }

    /// <summary>The same crossing can be in the list twice, as when it was recorded at two desks.</summary>
    private List<I94Crossing> WithoutRepeated(IEnumerable<I94Crossing> crossings)
    {
        var kept = new List<I94Crossing>();
        foreach (var crossing in crossings)
        {
            if (kept is [.., var last] && last.Date == crossing.Date && last.IsArrival == crossing.IsArrival)
            {
                _repeated.Add(crossing);
            }
            else
            {
                kept.Add(crossing);
            }
        }
        return kept;
    }

    private IEnumerable<TravelRow> Stays(List<I94Crossing> crossings)
    {
        I94Crossing? inside = null;
        I94Crossing? left = null;
        foreach (var crossing in crossings)
        {
            if (crossing.IsArrival)
            {
                if (inside is { } earlier)
                {
                    yield return Row(earlier, null);
                    Missing(MissingCrossingKind.Departure, earlier, crossing);
                }
                inside = crossing;
                continue;
            }
            yield return Row(inside, crossing);
            if (inside is null)
            {
                Missing(MissingCrossingKind.Arrival, left, crossing);
            }
            (inside, left) = (null, crossing);
        }
        if (inside is { } latest)
        {
            var known = options.Today is { } today && today > latest.Date;
            yield return known ? Row(latest, null) : Row(latest, null) with { Depart = null };
            if (known)
            {
                _missing.Add(
                    new MissingCrossing(
                        MissingCrossingKind.LatestDeparture,
                        Country,
                        latest.Date.PlusDays(1),
                        options.Today!.Value,
                        latest.Line
                    )
                );
            }
        }
    }

    private void Missing(MissingCrossingKind kind, I94Crossing? before, I94Crossing after)
    {
        if (before is null)
        {
            problems.Note(TravelProblemCode.HistoryBeginsWithDeparture, after.Line, null, after.Typed, after.Date);
        }
        else if (before.Date.PlusDays(1) < after.Date)
        {
            var line = kind == MissingCrossingKind.Departure ? before.Line : after.Line;
            _missing.Add(new MissingCrossing(kind, Country, before.Date.PlusDays(1), after.Date.PlusDays(-1), line));
        }
    }

    /// <summary>The stay between two crossings; of one crossing only its day is known.</summary>
    private static TravelRow Row(I94Crossing? arrival, I94Crossing? departure)
    {
        var (first, last) = (arrival ?? departure!, departure ?? arrival!);
        var places = string.Join(" – ", new[] { arrival?.Place, departure?.Place }.Where(place => !string.IsNullOrEmpty(place)));
        return new TravelRow(
            Country,
            first.Date,
            last.Date,
            Planned: false,
            Purpose: null,
            Note: places.Length == 0 ? null : places,
            Math.Min(first.Line, last.Line),
            Math.Max(first.Line, last.Line)
        );
    }
}

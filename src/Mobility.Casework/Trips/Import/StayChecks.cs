using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>
/// What all the stays of a file tell together: which are told twice, which overlap, which are open before the end.
/// </summary>
internal sealed class StayChecks(int listed)
{
    private readonly Limited<TravelDuplicate> _duplicates = new(listed);

    public LimitedList<TravelDuplicate> Duplicates => _duplicates.ToList((a, b) => a.Line.CompareTo(b.Line));

    public LimitedList<TravelOverlap> Overlaps { get; private set; } = LimitedList.Empty<TravelOverlap>();

    /// <summary>The stays in the order of arrival, each once. Open ends before the last stay are added to the problems.</summary>
    public List<TravelRow> Check(IEnumerable<TravelRow> rows, ProblemList problems, string departField)
    {
        var stays = WithoutDuplicates(rows);
        stays.Sort(ByArrival);
        FindOpenEnds(stays, problems, departField);
        Overlaps = StayOverlaps.Find(stays, listed, (_, _) => true);
        return stays;
    }

    /// <summary>A day that a row-per-day file tells twice.</summary>
    public void Duplicate(TravelRow kept, int line) => _duplicates.Add(new TravelDuplicate(kept, line));

    private List<TravelRow> WithoutDuplicates(IEnumerable<TravelRow> rows)
    {
        var stays = new List<TravelRow>();
        var places = new Dictionary<(string?, LocalDate, LocalDate?), int>();
        foreach (var row in rows)
        {
            if (places.TryAdd((row.Country, row.Arrive, row.Depart), stays.Count))
            {
                stays.Add(row);
                continue;
            }
            // The same stay as plan and as fact is a fact.
            var place = places[(row.Country, row.Arrive, row.Depart)];
            var kept = stays[place].Planned && !row.Planned ? row : stays[place];
            var dropped = ReferenceEquals(kept, row) ? stays[place] : row;
            stays[place] = kept;
            _duplicates.Add(new TravelDuplicate(kept, dropped.FirstLine));
        }
        return stays;
    }

    private static void FindOpenEnds(List<TravelRow> stays, ProblemList problems, string departField)
    {
        // A person may be abroad still and have plans: a stay is open before the end when a later one of the same kind begins.
        foreach (var planned in new[] { false, true })
        {
            TravelRow? later = null;
            for (var i = stays.Count - 1; i >= 0; i--)
            {
                var stay = stays[i];
                if (stay.Planned != planned)
                {
                    continue;
                }
                if (later is not null && stay.Depart is null && (later.Arrive > stay.Arrive || later.Depart is null))
                {
                    problems.Add(
                        TravelProblemCode.OpenEndNotLast,
                        stay.FirstLine,
                        departField,
                        "",
                        later.Arrive,
                        later.FirstLine
                    );
                }
                later ??= stay;
            }
        }
    }

    private static int ByArrival(TravelRow a, TravelRow b)
    {
        var order = a.Arrive.CompareTo(b.Arrive);
        order = order != 0 ? order : (a.Depart ?? LocalDate.MaxIsoValue).CompareTo(b.Depart ?? LocalDate.MaxIsoValue);
        return order != 0 ? order : a.FirstLine.CompareTo(b.FirstLine);
    }
}

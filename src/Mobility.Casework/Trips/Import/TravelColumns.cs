namespace Mobility.Casework.Trips.Import;

/// <summary>Which column of a file says what, as its header tells.</summary>
internal sealed class TravelColumns
{
    private readonly IReadOnlyList<string> _headers;
    private readonly Dictionary<TravelField, int> _columns = [];

    private TravelColumns(IReadOnlyList<string> headers) => _headers = headers;

    public TravelFileLayout Layout { get; private set; } = TravelFileLayout.Unrecognised;

    /// <summary>How many fields the header names: the best guess at what a broken header was meant to be.</summary>
    public int Recognised => _columns.Count;

    public int Count => _headers.Count;

    /// <summary>The date order that the header itself states, as in "From (dd/mm/yyyy)".</summary>
    public DateOrder? StatedOrder { get; private set; }

    /// <summary>Whether "departure" and "return" were the days of leaving home and coming back.</summary>
    public bool DepartureIsOutward { get; private set; }

    /// <summary>Two columns that say the same, which is not for the program to choose between.</summary>
    public (string Header, int First, int Second)? Ambiguous { get; private set; }

    public IReadOnlyList<TravelField> Missing { get; private set; } = [];

    public IReadOnlyList<string> Ignored =>
        [
            .. _headers.Where(
                (header, index) =>
                    header.Length > 0 && !_columns.Any(column => column.Value == index && column.Key != TravelField.Traveller)
            ),
        ];

    public int? this[TravelField field] => _columns.TryGetValue(field, out var index) ? index : null;

    public string Header(TravelField field) => this[field] is { } index ? _headers[index] : "";

    /// <summary>Whether the column of the status is one that is answered with yes or no ("planned").</summary>
    public bool StatusIsYesOrNo => HeaderWords.YesOrNo.Contains(HeaderText.Key(Header(TravelField.Status)));

    public static TravelColumns From(IReadOnlyList<string> cells)
    {
        var headers = new List<string>(cells);
        while (headers is [.., ""])
        {
            headers.RemoveAt(headers.Count - 1);
        }
        var columns = new TravelColumns(headers);
        columns.Match();
        columns.ReadDepartureAsOutward();
        columns.Decide();
        return columns;
    }

    /// <summary>The columns as somebody said they are, whatever their headers say.</summary>
    public static TravelColumns Of(IReadOnlyList<string> cells, TravelColumnChoice choice)
    {
        var columns = new TravelColumns([
            .. Enumerable
                .Range(0, choice.Fields.Count)
                .Select(i => i < cells.Count && cells[i].Length > 0 ? cells[i] : $"{i + 1}"),
        ]);
        for (var i = 0; i < choice.Fields.Count; i++)
        {
            columns.StatedOrder ??= HeaderWords.StatedOrder(columns._headers[i]);
            if (choice.Fields[i] is { } field)
            {
                columns._columns.TryAdd(field, i);
            }
        }
        columns.Decide();
        return columns;
    }

    /// <summary>What a column says; null when it is not read.</summary>
    public TravelField? FieldOf(int column) =>
        _columns.Where(entry => entry.Value == column).Select(entry => (TravelField?)entry.Key).FirstOrDefault();

    private void Match()
    {
        var best = new Dictionary<TravelField, int>();
        for (var index = 0; index < _headers.Count; index++)
        {
            StatedOrder ??= HeaderWords.StatedOrder(_headers[index]);
            if (!HeaderWords.Fields.TryGetValue(HeaderText.Key(_headers[index]), out var match))
            {
                continue;
            }
            var (field, rank) = match;
            if (!best.TryGetValue(field, out var rankSoFar) || rank < rankSoFar)
            {
                best[field] = rank;
                _columns[field] = index;
            }
            else if (rank == rankSoFar)
            {
                MatchTwice(field, index);
            }
        }
    }

    private void MatchTwice(TravelField field, int index)
    {
        if (field == TravelField.Country && !_columns.ContainsKey(TravelField.OtherCountry))
        {
            _columns[TravelField.OtherCountry] = index;
        }
        else if (field is not (TravelField.Note or TravelField.Purpose or TravelField.Traveller))
        {
            Ambiguous ??= (_headers[index], _columns[field] + 1, index + 1);
        }
    }

    private void Decide()
    {
        if (
            !_columns.ContainsKey(TravelField.Arrive)
            && _columns.ContainsKey(TravelField.Depart)
            && _columns.Remove(TravelField.Date, out var date)
        )
        {
            _columns[TravelField.Arrive] = date;
        }
        bool country = _columns.ContainsKey(TravelField.Country),
            arrive = _columns.ContainsKey(TravelField.Arrive),
            depart = _columns.ContainsKey(TravelField.Depart),
            day = _columns.ContainsKey(TravelField.Date);
        if (country && arrive && depart)
        {
            _columns.Remove(TravelField.Date);
            Layout = TravelFileLayout.RowPerTrip;
            if (_columns.TryGetValue(TravelField.OtherCountry, out var other))
            {
                _columns.Remove(TravelField.OtherCountry);
                Ambiguous ??= (_headers[other], _columns[TravelField.Country] + 1, other + 1);
            }
        }
        else if (country && day)
        {
            _columns.Remove(TravelField.Arrive);
            Layout = TravelFileLayout.RowPerDay;
        }
        else
        {
            Missing =
            [
                .. country ? Array.Empty<TravelField>() : [TravelField.Country],
                .. arrive || day ? Array.Empty<TravelField>()
                : depart ? [TravelField.Arrive]
                : [TravelField.Date],
                .. arrive && !depart ? [TravelField.Depart] : Array.Empty<TravelField>(),
            ];
        }
    }

    /// <summary>With a column for the return and none for the arrival, the departure is the one from home.</summary>
    private void ReadDepartureAsOutward()
    {
        if (_columns.ContainsKey(TravelField.Arrive))
        {
            return;
        }
        int? outward = null,
            back = null;
        for (var index = 0; index < _headers.Count; index++)
        {
            var key = HeaderText.Key(_headers[index]);
            outward ??= HeaderWords.Outward.Contains(key) ? index : null;
            back ??= HeaderWords.Return.Contains(key) ? index : null;
        }
        if (outward is { } from && back is { } to)
        {
            _columns[TravelField.Arrive] = from;
            _columns[TravelField.Depart] = to;
            DepartureIsOutward = true;
        }
    }
}

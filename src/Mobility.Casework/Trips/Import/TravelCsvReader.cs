namespace Mobility.Casework.Trips.Import;

/// <summary>Reads rows of trips or of days. One use per file.</summary>
internal sealed class TravelCsvReader(CountryText countries, TravelFileOptions options, ProblemList problems)
{
    private readonly List<TravelRow> _trips = [];
    private readonly List<DayRow> _days = [];
    private readonly StayChecks _checks = new(options.MaxListed);
    private readonly Limited<DayWithoutCountry> _daysWithoutCountry = new(options.MaxListed);

    public TravelFile Read(FileBytes file, string fileName)
    {
        var utf8 = file.AsUtf8();
        var result = new TravelFile
        {
            FileName = fileName,
            Layout = TravelFileLayout.Unrecognised,
            Encoding = file.EncodingName,
        };
        var header = options.Columns is { } choice
            ? TravelCsvHeader.Chosen(utf8, choice, problems)
            : TravelCsvHeader.Find(utf8, problems);
        if (header is null)
        {
            return result with { Problems = problems.Problems, Notes = problems.Notes };
        }
        var columns = header.Columns;
        var (order, unsettled) = DateOrderOf(utf8, header);
        var cells = new TravelCsvCells(columns, order, countries, options, problems);
        ReadRows(utf8, header, cells);

        var told =
            unsettled ? []
            : columns.Layout == TravelFileLayout.RowPerDay ? DayFolding.Fold(_days, _checks)
            : _trips;
        var stays = _checks.Check(told, problems, columns.Header(TravelField.Depart));
        if (stays.Count == 0 && problems.Total == 0)
        {
            problems.Add(TravelProblemCode.NoRows);
        }
        return result with
        {
            Layout = columns.Layout,
            Delimiter = header.Delimiter,
            IgnoredColumns = columns.Ignored,
            DateOrder = order,
            Rows = stays,
            Duplicates = _checks.Duplicates,
            Overlaps = _checks.Overlaps,
            Travellers = cells.Travellers,
            Today = options.Today,
            DaysWithoutCountry = _daysWithoutCountry.ToList(),
            Problems = problems.Problems,
            Notes = problems.Notes,
        };
    }

    /// <summary>The order of the numeric dates by the person's word, the header's, or all the dates of the file together.</summary>
    private (DateOrder? Order, bool Unsettled) DateOrderOf(ReadOnlyMemory<byte> utf8, TravelCsvHeader header)
    {
        var evidence = new DateOrderEvidence();
        var columns = header.Columns;
        TravelField[] dates = [TravelField.Arrive, TravelField.Depart, TravelField.Date];
        foreach (var row in TravelCsvRows.Read(utf8, header, problems: null))
        {
            foreach (var field in dates)
            {
                evidence.See(row[columns[field]], row.Line, columns.Header(field));
            }
        }
        if (!evidence.Matters)
        {
            return (null, false);
        }
        if ((options.DateOrder ?? columns.StatedOrder) is { } told)
        {
            return (told, false);
        }
        var settled = evidence.Settle(problems);
        return (settled, settled is null);
    }

    private void ReadRows(ReadOnlyMemory<byte> utf8, TravelCsvHeader header, TravelCsvCells cells)
    {
        var columns = header.Columns;
        foreach (var row in TravelCsvRows.Read(utf8, header, problems))
        {
            if (_trips.Count + _days.Count >= options.MaxRows)
            {
                problems.Add(TravelProblemCode.TooManyRows, row.Line, null, null, options.MaxRows);
                break;
            }
            cells.CheckTraveller(row);
            if (cells.Remarks(row) is not { } remarks)
            {
                continue;
            }
            if (columns.Layout == TravelFileLayout.RowPerDay)
            {
                ReadDay(row, columns, cells, remarks);
            }
            else
            {
                ReadTrip(row, columns, cells, remarks);
            }
        }
        cells.NoteFormulas();
        if (_daysWithoutCountry.Total > 0)
        {
            var first = _daysWithoutCountry.ToList()[0];
            var country = columns.Header(TravelField.Country);
            problems.Note(TravelProblemCode.DaysHaveNoCountry, first.Line, country, "", _daysWithoutCountry.Total, first.Date);
        }
    }

    private void ReadTrip(TravelCsvRow row, TravelColumns columns, TravelCsvCells cells, RowRemarks remarks)
    {
        var placeIsTold = cells.Country(row, TravelField.Country, out var country);
        var arrive = cells.Date(row, TravelField.Arrive, TravelProblemCode.MissingArrival);
        var typed = row[columns[TravelField.Depart]];
        var open = HeaderWords.IsStillThere(typed);
        var depart = open ? null : cells.Date(row, TravelField.Depart, TravelProblemCode.DateNotUnderstood);
        if (!placeIsTold || arrive is not { } from || (depart is null && !open))
        {
            return;
        }
        var header = columns.Header(TravelField.Depart);
        if (country is null && open)
        {
            problems.Add(TravelProblemCode.UnknownPlaceNeedsEnd, row.Line, header, typed);
        }
        else if (depart < from)
        {
            problems.Add(TravelProblemCode.DepartBeforeArrive, row.Line, header, typed, from, depart);
        }
        else if (cells.IsPlanned(row, country, from, remarks.Planned) is { } planned)
        {
            _trips.Add(new TravelRow(country, from, depart, planned, remarks.Purpose, remarks.Note, row.Line, row.Line));
        }
    }

    private void ReadDay(TravelCsvRow row, TravelColumns columns, TravelCsvCells cells, RowRemarks remarks)
    {
        var date = cells.Date(row, TravelField.Date, TravelProblemCode.MissingDate);
        TravelField[] told =
        [
            .. new[] { TravelField.Country, TravelField.OtherCountry }.Where(field => row[columns[field]].Length > 0),
        ];
        if (told.Length == 0 && date is { } unknown)
        {
            _daysWithoutCountry.Add(new DayWithoutCountry(unknown, row.Line));
        }
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in told)
        {
            if (
                cells.Country(row, field, out var country)
                && date is { } day
                && places.Add(country ?? "")
                && cells.IsPlanned(row, country, day, remarks.Planned) is { } planned
            )
            {
                _days.Add(new DayRow(day, country, planned, remarks.Purpose, remarks.Note, row.Line));
            }
        }
    }
}

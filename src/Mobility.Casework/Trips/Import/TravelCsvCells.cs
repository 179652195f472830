using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>What a row tells besides the place and the days.</summary>
/// <param name="Planned">Whether it is said to be a plan; null when nothing is said.</param>
/// <param name="Purpose">As typed.</param>
/// <param name="Note">As typed.</param>
internal readonly record struct RowRemarks(bool? Planned, string? Purpose, string? Note);

/// <summary>Makes dates, countries and words of the cells of a row; what cannot be made out is a problem of that cell.</summary>
internal sealed class TravelCsvCells(
    TravelColumns columns,
    DateOrder? order,
    CountryText countries,
    TravelFileOptions options,
    ProblemList problems
)
{
    private (int Line, string Header, string Typed)? _formula;
    private int _formulas;
    private (string Name, int Line)? _traveller;
    private bool _severalTravellers;

    /// <summary>Whose journeys the file says they are.</summary>
    public IReadOnlyList<string> Travellers => _traveller is { } traveller ? [traveller.Name] : [];

    public LocalDate? Date(TravelCsvRow row, TravelField field, TravelProblemCode whenEmpty)
    {
        var typed = row[columns[field]];
        if (typed.Length == 0)
        {
            problems.Add(whenEmpty, row.Line, columns.Header(field), "");
            return null;
        }
        var reading = WrittenDates.Read(typed, order);
        if (reading.Problem is not { } problem)
        {
            return reading.Date;
        }
        problems.Add(problem, row.Line, columns.Header(field), typed, WrittenDates.FirstYear, WrittenDates.LastYear);
        return null;
    }

    /// <summary>The country of a cell, null for a place that the cell says is not known; false when there is a problem.</summary>
    public bool Country(TravelCsvRow row, TravelField field, out string? country)
    {
        var typed = row[columns[field]];
        var answer = countries.InCell(typed);
        country = answer.Code;
        if (country is not null || HeaderWords.UnknownPlace.Contains(typed.ToLowerInvariant()))
        {
            return true;
        }
        var header = columns.Header(field);
        if (typed.Length == 0)
        {
            problems.Add(TravelProblemCode.MissingCountry, row.Line, header, "");
        }
        else if (answer.Codes.Count > 1)
        {
            problems.Add(TravelProblemCode.SeveralCountries, row.Line, header, typed, string.Join(", ", answer.Codes));
        }
        else if (CsvCell.LooksLikeFormula(typed))
        {
            problems.Add(TravelProblemCode.FormulaInsteadOfValue, row.Line, header, typed);
        }
        else if (!problems.IsFull && countries.Nearest(typed) is { } nearest)
        {
            problems.Add(TravelProblemCode.UnknownCountryWithSuggestion, row.Line, header, typed, nearest);
        }
        else
        {
            problems.Add(TravelProblemCode.UnknownCountry, row.Line, header, typed);
        }
        return false;
    }

    /// <summary>Status, purpose and note; null when the row is no journey, or its status is not known.</summary>
    public RowRemarks? Remarks(TravelCsvRow row)
    {
        var purpose = Text(row, TravelField.Purpose, TravelFileOptions.LongestPurpose);
        var note = Text(row, TravelField.Note, TravelFileOptions.LongestNote);
        var typed = row[columns[TravelField.Status]];
        if (typed.Length == 0)
        {
            return new RowRemarks(null, purpose, note);
        }
        var word = HeaderText.Key(typed);
        if (HeaderWords.Cancelled.Contains(word))
        {
            problems.Note(TravelProblemCode.CancelledRowLeftOut, row.Line, columns.Header(TravelField.Status), typed);
            return null;
        }
        if (
            HeaderWords.Planned.TryGetValue(word, out var planned)
            || (columns.StatusIsYesOrNo && HeaderWords.Yes.TryGetValue(word, out planned))
        )
        {
            return new RowRemarks(planned, purpose, note);
        }
        problems.Add(TravelProblemCode.UnknownStatus, row.Line, columns.Header(TravelField.Status), typed);
        return null;
    }

    /// <summary>Whether a stay is a plan, by the row's word and by today; null when that cannot be.</summary>
    public bool? IsPlanned(TravelCsvRow row, string? country, LocalDate arrive, bool? said)
    {
        var later = options.Today < arrive;
        if (country is null && (said == true || later))
        {
            var header = columns.Header(TravelField.Country);
            problems.Add(TravelProblemCode.PlanNeedsCountry, row.Line, header, row[columns[TravelField.Country]]);
            return null;
        }
        if (later && said == false && options.Today is { } today)
        {
            var header = columns.Header(TravelField.Status);
            problems.Add(TravelProblemCode.ActualInTheFuture, row.Line, header, row[columns[TravelField.Status]], arrive, today);
            return null;
        }
        return later || said == true;
    }

    /// <summary>A list of several people's journeys must not end up as the history of one.</summary>
    public void CheckTraveller(TravelCsvRow row)
    {
        var name = row[columns[TravelField.Traveller]];
        if (name.Length == 0 || _severalTravellers)
        {
            return;
        }
        _traveller ??= (name, row.Line);
        var (first, line) = _traveller.Value;
        if (!string.Equals(HeaderText.Key(first), HeaderText.Key(name), StringComparison.Ordinal))
        {
            _severalTravellers = true;
            problems.Add(TravelProblemCode.SeveralTravellers, row.Line, columns.Header(TravelField.Traveller), name, first, line);
        }
    }

    /// <summary>Says once for the whole file that cells which look like formulas are texts like others.</summary>
    public void NoteFormulas()
    {
        if (_formula is { } formula)
        {
            problems.Note(TravelProblemCode.FormulasKeptAsText, formula.Line, formula.Header, formula.Typed, _formulas);
        }
    }

    private string? Text(TravelCsvRow row, TravelField field, int longest)
    {
        var text = row[columns[field]];
        if (text.Length == 0)
        {
            return null;
        }
        if (text.Length > longest)
        {
            problems.Add(TravelProblemCode.TextTooLong, row.Line, columns.Header(field), text, text.Length, longest);
            return null;
        }
        if (CsvCell.LooksLikeFormula(text))
        {
            _formula ??= (row.Line, columns.Header(field), text);
            _formulas++;
        }
        return text;
    }
}

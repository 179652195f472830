using CsvHelper;

namespace Mobility.Casework.Trips.Import;

/// <summary>Takes the first rows of a file apart when its own headers do not say what its columns are.</summary>
internal static class TravelCsvSample
{
    private const int BytesLookedAt = 64 * 1024;
    private const int RecordsLookedAt = 20;
    private const int MostColumns = 60;
    private static readonly char[] Delimiters = ['\t', ';', ',', '|'];

    /// <summary>Null for a file that has no two columns.</summary>
    public static TravelFileSample? Take(ReadOnlyMemory<byte> utf8, CountryText countries)
    {
        var start = utf8[..Math.Min(utf8.Length, BytesLookedAt)];
        var best = Delimiters
            .Select(delimiter => (Delimiter: delimiter, Records: Records(start, delimiter)))
            .Where(read => read.Records.Any(record => record.Cells.Count is > 1 and <= MostColumns))
            .OrderByDescending(read => read.Records.Count(record => record.Cells.Count > 1))
            .ThenByDescending(read => read.Records.Max(record => record.Cells.Count))
            .FirstOrDefault();
        if (best.Records is null)
        {
            return null;
        }
        // Titles and empty lines stand above the headers; these are as wide as what is below.
        var width = Math.Min(best.Records.Max(record => record.Cells.Count), MostColumns);
        var head = best.Records.Find(record => record.Cells.Count * 2 > width);
        var headless = head.Cells.Exists(IsDate);
        var rows = best.Records.Where(record => record.Line > head.Line || headless && record.Line == head.Line).ToList();
        IReadOnlyList<string> headers = [.. head.Cells, .. Enumerable.Repeat("", Math.Max(0, width - head.Cells.Count))];
        return new TravelFileSample
        {
            Delimiter = best.Delimiter,
            HeaderLine = headless ? 0 : head.Line,
            Headers = headers,
            Rows = [.. rows.Select(row => row.Cells)],
            Guess = headless ? ByContent(rows.ConvertAll(row => row.Cells), headers.Count, countries) : ByName(headers),
        };
    }

    private static List<(int Line, List<string> Cells)> Records(ReadOnlyMemory<byte> start, char delimiter)
    {
        var found = new List<(int, List<string>)>();
        using var reader = CsvReader.Create(start, TravelCsvRows.Options(delimiter, _ => { }));
        while (found.Count < RecordsLookedAt && reader.Read())
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(index => reader.GetString(index).Trim()).ToList();
            while (cells is [.., ""])
            {
                cells.RemoveAt(cells.Count - 1);
            }
            if (cells.Count > 0 && !cells[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            {
                found.Add(((int)reader.LineNumber, cells));
            }
        }
        return found;
    }

    private static TravelField?[] ByName(IReadOnlyList<string> headers)
    {
        var columns = TravelColumns.From(headers);
        return [.. Enumerable.Range(0, headers.Count).Select(columns.FieldOf)];
    }

    /// <summary>Columns of countries and of dates show by what is in them; which date is which only by their order.</summary>
    private static TravelField?[] ByContent(List<List<string>> rows, int columns, CountryText countries)
    {
        bool Holds(int column, Func<string, bool> test)
        {
            var cells = rows.Where(row => row.Count > column && row[column].Length > 0).Select(row => row[column]).ToList();
            return cells.Count > 0 && cells.TrueForAll(cell => test(cell));
        }
        var guess = new TravelField?[columns];
        var dates = Enumerable.Range(0, columns).Where(column => Holds(column, IsDate)).ToList();
        if (dates is [var only])
        {
            guess[only] = TravelField.Date;
        }
        else if (dates is [var from, var to])
        {
            (guess[from], guess[to]) = (TravelField.Arrive, TravelField.Depart);
        }
        var places = Enumerable
            .Range(0, columns)
            .Where(column => Holds(column, cell => countries.InCell(cell).Code is not null))
            .ToList();
        if (places is [var place])
        {
            guess[place] = TravelField.Country;
        }
        return guess;
    }

    private static bool IsDate(string cell) => cell.Length is > 5 and <= 40 && WrittenDates.Read(cell, null).Problem is null;
}

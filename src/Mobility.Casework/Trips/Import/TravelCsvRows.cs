using CsvHelper;

namespace Mobility.Casework.Trips.Import;

/// <summary>The cells of one record and the line it starts on. Valid until the next one is read.</summary>
internal readonly struct TravelCsvRow(CsvReader reader)
{
    public int Line => (int)reader.LineNumber;

    public string this[int? column] => column is { } index && index < reader.FieldCount ? reader.GetString(index).Trim() : "";
}

/// <summary>Walks over the records below the header: blank ones are passed over, malformed ones are problems.</summary>
internal static class TravelCsvRows
{
    public static CsvReaderOptions Options(char delimiter, Action<CsvMalformedRecord>? onMalformed = null) =>
        new()
        {
            Separator = delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            // A tab may be the separator; then only spaces are around cells.
            WhitespaceCharacters = delimiter == '\t' ? " " : " \t",
            PoolStrings = true,
            OnMalformedRecord = onMalformed,
        };

    /// <summary>The rows below the header that have something in them.</summary>
    /// <param name="utf8">The file as UTF-8.</param>
    /// <param name="header">Where the rows begin and what separates their cells.</param>
    /// <param name="problems">Where malformed records go; null on a first look at the file.</param>
    public static IEnumerable<TravelCsvRow> Read(ReadOnlyMemory<byte> utf8, TravelCsvHeader header, ProblemList? problems)
    {
        CsvMalformedReason? malformed = null;
        using var reader = CsvReader.Create(utf8, Options(header.Delimiter, record => malformed = record.Reason));
        while (true)
        {
            malformed = null;
            if (!reader.Read())
            {
                yield break;
            }
            if (reader.LineNumber <= header.Line)
            {
                continue;
            }
            var line = (int)reader.LineNumber;
            if (malformed is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.TextAfterClosingQuote)
            {
                problems?.Add(
                    malformed == CsvMalformedReason.UnterminatedQuote
                        ? TravelProblemCode.QuoteNotClosed
                        : TravelProblemCode.TextAfterQuote,
                    line
                );
                continue;
            }
            var filled = Filled(reader);
            if (filled > header.Columns.Count)
            {
                problems?.Add(TravelProblemCode.TooManyCells, line, null, null, filled, header.Columns.Count);
            }
            else if (filled > 0)
            {
                yield return new TravelCsvRow(reader);
            }
        }
    }

    /// <summary>The number of cells up to the last that is not blank: delimiters at the end of a line mean nothing.</summary>
    private static int Filled(CsvReader reader)
    {
        var count = reader.FieldCount;
        while (count > 0 && (reader.IsEmpty(count - 1) || string.IsNullOrWhiteSpace(reader.GetString(count - 1))))
        {
            count--;
        }
        return count;
    }
}

/// <summary>Where the header is, what it says, and what separates the cells.</summary>
internal sealed record TravelCsvHeader(char Delimiter, int Line, TravelColumns Columns)
{
    private const int RecordsLookedAt = 20;
    private const int BytesLookedAt = 64 * 1024;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>
    /// Tries each delimiter on the first records and takes the header that names most: people write titles and empty lines above
    /// it. Null when there is none; the problems then say what is missing.
    /// </summary>
    public static TravelCsvHeader? Find(ReadOnlyMemory<byte> utf8, ProblemList problems)
    {
        var start = utf8[..Math.Min(utf8.Length, BytesLookedAt)];
        var candidates = Delimiters.SelectMany(delimiter => Candidates(start, delimiter)).ToList();
        var best = candidates
            .Where(candidate => candidate.Columns.Layout != TravelFileLayout.Unrecognised)
            .OrderByDescending(candidate => candidate.Columns.Recognised)
            .FirstOrDefault();
        if (best is null)
        {
            SayWhatIsMissing(candidates, FirstLine(utf8), problems);
            return null;
        }
        if (best.Columns.Ambiguous is { } twice)
        {
            problems.Add(TravelProblemCode.AmbiguousColumns, best.Line, twice.Header, null, twice.First, twice.Second);
            return null;
        }
        if (best.Line > 1 && Candidates(start, best.Delimiter).Any(above => above.Line < best.Line && !above.IsSeparatorHint))
        {
            problems.Note(TravelProblemCode.LinesAboveHeader, best.Line, null, null, best.Line - 1);
        }
        if (best.Columns.DepartureIsOutward)
        {
            problems.Note(
                TravelProblemCode.DepartureReadAsArrival,
                best.Line,
                best.Columns.Header(TravelField.Arrive),
                null,
                best.Columns.Header(TravelField.Depart)
            );
        }
        return best;
    }

    /// <summary>The first line that a spreadsheet writes to name the separator.</summary>
    private bool IsSeparatorHint { get; init; }

    /// <summary>The header as somebody said it is. Null, with the problem, when that is not enough to read by.</summary>
    public static TravelCsvHeader? Chosen(ReadOnlyMemory<byte> utf8, TravelColumnChoice choice, ProblemList problems)
    {
        IReadOnlyList<string> cells = [];
        var start = utf8[..Math.Min(utf8.Length, BytesLookedAt)];
        using var reader = CsvReader.Create(start, TravelCsvRows.Options(choice.Delimiter, _ => { }));
        while (reader.Read() && reader.LineNumber <= choice.HeaderLine)
        {
            if (reader.LineNumber == choice.HeaderLine)
            {
                cells = [.. Enumerable.Range(0, reader.FieldCount).Select(index => reader.GetString(index).Trim())];
            }
        }
        var header = new TravelCsvHeader(choice.Delimiter, choice.HeaderLine, TravelColumns.Of(cells, choice));
        if (header.Columns.Layout == TravelFileLayout.Unrecognised)
        {
            SayWhatIsMissing([header], FirstLine(utf8), problems);
            return null;
        }
        return header;
    }

    private static List<TravelCsvHeader> Candidates(ReadOnlyMemory<byte> start, char delimiter)
    {
        var found = new List<TravelCsvHeader>();
        using var reader = CsvReader.Create(start, TravelCsvRows.Options(delimiter));
        while (found.Count < RecordsLookedAt && reader.Read())
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(index => reader.GetString(index).Trim()).ToList();
            if (cells.TrueForAll(cell => cell.Length == 0))
            {
                continue;
            }
            found.Add(
                new TravelCsvHeader(delimiter, (int)reader.LineNumber, TravelColumns.From(cells))
                {
                    IsSeparatorHint = reader.LineNumber == 1 && cells[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase),
                }
            );
        }
        return found;
    }

    private static void SayWhatIsMissing(List<TravelCsvHeader> candidates, string firstLine, ProblemList problems)
    {
        var nearest = candidates.OrderByDescending(candidate => candidate.Columns.Recognised).FirstOrDefault();
        if (nearest is null || nearest.Columns.Recognised == 0)
        {
            problems.Add(TravelProblemCode.HeaderNotFound, null, null, firstLine);
            return;
        }
        foreach (var field in nearest.Columns.Missing)
        {
            problems.Add(TravelProblemCode.MissingColumn, nearest.Line, null, null, new TravelFileWord(field.ToString()));
        }
    }

    private static string FirstLine(ReadOnlyMemory<byte> utf8)
    {
        var text = utf8.Span.TrimStart(" \t\r\n"u8);
        var end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return System.Text.Encoding.UTF8.GetString(text[..Math.Min(end < 0 ? text.Length : end, 200)]);
    }
}

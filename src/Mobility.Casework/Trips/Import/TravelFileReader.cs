using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>What a reader of travel files is told besides the file.</summary>
public sealed record TravelFileOptions
{
    public const int LongestPurpose = 200;
    public const int LongestNote = 500;

    /// <summary>The person's answer when the file itself cannot settle whether 03/04/2026 is in March or in April.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>
    /// The person's today. With it, stays of which the file does not say whether they are planned are plans when they begin
    /// later, and a later stay that is said to have happened is a problem.
    /// </summary>
    public LocalDate? Today { get; init; }

    /// <summary>The person's time zone, for calendar times in UTC when neither the country nor the calendar has one zone.</summary>
    public DateTimeZone? Zone { get; init; }

    public long MaxBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>How many problems, overlaps and so on are listed; the rest is counted.</summary>
    public int MaxListed { get; init; } = 200;

    /// <summary>What somebody said the columns are; null to let the headers say it. Only for files that have columns.</summary>
    public TravelColumnChoice? Columns { get; init; }

    /// <summary>The most stays, or days of a row-per-day file, that are read.</summary>
    public int MaxRows { get; init; } = 250_000;
}

/// <summary>
/// Reads a travel history file: CSV with a row per trip or per day, iCalendar, or a copied US travel history. What a file is, its content tells and not its
/// name. Nothing is thrown for a bad file: whatever is wrong with it is among its problems.
/// </summary>
public sealed class TravelFileReader(Countries countries)
{
    /// <summary>Reads a file to its end, but never more than <see cref="TravelFileOptions.MaxBytes"/> of it.</summary>
    public async Task<TravelFile> ReadAsync(
        Stream stream,
        string fileName,
        TravelFileOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new TravelFileOptions();
        var bytes = await FileBytes.ReadAllAsync(stream, options.MaxBytes, cancellation);
        return bytes is null ? TooLarge(fileName, options) : Read(bytes, fileName, options);
    }

    /// <summary>Reads a file that is in memory already.</summary>
    public TravelFile Read(ReadOnlyMemory<byte> file, string fileName, TravelFileOptions? options = null)
    {
        options ??= new TravelFileOptions();
        if (file.Length > options.MaxBytes)
        {
            return TooLarge(fileName, options);
        }
        if (FileKind.NotText(file.Span) is { } binary)
        {
            return Refused(fileName, options, binary.Code, binary.Ending);
        }
        if (FileBytes.Decode(file, out var promised) is not { } text)
        {
            return Refused(fileName, options, TravelProblemCode.UnreadableText, promised);
        }
        if (text.Bytes.Span.IndexOfAnyExcept(" \t\r\n\0"u8) < 0)
        {
            return Refused(fileName, options, TravelProblemCode.EmptyFile);
        }
        if (FileKind.OtherText(text.Bytes.Span) is { } other)
        {
            return Refused(fileName, options, other.Code, other.Ending);
        }
        var problems = new ProblemList(options.MaxListed);
        if (text.IsFallback)
        {
            problems.Note(TravelProblemCode.ReadAsWindows1252);
        }
        var names = new CountryText(countries);
        return FileKind.IsCalendar(text.Bytes.Span)
            ? new ICalendarReader(names, options, problems).Read(text, fileName)
            : ReadCrossings(names, options, problems, text, fileName)
                ?? new TravelCsvReader(names, options, problems).Read(text, fileName);
    }

    /// <summary>
    /// The first rows of a file in cells, for a person to say what its columns are. Null for what has no columns: a calendar, a list of
    /// crossings, anything but text.
    /// </summary>
    public TravelFileSample? SampleOf(ReadOnlyMemory<byte> file)
    {
        if (
            FileKind.NotText(file.Span) is not null
            || FileBytes.Decode(file, out _) is not { } text
            || FileKind.OtherText(text.Bytes.Span) is not null
            || FileKind.IsCalendar(text.Bytes.Span)
        )
        {
            return null;
        }
        var names = new CountryText(countries);
        var options = new TravelFileOptions();
        return ReadCrossings(names, options, new ProblemList(0), text, "") is null
            ? TravelCsvSample.Take(text.AsUtf8(), names)
            : null;
    }

    private static TravelFile? ReadCrossings(
        CountryText names,
        TravelFileOptions options,
        ProblemList problems,
        FileBytes text,
        string fileName
    ) => options.Columns is null ? new I94Reader(names, options, problems).Read(text, fileName) : null;

    private static TravelFile TooLarge(string fileName, TravelFileOptions options) =>
        Refused(fileName, options, TravelProblemCode.FileTooLarge, options.MaxBytes / (1024 * 1024));

    private static TravelFile Refused(
        string fileName,
        TravelFileOptions options,
        TravelProblemCode code,
        params object[] arguments
    )
    {
        var problems = new ProblemList(options.MaxListed);
        problems.Add(code, null, null, fileName, arguments);
        return new TravelFile
        {
            FileName = fileName,
            Layout = TravelFileLayout.Unrecognised,
            Problems = problems.Problems,
        };
    }
}

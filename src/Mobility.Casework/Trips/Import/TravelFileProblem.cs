using System.Globalization;
using System.Resources;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>What is the matter with a travel file, a line of it, or a cell of it. Each has its text in TravelFileTexts.resx.</summary>
public enum TravelProblemCode
{
    // The file as a whole.
    EmptyFile,
    FileTooLarge,
    SpreadsheetFile,
    WordProcessorFile,
    PdfFile,
    ArchiveFile,
    ImageFile,
    WebPageFile,
    OtherTextFormat,
    BinaryFile,
    UnreadableText,
    HeaderNotFound,
    MissingColumn,
    AmbiguousColumns,
    NoRows,
    TooManyRows,
    SeveralTravellers,
    DateOrderUnclear,
    DateOrderMixed,

    // A line of a CSV file.
    QuoteNotClosed,
    TextAfterQuote,
    TooManyCells,
    MissingArrival,
    MissingDate,
    MissingCountry,
    DateNotUnderstood,
    DateDoesNotExist,
    NotALeapYear,
    DateOutOfRange,
    SpreadsheetDateNumber,
    TwoDigitYear,
    DateWithTimeZone,
    WeekdayDisagrees,
    FormulaInsteadOfValue,
    UnknownCountry,
    UnknownCountryWithSuggestion,
    SeveralCountries,
    DepartBeforeArrive,
    OpenEndNotLast,
    UnknownPlaceNeedsEnd,
    PlanNeedsCountry,
    UnknownStatus,
    ActualInTheFuture,
    TextTooLong,

    // A line of a list of crossings.
    CrossingNotUnderstood,
    CrossingInTheFuture,

    // A line of a calendar.
    CalendarLineMalformed,
    CalendarEndUnexpected,
    CalendarEndMissing,
    EventWithoutStart,
    CalendarDateNotUnderstood,
    DurationNotUnderstood,
    EventEndsBeforeStart,
    RepetitionNotSupported,
    RepetitionWithoutEnd,
    RepetitionTooLong,
    SequenceNotUnderstood,

    // For the person to know; nothing to mend.
    ReadAsWindows1252,
    LinesAboveHeader,
    DepartureReadAsArrival,
    CancelledRowLeftOut,
    FormulasKeptAsText,
    DaysHaveNoCountry,
    UnknownTimeZone,
    UtcReadInZone,
    UtcReadAsUtc,
    ArrivedBeforeLeaving,
    HistoryBeginsWithDeparture,
    LinesAroundHistory,
}

/// <summary>A word that has its own text in the resources, as an argument of another.</summary>
public sealed record TravelFileWord(string Name);

/// <summary>A problem of a travel file: what, where, and what was typed; the words come from the resources, in the reader's language.</summary>
/// <param name="Code">What is the matter.</param>
/// <param name="Line">The line of the file where the row starts, counted from 1; null when it is the file as a whole.</param>
/// <param name="Field">The column's header as the person wrote it, or the calendar property.</param>
/// <param name="Typed">The cell as typed.</param>
/// <param name="Arguments">What the text needs besides: numbers, texts, dates (<see cref="LocalDate"/>), words (<see cref="TravelFileWord"/>).</param>
public sealed record TravelFileProblem(
    TravelProblemCode Code,
    int? Line,
    string? Field,
    string? Typed,
    IReadOnlyList<object> Arguments
)
{
    private static readonly ResourceManager Texts = new(
        "Mobility.Casework.Trips.Import.TravelFileTexts",
        typeof(TravelFileProblem).Assembly
    );

    private const int LongestShown = 60;

    /// <summary>Where it is: "Line 12, Arrival", or nothing for the file as a whole.</summary>
    public string Where(CultureInfo culture) =>
        Line is null ? ""
        : Field is null ? Format("Where.Line", culture, Line)
        : Format("Where.LineAndField", culture, Line, Field);

    /// <summary>What is wrong, with what was typed, as a sentence.</summary>
    public string Reason(CultureInfo culture) => Format(Code.ToString(), culture, [Shown(Typed), .. Shown(Arguments, culture)]);

    /// <summary>What to do about it, as a sentence; empty where there is nothing to do.</summary>
    public string Mend(CultureInfo culture) => Format($"{Code}.Mend", culture, [Shown(Typed), .. Shown(Arguments, culture)]);

    /// <summary>Place, reason and mend in one text, for a log or an e-mail.</summary>
    public string Text(CultureInfo culture)
    {
        var where = Where(culture);
        return string.Join(
            ' ',
            new[] { where.Length == 0 ? "" : where + ":", Reason(culture), Mend(culture) }.Where(part => part.Length > 0)
        );
    }

    public override string ToString() => Text(CultureInfo.InvariantCulture);

    private static string Format(string key, CultureInfo culture, params object[] arguments) =>
        string.Format(
            culture,
            Texts.GetString(key, culture) ?? throw new MissingManifestResourceException($"TravelFileTexts has no text {key}."),
            arguments
        );

    private static IEnumerable<object> Shown(IReadOnlyList<object> arguments, CultureInfo culture) =>
        arguments.Select(argument =>
            argument switch
            {
                LocalDate date => date.ToString("d MMM uuuu", culture),
                string text => Shown(text),
                TravelFileWord word => Format($"Word.{word.Name}", culture),
                _ => argument,
            }
        );

    /// <summary>A cell can be a megabyte long, or run over lines; a sentence shows the beginning of it.</summary>
    private static string Shown(string? typed)
    {
        if (typed is null)
        {
            return "";
        }
        var oneLine = typed.ReplaceLineEndings(" ");
        if (oneLine.Length <= LongestShown)
        {
            return oneLine;
        }
        var cut = char.IsHighSurrogate(oneLine[LongestShown - 1]) ? LongestShown - 1 : LongestShown;
        return string.Concat(oneLine.AsSpan(0, cut), "…");
    }
}

/// <summary>The problems and the notes of a file while it is being read.</summary>
internal sealed class ProblemList(int limit)
{
    private readonly Limited<TravelFileProblem> _problems = new(limit);
    private readonly Limited<TravelFileProblem> _notes = new(limit);

    public int Total => _problems.Total;

    public bool IsFull => _problems.IsFull;

    public LimitedList<TravelFileProblem> Problems => _problems.ToList(ByLine);

    public LimitedList<TravelFileProblem> Notes => _notes.ToList(ByLine);

    public void Add(
        TravelProblemCode code,
        int? line = null,
        string? field = null,
        string? typed = null,
        params object[] arguments
    ) => _problems.Add(new TravelFileProblem(code, line, field, typed, arguments));

    public void Note(
        TravelProblemCode code,
        int? line = null,
        string? field = null,
        string? typed = null,
        params object[] arguments
    ) => _notes.Add(new TravelFileProblem(code, line, field, typed, arguments));

    private static int ByLine(TravelFileProblem a, TravelFileProblem b)
    {
        var byLine = Nullable.Compare(a.Line, b.Line);
        return byLine != 0 ? byLine : a.Code.CompareTo(b.Code);
    }
}

using System.Globalization;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Import;
using NodaTime;

namespace Mobility.Web.Trips;

/// <summary>What somebody sends to be imported: a file, or the same as text.</summary>
public sealed class ImportForm
{
    public IFormFile? File { get; set; }

    /// <summary>The travel history pasted, or the text of a small file that is mended in place.</summary>
    public string? Text { get; set; }

    /// <summary>Null to let the file itself settle it.</summary>
    public DateOrder? Order { get; set; }
}

/// <summary>An import of before.</summary>
public sealed record EarlierImport
{
    public required Guid Id { get; init; }

    public required string FileName { get; init; }

    public required TripImportState State { get; init; }

    public required int Rows { get; init; }

    /// <summary>Whether its rows are kept, so that it can come again after it was undone.</summary>
    public required bool CanComeAgain { get; init; }

    public required string By { get; init; }

    public required Instant At { get; init; }
}

/// <summary>The page that takes a file, and says of a bad one what to mend.</summary>
public sealed record ImportPage
{
    public const int Megabytes = 20;

    public required string Number { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<EarlierImport> Earlier { get; init; }

    public ImportForm Form { get; init; } = new();

    /// <summary>The file that could not be imported, with its problems; null before one was sent.</summary>
    public TravelFile? Refused { get; init; }

    /// <summary>The import that was to be undone, for a reason that was refused.</summary>
    public Guid? UndoOf { get; init; }

    /// <summary>The import that waits for somebody to say what its columns are; null when they are not the trouble.</summary>
    public Guid? AsksColumns { get; init; }

    /// <summary>Whether the order of the dates is what is missing.</summary>
    public bool AsksOrder =>
        Refused?.Problems.Any(p => p.Code is TravelProblemCode.DateOrderUnclear or TravelProblemCode.DateOrderMixed) == true;
}

/// <summary>The first rows of a file, and what somebody says its columns are.</summary>
public sealed record ColumnsPage
{
    public const int SampleRows = 3;

    public required string Number { get; init; }

    public required string Name { get; init; }

    public required Guid ImportId { get; init; }

    public required string FileName { get; init; }

    public required TravelFileSample Sample { get; init; }

    public required ColumnsForm Form { get; init; }

    /// <summary>The first things a column says.</summary>
    public string First(int column) =>
        string.Join(
            " · ",
            Sample.Rows.Where(row => row.Count > column && row[column].Length > 0).Select(row => row[column]).Take(SampleRows)
        );
}

/// <summary>The columns as chosen.</summary>
public sealed class ColumnsForm
{
    /// <summary>Whether the first row is travel already.</summary>
    public bool NoHeader { get; set; }

    /// <summary>Null to let the file itself settle it.</summary>
    public DateOrder? Order { get; set; }

    /// <summary>The field of each column as the form names it; nothing for one that is not read.</summary>
    public List<string?> Fields { get; set; } = [];
}

/// <summary>Who the import is for, and what speaks against it.</summary>
public sealed record ImportIdentity
{
    public required string Name { get; init; }

    public required string? Email { get; init; }

    /// <summary>Where the person lives, and gaps may have been spent; null when unknown.</summary>
    public required string? Home { get; init; }

    /// <summary>The name in the file, when it can hardly be the person's.</summary>
    public required string? OtherName { get; init; }

    /// <summary>Numbers of cases of people with that other name, as far as the reader may see them.</summary>
    public IReadOnlyList<string> OtherCases { get; init; } = [];

    /// <summary>How many others of the client have the person's own name.</summary>
    public required int NamesakeCount { get; init; }

    /// <summary>Numbers of their cases, as far as the reader may see them.</summary>
    public IReadOnlyList<string> NamesakeCases { get; init; } = [];

    /// <summary>Whether somebody has to say that it is the right person.</summary>
    public bool Asks => OtherName is not null || NamesakeCount > 0;
}

/// <summary>An import whose days were changed since it was saved, before it is undone.</summary>
public sealed record UndoPage(
    string Number,
    string Name,
    EarlierImport Import,
    ImportUndoPreview Undo,
    string? Reason,
    bool Asked
);

/// <summary>A file that could be read, beside the ledger: what saving it would do.</summary>
public sealed record PreviewPage
{
    /// <summary>The lines shown at most; all of them enter.</summary>
    public const int MostLines = 200;

    public required string Number { get; init; }

    public required string Name { get; init; }

    public required TripImportPreview Preview { get; init; }

    public ImportIdentity? Identity { get; init; }

    /// <summary>Gaps shown at most; the answer for all is for all.</summary>
    public const int MostGaps = 100;

    /// <summary>Days on which the file does not say on which side of a border the person was. Each has to be decided.</summary>
    public IReadOnlyList<ImportGap> MissingCrossings => [.. Preview.Gaps.Where(gap => gap.Missing is not null)];

    /// <summary>Days between two stays.</summary>
    public IReadOnlyList<ImportGap> Between => [.. Preview.Gaps.Where(gap => gap.Missing is null)];

    /// <summary>The answers as chosen, when some are missing.</summary>
    public OverlapForm Form { get; init; } = new();

    public int New => Preview.Count(TripImportEffect.New);

    public int Replaces => Preview.Count(TripImportEffect.Replaces);

    public int AlreadyThere => Preview.Count(TripImportEffect.AlreadyThere);

    public int Entering => New + Replaces;

    public int Overlaps => Preview.Overlaps.Total + Preview.File.Overlaps.Total;

    /// <summary>Where a row stands in the file, from 0: what a decision names it by.</summary>
    public int PlaceOf(TravelRow row) => places[row];

    // Every row has its own line and country, so that equal is the same.
    private readonly Dictionary<TravelRow, int> places = [];

    public static PreviewPage Of(string number, string name, TripImportPreview preview)
    {
        var page = new PreviewPage
        {
            Number = number,
            Name = name,
            Preview = preview,
        };
        for (var i = 0; i < preview.File.Rows.Count; i++)
        {
            page.places.TryAdd(preview.File.Rows[i], i);
        }
        return page;
    }
}

/// <summary>An import that has been saved.</summary>
public sealed record SavedImportPage(string Number, string Name, EarlierImport Import);

/// <summary>
/// The answers about overlaps as the form sends them: <c>All</c> for every overlap, and for single ones <c>both:ROW</c>, <c>row:ROW</c> or
/// <c>room:ID:ROW</c>
/// or <c>trip:ID:ROW</c>, where a row is named by its place.
/// </summary>
public sealed class OverlapForm
{
    public OverlapAnswer? All { get; set; }

    public List<string> Answers { get; set; } = [];

    /// <summary>The answer for every missing crossing that is not answered by itself; null where each is.</summary>
    public GapAnswer? AllMissing { get; set; }

    /// <summary>The answer for every other gap that is not answered by itself.</summary>
    public GapAnswer AllGaps { get; set; }

    /// <summary>Single gaps: the answer, a colon and the first day.</summary>
    public List<string> Gaps { get; set; } = [];

    /// <summary>Somebody said that the file is this person's.</summary>
    public bool NameIsRight { get; set; }

    /// <summary>The answer to one gap; null when a missing crossing has none.</summary>
    public GapAnswer? AnswerTo(ImportGap gap) =>
        Enum.GetValues<GapAnswer>().Cast<GapAnswer?>().LastOrDefault(answer => Gaps.Contains(Value(answer!.Value, gap)))
        ?? (gap.Missing is null ? AllGaps : AllMissing);

    /// <summary>What the form sends for an answer to one gap.</summary>
    public static string Value(GapAnswer answer, ImportGap gap) => $"{answer}:{gap.From:uuuu-MM-dd}";

    /// <summary>The gaps that are filled. At home without a home is not at home.</summary>
    public IReadOnlyList<GapDecision> Decide(IEnumerable<ImportGap> gaps, string? home) =>
        [
            .. gaps.Select(gap =>
                    AnswerTo(gap) switch
                    {
                        GapAnswer.Unknown => new GapDecision(gap.From, gap.To, null),
                        GapAnswer.Home when home is not null => new GapDecision(gap.From, gap.To, home),
                        GapAnswer.There when gap.Missing is { } missing => new GapDecision(gap.From, gap.To, missing.Country)
                        {
                            StillThere = missing.Kind == MissingCrossingKind.LatestDeparture,
                        },
                        _ => null,
                    }
                )
                .OfType<GapDecision>(),
        ];

    /// <summary>Whether so many overlaps are answered, by one answer for all or each by its own.</summary>
    public bool Decides(int overlaps) => All is not null || Answers.Count(a => !string.IsNullOrEmpty(a)) >= overlaps;

    public OverlapDecisions ToDecisions()
    {
        var keep = new HashSet<int>();
        var leaveOut = new HashSet<int>();
        var takeOut = new HashSet<Guid>();
        var makeRoom = new HashSet<Guid>();
        foreach (var answer in Answers)
        {
            switch (answer?.Split(':'))
            {
                case ["both", var row] when TryPlace(row, out var place):
                    keep.Add(place);
                    break;
                case ["row", var row] when TryPlace(row, out var place):
                    leaveOut.Add(place);
                    break;
                case ["room", var trip, var row] when Guid.TryParse(trip, out var id) && TryPlace(row, out var place):
                    makeRoom.Add(id);
                    keep.Add(place);
                    break;
                case ["trip", var trip, var row] when Guid.TryParse(trip, out var id) && TryPlace(row, out var place):
                    takeOut.Add(id);
                    keep.Add(place);
                    break;
            }
        }
        return new OverlapDecisions
        {
            Otherwise = All ?? OverlapAnswer.KeepBoth,
            Keep = keep,
            LeaveOut = leaveOut,
            TakeOut = takeOut,
            MakeRoom = makeRoom,
        };
    }

    private static bool TryPlace(string text, out int place) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out place);
}

/// <summary>What happens to days of which the file says nothing.</summary>
public enum GapAnswer
{
    /// <summary>They stay without a record.</summary>
    Leave,

    /// <summary>They were spent in the home country.</summary>
    Home,

    /// <summary>They were spent in the country whose border was crossed.</summary>
    There,

    /// <summary>Nobody knows; every rule counts them as unknown.</summary>
    Unknown,
}

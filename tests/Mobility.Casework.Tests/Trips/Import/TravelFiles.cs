using System.Text;
using Mobility.Casework.Trips.Import;
using Mobility.Rules;
using Mobility.Testing;

namespace Mobility.Casework.Tests.Trips.Import;

/// <summary>Reads texts and the files beside these tests, with the countries of the rule book.</summary>
internal static class TravelFiles
{
    public static TravelFileReader Reader { get; } = new(RuleBook.Load(RepositoryFolder.Rules).Countries);

    public static TravelFile Read(string text, TravelFileOptions? options = null) =>
        Reader.Read(Encoding.UTF8.GetBytes(text), "trips.csv", options);

    public static TravelFile ReadLines(params string[] lines) => Read(string.Join('\n', lines));

    /// <summary>Rows of "country,arrive,depart" below a header.</summary>
    public static TravelFile ReadTrips(params string[] rows) => ReadLines(["Country,Arrive,Depart", .. rows]);

    public static TravelFile ReadFile(string name, TravelFileOptions? options = null) => Reader.Read(Bytes(name), name, options);

    public static byte[] Bytes(string name)
    {
        var resource = $"{typeof(TravelFiles).Namespace}.Files.{name}";
        using var stream =
            typeof(TravelFiles).Assembly.GetManifestResourceStream(resource) ?? throw new FileNotFoundException(resource);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>"DE 2026-02-02..2026-02-06", with "planned" behind a plan: short enough to compare a whole file.</summary>
    public static string[] Stays(TravelFile file) =>
        [
            .. file.Rows.Select(row =>
                $"{row.Country ?? "?"} {row.Arrive:uuuu-MM-dd}..{row.Depart:uuuu-MM-dd}{(row.Planned ? " planned" : "")}"
            ),
        ];

    /// <summary>"3 NotALeapYear": the line and the code.</summary>
    public static string[] Problems(TravelFile file) => [.. file.Problems.Select(problem => $"{problem.Line} {problem.Code}")];

    public static TravelProblemCode[] Notes(TravelFile file) => [.. file.Notes.Select(note => note.Code)];
}

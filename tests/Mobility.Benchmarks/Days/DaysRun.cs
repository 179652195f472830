using System.Diagnostics;
using System.Globalization;
using Mobility.Testing;

namespace Mobility.Benchmarks.Days;

/// <summary>Counts the days of many travellers, compares every cell with the answers, and says how many travellers one core counts in a second.</summary>
internal static class DaysRun
{
    private const int Shown = 20;

    public static int Run(string tripsFile, string answersFile)
    {
        try
        {
            var book = TestRules.Repository;
            var columns = new DayColumns(book);
            var travellers = TripsFile.Read(tripsFile, book.Countries);
            var answers = AnswersFile.Read(answersFile, DayColumns.Names);
            var differences = Compare(travellers, answers, columns);
            foreach (var difference in differences.Take(Shown))
            {
                Console.Error.WriteLine(difference);
            }

            if (differences.Count > 0)
            {
                Console.Error.WriteLine(
                    $"{differences.Count} cells differ; the first {Math.Min(Shown, differences.Count)} are above."
                );
                return 1;
            }

            Console.WriteLine($"{travellers.Count} travellers, {travellers.Count * DayColumns.Names.Count} cells: all equal");
            Measure(travellers, columns);
            return 0;
        }
        catch (Exception problem) when (problem is BenchmarkFileException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static List<string> Compare(
        IReadOnlyList<Traveller> travellers,
        IReadOnlyDictionary<string, string[]> answers,
        DayColumns columns
    )
    {
        var row = DayColumns.Row();
        var differences = new List<string>();
        foreach (var traveller in travellers)
        {
            if (!answers.TryGetValue(traveller.Name, out var expected))
            {
                differences.Add($"traveller {traveller.Name}: not in the answers");
                continue;
            }

            columns.Count(traveller.Record, row);
            var counted = row.Write();
            for (var i = 0; i < counted.Count; i++)
            {
                if (counted[i] != expected[i])
                {
                    differences.Add(
                        $"traveller {traveller.Name}, {DayColumns.Names[i]}: expected {expected[i]}, counted {counted[i]}"
                    );
                }
            }
        }

        var names = travellers.Select(traveller => traveller.Name).ToHashSet();
        differences.AddRange(
            answers.Keys.Where(name => !names.Contains(name)).Select(name => $"traveller {name}: not in the trips")
        );
        return differences;
    }

    /// <summary>
    /// One thread counts everybody over and over: first until the code is compiled to the end, then for the measurement. Both last so long by the
    /// processor's time, however little of it a busy machine gives in a second.
    /// </summary>
    private static void Measure(IReadOnlyList<Traveller> travellers, DayColumns columns)
    {
        _ = Repeat(travellers, columns, TimeSpan.FromSeconds(2));
        var (people, wall, processor) = Repeat(travellers, columns, TimeSpan.FromSeconds(3));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{people / processor.TotalSeconds:0} travellers per second of one core ({people / wall.TotalSeconds:0} by the clock on the wall)"
            )
        );
    }

    private static (long People, TimeSpan Wall, TimeSpan Processor) Repeat(
        IReadOnlyList<Traveller> travellers,
        DayColumns columns,
        TimeSpan time
    )
    {
        var row = DayColumns.Row();
        long people = 0;
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        while (Environment.CpuUsage.TotalTime - processor < time)
        {
            foreach (var traveller in travellers)
            {
                columns.Count(traveller.Record, row);
            }

            people += travellers.Count;
        }

        return (people, clock.Elapsed, Environment.CpuUsage.TotalTime - processor);
    }
}

using Mobility.Rules;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Benchmarks.Days;

/// <summary>One person of the workload.</summary>
internal sealed record Traveller(string Name, TravelRecord Record);

/// <summary>A file that is not what it should be. The message names the file and, where there is one, the line.</summary>
internal sealed class BenchmarkFileException(string message) : Exception(message);

/// <summary>The trips: a line a stay, <c>traveller,entry,exit,country</c>, in any order.</summary>
internal static class TripsFile
{
    private const string Header = "traveller,entry,exit,country";

    /// <summary>The travellers, in the order in which the file first names them.</summary>
    public static IReadOnlyList<Traveller> Read(string file, Countries countries)
    {
        var stays = new Dictionary<string, List<Stay>>();
        foreach (var (line, cells) in Lines.Read(file, Header))
        {
            if (!stays.TryGetValue(cells[0], out var own))
            {
                stays.Add(cells[0], own = []);
            }

            var (entry, exit) = (Date(file, line, cells[1]), Date(file, line, cells[2]));
            if (exit < entry)
            {
                throw new BenchmarkFileException($"{file}:{line}: the exit {cells[2]} is before the entry {cells[1]}.");
            }

            var country = countries.Find(cells[3]);
            own.Add(
                new()
                {
                    Country =
                        country?.Code == cells[3]
                            ? country.Code
                            : throw new BenchmarkFileException($"{file}:{line}: '{cells[3]}' is no ISO 3166 alpha-2 code."),
                    Arrive = entry,
                    Depart = exit,
                }
            );
        }

        return stays.Select(pair => new Traveller(pair.Key, new() { Stays = pair.Value })).ToList();
    }

    private static LocalDate Date(string file, int line, string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true } date
            ? date.Value
            : throw new BenchmarkFileException($"{file}:{line}: '{text}' is no date written as 2024-02-29.");
}

/// <summary>The answers: a line a traveller, with a cell for each column.</summary>
internal static class AnswersFile
{
    public static IReadOnlyDictionary<string, string[]> Read(string file, IReadOnlyList<string> columns)
    {
        var answers = new Dictionary<string, string[]>();
        foreach (var (line, cells) in Lines.Read(file, string.Join(',', columns.Prepend("traveller"))))
        {
            if (!answers.TryAdd(cells[0], cells[1..]))
            {
                throw new BenchmarkFileException($"{file}:{line}: traveller {cells[0]} is answered twice.");
            }
        }

        return answers;
    }
}

/// <summary>The lines of a file of values separated by commas, without quotes.</summary>
internal static class Lines
{
    public static IEnumerable<(int Number, string[] Cells)> Read(string file, string header)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (number == 1)
            {
                if (line != header)
                {
                    throw new BenchmarkFileException($"{file}:1: the first line must be '{header}', not '{line}'.");
                }

                continue;
            }

            if (line.Length == 0)
            {
                continue;
            }

            var cells = line.Split(',');
            if (cells.Length != header.Split(',').Length || cells.Any(cell => cell.Length == 0))
            {
                throw new BenchmarkFileException($"{file}:{number}: '{line}' has not a value for each of '{header}'.");
            }

            yield return (number, cells);
        }

        if (number < 2)
        {
            throw new BenchmarkFileException($"{file}: there is nothing in it but a first line at most.");
        }
    }
}

using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>Says beforehand which running cases another rules folder would move.</summary>
internal static class ImpactCommand
{
    /// <summary>Exits 0 when no outcome would move, 3 when one would, 1 when a folder or the database cannot be read.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = Settings.Read([.. args.Where(IsSetting)]);
        if (args.Where(argument => !IsSetting(argument)).ToList() is not [var old, var next])
        {
            throw new CommandRefusedException("Name the two rules folders: rules impact OLD NEW.");
        }
        var (before, after) = (Load(old), Load(next));
        var database = DatabaseOptions.From(settings.Configuration, settings.ContentRoot);
        await DatabaseStart.SoundAsync(database, CancellationToken.None);
        await using var db = DatabaseRegistration.Open(database);
        var report = await RuleImpact.CompareAsync(
            db,
            before,
            after,
            SystemClock.Instance.GetCurrentInstant(),
            new ErrorLine(),
            CancellationToken.None
        );
        Console.WriteLine(
            report.Rules.Count == 0
                ? "The two folders decide alike."
                : $"Rules that decide otherwise: {string.Join(", ", report.Rules)}."
        );
        foreach (var moved in report.Moved)
        {
            Console.WriteLine(Line(moved));
        }
        Console.WriteLine($"{report.Moved.Count} outcomes of {report.Cases} running cases would move.");
        return report.Moved.Count == 0 ? 0 : 3;
    }

    private static RuleBook Load(string folder)
    {
        var book = RuleBook.Load(Path.GetFullPath(folder));
        return book.Problems.Count == 0
            ? book
            : throw new CommandRefusedException(
                $"{folder} cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, book.Problems)}"
            );
    }

    private static string Line(ImpactOnCase moved) =>
        $"{moved.Number}\t{moved.Person}\t{moved.RuleId}\t{Side(moved.Before, moved.NumberBefore)} -> {Side(moved.After, moved.NumberAfter)}\t"
        + string.Join(
            "; ",
            moved.Values.Select(v => $"{v.RuleId} {v.Parameter ?? "other"}: {v.Before ?? "none"} -> {v.After ?? "none"}")
        );

    private static string Side(Outcome? outcome, string? number) =>
        outcome is null ? "not asked" : $"{outcome}{(number is null ? "" : $" {number}")}";

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal);

    // Not Progress<T>: that reports later and out of order.
    private sealed class ErrorLine : IProgress<(int Asked, int All)>
    {
        public void Report((int Asked, int All) value) => Console.Error.WriteLine($"{value.Asked} of {value.All} cases");
    }
}

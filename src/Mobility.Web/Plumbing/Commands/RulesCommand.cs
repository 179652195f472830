using Mobility.Rules;

namespace Mobility.Web.Plumbing.Commands;

internal static class RulesCommand
{
    /// <summary>Lists every problem with file and line. Exits 0 when there is none.</summary>
    public static int Check(string[] args)
    {
        var settings = Settings.Read([.. args.Where(IsSetting)]);
        var folder = args.FirstOrDefault(a => !IsSetting(a)) is { } named ? Path.GetFullPath(named) : settings.RulesFolder;
        var book = RuleBook.Load(folder);
        foreach (var problem in book.Problems)
        {
            Console.WriteLine(problem);
        }
        Console.WriteLine(
            book.Problems.Count == 0
                ? $"{book.Rules.Count} rules in {folder}: no problem."
                : $"{book.Problems.Count} problems in {folder}."
        );
        return book.Problems.Count == 0 ? 0 : 1;
    }

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal);
}

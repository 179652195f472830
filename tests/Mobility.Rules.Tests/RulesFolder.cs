namespace Mobility.Rules.Tests;

/// <summary>The repository's own rules.</summary>
internal static class RulesFolder
{
    public static string Path { get; } = Find();

    public static RuleBook Book { get; } = RuleBook.Load(Path);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Mobility.sln")))
        {
            folder = folder.Parent;
        }

        return System.IO.Path.Combine(
            folder?.FullName ?? throw new DirectoryNotFoundException("Mobility.sln is in no folder above the tests."),
            "rules"
        );
    }
}

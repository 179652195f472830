namespace Mobility.Testing;

/// <summary>Finds the repository's own files from wherever a test runs.</summary>
public static class RepositoryFolder
{
    /// <summary>The folder that holds Mobility.sln.</summary>
    public static string Root { get; } = FindRoot();

    public static string Rules => Path.Combine(Root, "rules");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mobility.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"Mobility.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}

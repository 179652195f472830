using Mobility.Casework.Data;

namespace Mobility.Web.Plumbing.Commands;

internal static class MigrateCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = Settings.Read(args);
        var database = DatabaseOptions.From(settings.Configuration, settings.ContentRoot);
        var applied = await DatabaseStart.MigrateAsync(database, CancellationToken.None);
        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied: {string.Join(", ", applied)}.");
        return 0;
    }
}

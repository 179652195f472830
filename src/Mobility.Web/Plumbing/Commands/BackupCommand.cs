using Mobility.Casework.Backups;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>Copies the database into one file, while others read and write.</summary>
internal static class BackupCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = Settings.Read([.. args.Where(IsSetting)]);
        if (args.Where(argument => !IsSetting(argument)).ToList() is not [var named])
        {
            throw new CommandRefusedException("Say which file to make: backup FILE.");
        }
        var file = Path.GetFullPath(named);
        var database = DatabaseOptions.From(settings.Configuration, settings.ContentRoot);
        var made = await Interruption.StopsAsync(cancellation =>
            DatabaseBackup.MakeAsync(database, file, AtTheConsole(), TerminalProgress.OrNone(), cancellation)
        );
        Console.WriteLine(
            FormattableString.Invariant(
                $"{file}: {made.Manifest.Tables.Values.Sum():n0} rows of {made.Manifest.Tables.Count} tables in {made.Bytes:n0} bytes."
            )
        );
        Console.WriteLine(KeysOf(made.Manifest));
        if (!made.InAudit)
        {
            Console.WriteLine("The database is of an older version, so its audit does not tell of this backup.");
        }
        return 0;
    }

    /// <summary>Who acts: whoever the operating system says sits there.</summary>
    public static ChangeContext AtTheConsole() =>
        ChangeContext.Program($"{Environment.UserName} at the console", SystemClock.Instance.GetCurrentInstant());

    /// <summary>The one thing beside the file that a restore needs.</summary>
    public static string KeysOf(BackupManifest manifest) =>
        manifest.MasterKeys.Count == 0
            ? "It needs no master key."
            : $"It needs the master key {string.Join(" and ", manifest.MasterKeys)}, which is not in it: keep that apart.";

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal);
}

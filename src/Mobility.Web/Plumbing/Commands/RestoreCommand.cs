using Mobility.Casework.Backups;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>Puts a backup in the place of the database, or with <c>--check</c> looks whether it could.</summary>
internal static class RestoreCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var words = args.ToList();
        var check = words.Remove("--check");
        var replace = words.Remove("--replace");
        var settings = Settings.Read([.. words.Where(IsSetting)]);
        if (words.Where(word => !IsSetting(word)).ToList() is not [var named])
        {
            throw new CommandRefusedException("Say which backup: restore FILE [--check] [--replace].");
        }
        var file = Path.GetFullPath(named);
        var database = DatabaseOptions.From(settings.Configuration, settings.ContentRoot);
        var keys = KeySettings.Find(settings.Configuration, settings.ContentRoot);
        if (check)
        {
            var good = await Interruption.StopsAsync(cancellation =>
                Task.Run(() => DatabaseRestore.Check(database, file, keys, TerminalProgress.OrNone(), cancellation), cancellation)
            );
            Console.WriteLine($"{file} is whole and can be restored. {About(good)}");
            return 0;
        }
        var restored = await Interruption.StopsAsync(cancellation =>
            DatabaseRestore.PutBackAsync(
                database,
                file,
                replace,
                keys,
                BackupCommand.AtTheConsole(),
                TerminalProgress.OrNone(),
                cancellation
            )
        );
        Console.WriteLine($"Restored to {database.File}. {About(restored.Manifest)}");
        if (restored.Migrated.Count > 0)
        {
            Console.WriteLine($"Upgraded to this program's version: {string.Join(", ", restored.Migrated)}.");
        }
        if (restored.Kept is { } kept)
        {
            Console.WriteLine($"The former database is kept as {kept}.");
        }
        Console.WriteLine(
            "What was done since is not in it: who was shut out or erased since is back, and mail that was sent since is sent once more."
        );
        Console.WriteLine(
            "Every session and every open invitation and reset link in it has ended: people sign in again, and whoever still waits for an invitation needs a new one."
        );
        Console.WriteLine(
            "Passwords, second factors and recovery codes are those of the backup: a password or factor that was changed since because somebody else knew it, and recovery codes that were used since, work again. Whom that concerns makes new ones under Account."
        );
        return 0;
    }

    private static string About(BackupManifest manifest) =>
        FormattableString.Invariant(
            $"Made at {manifest.MadeAt} by Mobility {manifest.Program}: {manifest.Tables.Values.Sum():n0} rows of {manifest.Tables.Count} tables. {BackupCommand.KeysOf(manifest)}"
        );

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal);
}

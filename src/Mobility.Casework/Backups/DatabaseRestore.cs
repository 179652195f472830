using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Keys;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using NodaTime.Text;

namespace Mobility.Casework.Backups;

/// <summary>A backup that was put back. <paramref name="Kept"/> is where the former database lies now; null when there was none.</summary>
public sealed record BackupRestored(BackupManifest Manifest, IReadOnlyList<string> Migrated, string? Kept);

/// <summary>
/// Puts a backup in the place of the embedded database. Everything is done and checked on a copy beside it; the last act is to give that copy
/// the database's name. Until then nothing is changed.
/// </summary>
public static class DatabaseRestore
{
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>Checks all that <see cref="PutBackAsync"/> would, and changes nothing.</summary>
    public static BackupManifest Check(
        DatabaseOptions options,
        string file,
        MasterKeys? keys,
        IProgress<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var backup = Open(options, file, keys, progress, cancellation);
        using var copy = Unpack(backup, file, options.File!, progress, cancellation);
        return backup.Manifest;
    }

    /// <summary>
    /// Every session and every open link in it ends. A database that has rows already is only taken the place of with
    /// <paramref name="replace"/>, and kept beside. Throws
    /// <see cref="BackupRefusedException"/> or <see cref="DatabaseRefusedException"/> with a sentence, and then nothing is changed.
    /// </summary>
    public static async Task<BackupRestored> PutBackAsync(
        DatabaseOptions options,
        string file,
        bool replace,
        MasterKeys? keys,
        ChangeContext change,
        IProgress<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var backup = Open(options, file, keys, progress, cancellation);
        if (!replace)
        {
            RefuseUsed(options.File!);
        }
        using var copy = Unpack(backup, file, options.File!, progress, cancellation);
        var migrated = await BringToPresentAsync(
            copy.Path,
            new AuditEvent
            {
                At = change.At,
                Kind = AuditKind.Restored,
                Name = change.ByName,
                Subject = $"{Path.GetFileName(file)}, made at {backup.Manifest.MadeAt}",
            },
            cancellation
        );
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var kept = $"{options.File}.{Stamp.Format(change.At)}";
            return new BackupRestored(backup.Manifest, migrated, Swap(copy.Path, options.File!, kept));
        }
        catch (Exception e) when (OwnFile.IsRefusal(e))
        {
            throw new BackupRefusedException($"The database {options.File} cannot be put in place: {e.Message}", e);
        }
    }

    private static BackupFile Open(
        DatabaseOptions options,
        string file,
        MasterKeys? keys,
        IProgress<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        if (options.File is null)
        {
            throw new BackupRefusedException(DatabaseBackup.NotForServers);
        }
        var backup = BackupFile.Open(file, progress, cancellation);
        try
        {
            RefuseNewer(options, file, backup.Manifest);
            RefuseOtherKeys(file, keys, backup.Manifest);
            return backup;
        }
        catch
        {
            backup.Dispose();
            throw;
        }
    }

    private static void RefuseNewer(DatabaseOptions options, string file, BackupManifest manifest)
    {
        using var db = DatabaseRegistration.Open(options);
        if (manifest.Migrations.Except(db.Database.GetMigrations()).FirstOrDefault() is { } unknown)
        {
            throw new BackupRefusedException(
                $"{file} is of a newer version than this program: it carries the change {unknown}, which this program does not know. Restore it with the newer program."
            );
        }
    }

    // No key at all may be meant: whoever checks backups need not be trusted with it.
    private static void RefuseOtherKeys(string file, MasterKeys? keys, BackupManifest manifest)
    {
        if (keys is not null && manifest.MasterKeys.Except([keys.Current.Id, keys.Earlier?.Id]).FirstOrDefault() is { } missing)
        {
            throw new BackupRefusedException(
                $"{file} needs the master key {missing}, and Keys:Master is {keys.Current.Id}. Set Keys:Master to the key it was made with."
            );
        }
    }

    /// <summary>Its database, beside where it will be, read whole and compared with what the backup says of it.</summary>
    private static OwnFile Unpack(
        BackupFile backup,
        string file,
        string target,
        IProgress<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        OwnFile? copy = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            copy = OwnFile.Make($"{target}.restoring");
            backup.Unpack(BackupFile.Database, copy.Stream, progress, cancellation);
            copy.Stream.Close();
            var contents = CopiedDatabase.Read(copy.Path, $"The database in {file}");
            var said = backup.Manifest;
            if (
                !contents.Migrations.SequenceEqual(said.Migrations)
                || contents.Tables.Count != said.Tables.Count
                || contents.Tables.Any(t => !said.Tables.TryGetValue(t.Key, out var rows) || rows != t.Value)
            )
            {
                throw new BackupRefusedException($"The database in {file} has not the tables and rows that its manifest says.");
            }
            return copy;
        }
        catch (Exception e)
        {
            copy?.Dispose();
            if (OwnFile.IsRefusal(e))
            {
                throw new BackupRefusedException($"The database cannot be written beside {target}: {e.Message}", e);
            }
            throw;
        }
    }

    private static async Task<IReadOnlyList<string>> BringToPresentAsync(
        string copy,
        AuditEvent told,
        CancellationToken cancellation
    )
    {
        var options = DatabaseOptions.ForFile(copy, "/");
        var migrated = await DatabaseStart.MigrateAsync(options, cancellation);
        await DatabaseStart.PlainlyAsync(
            options,
            async () =>
            {
                await using (var db = DatabaseRegistration.Open(options))
                {
                    db.AuditEvents.Add(told);
                    // A session that was ended since the backup and a link that was used since would live once more.
                    await db
                        .Sessions.Where(s => s.EndedAt == null)
                        .ExecuteUpdateAsync(
                            s =>
                                s.SetProperty(x => x.EndedAt, told.At)
                                    .SetProperty(x => x.Ended, (SessionEnd?)SessionEnd.Restored),
                            cancellation
                        );
                    await db.Invitations.EndOpenAsync(told.At, cancellation);
                    await db
                        .MailMessages.Where(m => m.State == MailState.Waiting && m.Text == "" && m.Html != "")
                        .ExecuteUpdateAsync(
                            s =>
                                s.SetProperty(m => m.State, MailState.Failed)
                                    .SetProperty(m => m.Html, "")
                                    .SetProperty(m => m.Error, "Its link ended when a backup was restored: send a new one."),
                            cancellation
                        );
                    await db.SaveChangesAsync(cancellation);
                }
                SqliteConnection.ClearPool(new SqliteConnection(options.ConnectionString));
                // The last connection takes what stands in the log beside it into the file.
                using (var alone = CopiedDatabase.Open(copy))
                {
                    CopiedDatabase.Execute(alone, "PRAGMA journal_mode = WAL");
                }
                using var file = File.OpenWrite(copy);
                file.Flush(flushToDisk: true);
            }
        );
        return migrated;
    }

    // A missing file, an empty one and a migrated one without a row may go.
    private static void RefuseUsed(string target)
    {
        if (!IsThere(target))
        {
            return;
        }
        bool used;
        try
        {
            using var connection = CopiedDatabase.Open(target);
            used = CopiedDatabase.Counts(connection).Any(t => t.Value > 0 && !t.Key.StartsWith("__EF", StringComparison.Ordinal));
        }
        catch (SqliteException)
        {
            // Whatever it is, it is not empty.
            used = true;
        }
        if (used)
        {
            throw new BackupRefusedException(
                $"The database {target} is not empty. With --replace the backup takes its place, and it is kept beside under a dated name."
            );
        }
    }

    private static bool IsThere(string target) => new FileInfo(target) is { Exists: true, Length: > 0 };

    /// <summary>Gives <paramref name="copy"/> the name of <paramref name="target"/>, and what had it the name <paramref name="kept"/>.</summary>
    private static string? Swap(string copy, string target, string kept)
    {
        if (!IsThere(target))
        {
            if (File.Exists($"{target}-wal"))
            {
                throw new BackupRefusedException(
                    $"{target}-wal is what a database that is gone left behind, and would be read into this one. Move it away."
                );
            }
            File.Move(copy, target, overwrite: true);
            return null;
        }
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(copy, File.GetUnixFileMode(target));
        }
        // Nobody opens it while its name goes from one file to the other.
        using var held = Hold(target);
        var moved = new List<string>();
        try
        {
            // An index of the log, made anew where it is missed.
            File.Delete($"{target}-shm");
            foreach (var end in (string[])["", "-wal"])
            {
                if (File.Exists(target + end))
                {
                    File.Move(target + end, kept + end);
                    moved.Add(end);
                }
            }
            File.Move(copy, target);
            return kept;
        }
        catch
        {
            moved.ForEach(end => File.Move(kept + end, target + end));
            throw;
        }
    }

    /// <summary>
    /// Takes the database for itself, which fails while any other process has it open: a running server always has (<see cref="HeldDatabase"/>).
    /// What stands in the log beside it is taken into it. Null when it is damaged so far that it cannot be held.
    /// </summary>
    private static SqliteConnection? Hold(string target)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = CopiedDatabase.Open(target);
            // One by one: of several in one command only the first that answers may fail.
            CopiedDatabase.Execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
            CopiedDatabase.Execute(connection, "PRAGMA journal_mode = DELETE");
            CopiedDatabase.Execute(connection, "BEGIN EXCLUSIVE");
            return connection;
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            return e.SqliteErrorCode switch
            {
                11 or 26 => null,
                5 or 6 => throw new BackupRefusedException(
                    $"The database {target} is in use. Stop Mobility, and whatever else has it open, and restore then.",
                    e
                ),
                _ => throw new BackupRefusedException($"The database {target} cannot be held: {e.Message}", e),
            };
        }
    }
}

using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime.Text;
using SQLitePCL;

namespace Mobility.Casework.Backups;

/// <summary>A backup that was made. <paramref name="InAudit"/> is false where an older database has no audit to tell of it.</summary>
public sealed record BackupMade(BackupManifest Manifest, long Bytes, bool InAudit);

/// <summary>
/// Copies the embedded database into one file while others read and write. The copy is the state of one moment: everything acknowledged before
/// it began, and of every later transaction all or nothing.
/// </summary>
public static class DatabaseBackup
{
    /// <summary>Why a server's database is not for these verbs.</summary>
    internal const string NotForServers =
        "This is for the embedded database. One on SQL Server is backed up and restored by the server: BACKUP DATABASE … WITH CHECKSUM, "
        + "RESTORE DATABASE.";

    // Virtual machine steps of SQLite between two looks at how far it is.
    private const int StepsBetweenLooks = 1000;

    // Each waits as long as a change waits for others: a minute and more in all.
    private const int Turns = 10;

    /// <summary>
    /// Makes <paramref name="file"/>, which must not be there yet: under another name until it is whole and on the disk. Throws
    /// <see cref="BackupRefusedException"/> or <see cref="DatabaseRefusedException"/> with a sentence, and then leaves nothing behind.
    /// </summary>
    public static async Task<BackupMade> MakeAsync(
        DatabaseOptions options,
        string file,
        ChangeContext change,
        IProgress<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        if (options.File is null)
        {
            throw new BackupRefusedException(NotForServers);
        }
        var isCurrent = await DatabaseStart.KnownAsync(options, cancellation);
        RefuseOther(file);
        BackupManifest manifest;
        long bytes;
        using (var partial = OwnFile.Make($"{file}.partial"))
        using (var copy = OwnFile.Make($"{file}.partial.db"))
        {
            copy.Stream.Close();
            Copy(options, copy.Path, progress, cancellation);
            var contents = CopiedDatabase.Read(copy.Path, $"The database {options.File}");
            try
            {
                manifest = BackupFile.Write(
                    partial.Stream,
                    copy.Path,
                    f => Describe(contents, f, change),
                    progress,
                    cancellation
                );
                bytes = partial.Stream.Length;
                partial.Stream.Close();
                RefuseOther(file);
                File.Move(partial.Path, file);
            }
            catch (Exception e) when (OwnFile.IsRefusal(e))
            {
                throw new BackupRefusedException($"The backup {file} cannot be written: {e.Message}", e);
            }
        }
        if (isCurrent)
        {
            // The backup is there: this is not broken off any more.
            await TellAsync(options, file, change);
        }
        return new BackupMade(manifest, bytes, isCurrent);
    }

    private static void RefuseOther(string file)
    {
        if (Path.Exists(file))
        {
            throw new BackupRefusedException($"{file} is there already, and a backup takes the place of no other file.");
        }
    }

    // VACUUM INTO reads in one transaction, which with a write-ahead log holds up no writer, and it copies rows, not pages: what was deleted
    // stays behind.
    private static void Copy(
        DatabaseOptions options,
        string copy,
        IProgress<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        try
        {
            using var source = CopiedDatabase.Open(options.File!);
            var size = new FileInfo(options.File!).Length;
            var steps = new PercentSteps(progress, BackupStep.Copying, size);
            raw.sqlite3_progress_handler(
                source.Handle,
                StepsBetweenLooks,
                _ =>
                {
                    steps.Report(new FileInfo(copy).Length);
                    return cancellation.IsCancellationRequested ? 1 : 0;
                },
                null
            );
            using var command = source.CreateCommand();
            command.CommandText = "VACUUM INTO $copy";
            command.Parameters.AddWithValue("$copy", copy);
            command.ExecuteNonQuery();
            steps.Report(size);
        }
        catch (SqliteException e)
        {
            throw e.SqliteErrorCode switch
            {
                9 => new OperationCanceledException(cancellation),
                13 => new BackupRefusedException($"The disk that holds {copy} is full.", e),
                // Reading short is the only such failure that is not about the copy.
                10 when e.SqliteExtendedErrorCode is not (266 or 522) => new BackupRefusedException(
                    $"The copy {copy} cannot be written; its disk may be full or failing: {e.Message}",
                    e
                ),
                _ => new BackupRefusedException($"The database {options.File} cannot be read: {e.Message}", e),
            };
        }
    }

    private static BackupManifest Describe(CopiedDatabase contents, BackedUpFile file, ChangeContext change) =>
        new()
        {
            Format = BackupManifest.ThisFormat,
            Program = ProgramVersion,
            MadeAt = InstantPattern.General.Format(change.At),
            Migrations = contents.Migrations,
            MasterKeys = contents.MasterKeys,
            Files = [file],
            Tables = contents.Tables,
        };

    private static string ProgramVersion =>
        typeof(DatabaseBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static async Task TellAsync(DatabaseOptions options, string file, ChangeContext change)
    {
        for (var turn = 1; ; turn++)
        {
            try
            {
                await using var db = DatabaseRegistration.Open(options);
                db.AuditEvents.Add(
                    new AuditEvent
                    {
                        At = change.At,
                        Kind = AuditKind.BackedUp,
                        Name = change.ByName,
                        Subject = Path.GetFileName(file),
                    }
                );
                await db.SaveChangesAsync(CancellationToken.None);
                return;
            }
            catch (Exception e) when (e.IsDatabaseBusy() && turn < Turns)
            {
                // Nobody waits here as for a page: among many who write, it asks again.
            }
            catch (Exception e) when (e is DbUpdateException or SqliteException)
            {
                throw new BackupRefusedException(
                    $"{file} is whole, but the audit could not be told of it: {(e.InnerException ?? e).Message}",
                    e
                );
            }
        }
    }
}

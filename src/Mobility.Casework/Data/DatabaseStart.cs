using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Mobility.Casework.Data;

/// <summary>The database cannot be used as it is. The message is one plain sentence for whoever runs the program.</summary>
public sealed class DatabaseRefusedException(string sentence, Exception? cause = null) : Exception(sentence, cause);

/// <summary>Looks at the database before anything else does: the program starts on a sound one or says in a sentence why not.</summary>
public static class DatabaseStart
{
    private static readonly TimeSpan LongestMigration = TimeSpan.FromHours(1);

    /// <summary>
    /// For <c>serve</c>: the database must be there, writable and of this program's version. With <paramref name="mayMigrate"/>
    /// (Development) a missing or older one is made or upgraded.
    /// </summary>
    public static async Task ReadyAsync(DatabaseOptions options, bool mayMigrate, CancellationToken cancellation)
    {
        if (mayMigrate)
        {
            await MigrateAsync(options, cancellation);
        }
        else
        {
            await SoundAsync(options, cancellation);
        }
        await PlainlyAsync(
            options,
            async () =>
            {
                await using var db = DatabaseRegistration.Open(options);
                await RefuseDamagedAsync(db, options, cancellation);
                await db.LookAtSizesAsync(cancellation);
            }
        );
    }

    /// <summary>The database must be there and of this program's version; nothing is written to it.</summary>
    public static Task SoundAsync(DatabaseOptions options, CancellationToken cancellation) =>
        PlainlyAsync(options, () => CheckAsync(options, cancellation));

    /// <summary>
    /// For <c>backup</c>: the database must be there, and not of a newer version than this program. Returns whether it is of this one; nothing
    /// is written to it.
    /// </summary>
    public static async Task<bool> KnownAsync(DatabaseOptions options, CancellationToken cancellation)
    {
        var isCurrent = false;
        await PlainlyAsync(
            options,
            async () =>
            {
                await using var db = DatabaseRegistration.Open(options);
                await RefuseMissingAsync(db, options, cancellation);
                await RefuseForeignOrNewerAsync(db, cancellation);
                isCurrent = !(await db.Database.GetPendingMigrationsAsync(cancellation)).Any();
            }
        );
        return isCurrent;
    }

    /// <summary>For <c>migrate</c>: makes or upgrades the database. Returns the migrations it applied.</summary>
    public static async Task<IReadOnlyList<string>> MigrateAsync(DatabaseOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<string> applied = [];
        await PlainlyAsync(
            options,
            async () =>
            {
                if (options.File is { } file)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                }
                await using var db = DatabaseRegistration.Open(options);
                if (await IsThereAsync(db, options, cancellation))
                {
                    await RefuseForeignOrNewerAsync(db, cancellation);
                    await RefuseReadOnlyAsync(db, cancellation);
                }
                applied = [.. await db.Database.GetPendingMigrationsAsync(cancellation)];
                if (db.Database.IsSqlServer())
                {
                    // Nobody waits for a page, and a large table takes its time.
                    db.Database.SetCommandTimeout(LongestMigration);
                }
                await db.Database.MigrateAsync(cancellation);
            }
        );
        return applied;
    }

    private static async Task CheckAsync(DatabaseOptions options, CancellationToken cancellation)
    {
        await using var db = DatabaseRegistration.Open(options);
        await RefuseMissingAsync(db, options, cancellation);
        await RefuseForeignOrNewerAsync(db, cancellation);
        if ((await db.Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            throw new DatabaseRefusedException(
                "The database is of an older version than this program. Run \"migrate\" to upgrade it."
            );
        }
        await RefuseReadOnlyAsync(db, cancellation);
    }

    private static async Task RefuseMissingAsync(MobilityDbContext db, DatabaseOptions options, CancellationToken cancellation)
    {
        if (!await IsThereAsync(db, options, cancellation))
        {
            throw new DatabaseRefusedException(
                options.File is { } file
                    ? $"The database file {file} is not there. Run \"migrate\" to make it, or correct ConnectionStrings:Mobility."
                    : "The database that ConnectionStrings:Mobility names is not on the server. Run \"migrate\" to make it."
            );
        }
    }

    private static async Task<bool> IsThereAsync(MobilityDbContext db, DatabaseOptions options, CancellationToken cancellation)
    {
        if (options.File is { } file)
        {
            // An empty file is what a stray connection leaves behind: as good as none.
            return File.Exists(file) && new FileInfo(file).Length > 0;
        }
        try
        {
            await db.Database.OpenConnectionAsync(cancellation);
            await db.Database.CloseConnectionAsync();
            return true;
        }
        catch (SqlException e) when (e.Number == 4060)
        {
            return false;
        }
    }

    private static async Task RefuseForeignOrNewerAsync(MobilityDbContext db, CancellationToken cancellation)
    {
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellation)).ToList();
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if (applied.Find(m => !known.Contains(m)) is { } unknown)
        {
            throw new DatabaseRefusedException(
                $"The database is of a newer version than this program: it carries the change {unknown}, which this program does not know. Start the newer program."
            );
        }
        if (applied.Count == 0 && await HasTablesAsync(db, cancellation))
        {
            throw new DatabaseRefusedException(
                "The database is not one of Mobility's: it has tables, but none of this program's changes."
            );
        }
    }

    private static async Task<bool> HasTablesAsync(MobilityDbContext db, CancellationToken cancellation)
    {
        var count = db.Database.IsSqlite()
            ? db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table'")
            : db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sys.tables");
        return await count.SingleAsync(cancellation) > 0;
    }

    private static async Task RefuseReadOnlyAsync(MobilityDbContext db, CancellationToken cancellation)
    {
        if (!db.Database.IsSqlite())
        {
            return;
        }
        // A write that changes nothing, as it is taken back.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Database.ExecuteSqlRawAsync("PRAGMA user_version = 1;", cancellation);
        await transaction.RollbackAsync(cancellation);
    }

    /// <summary>
    /// Reads the file once from end to end: better a program that does not start than one that meets the damage in the midst of a change.
    /// </summary>
    private static async Task RefuseDamagedAsync(MobilityDbContext db, DatabaseOptions options, CancellationToken cancellation)
    {
        if (options.File is null)
        {
            return;
        }
        await db.Database.OpenConnectionAsync(cancellation);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA quick_check(1);";
        if (await command.ExecuteScalarAsync(cancellation) is not "ok")
        {
            throw new DatabaseRefusedException(Damaged(options));
        }
    }

    private static string Damaged(DatabaseOptions options) =>
        $"The database file {options.File} is damaged or not a database. Restore it from a backup.";

    /// <summary>Does <paramref name="look"/>, and says in a sentence what is wrong with the database.</summary>
    internal static async Task PlainlyAsync(DatabaseOptions options, Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (SqliteException e)
        {
            throw new DatabaseRefusedException(
                e.SqliteErrorCode switch
                {
                    8 =>
                        $"The database file {options.File} is read-only. Give the program's user the right to write to it and to its folder.",
                    11 or 26 => Damaged(options),
                    14 =>
                        $"The database file {options.File} cannot be opened. Check that its folder is there and that the program's user may write to it.",
                    5 or 6 => $"The database file {options.File} is locked by another program.",
                    13 => $"The disk that holds {options.File} is full.",
                    _ => $"The database file {options.File} cannot be used: {e.Message}",
                },
                e
            );
        }
        catch (SqlException e)
        {
            throw new DatabaseRefusedException(
                $"The database server cannot be reached or refused the program: {e.Message.ReplaceLineEndings(" ")}",
                e
            );
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DatabaseRefusedException($"The folder of the database file {options.File} cannot be written to.", e);
        }
        catch (IOException e)
        {
            throw new DatabaseRefusedException($"The folder of the database file {options.File} cannot be used: {e.Message}", e);
        }
    }
}

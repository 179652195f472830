using Microsoft.EntityFrameworkCore;

namespace Mobility.Casework.Data;

/// <summary>
/// What was deleted still lies in the file and its log until something else is written there. SQL Server's own log and every backup keep it
/// for as long as they are kept.
/// </summary>
internal static class OldPages
{
    /// <summary>Empties the log, in which earlier contents of pages lie. As far as nobody reads at this moment.</summary>
    public static async Task ForgetOldPagesAsync(this MobilityDbContext db, CancellationToken cancellation)
    {
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", cancellation);
        }
    }

    /// <summary>
    /// Notes in the file itself that it must be written anew, so that a program that is killed before it comes to it is not the last to know.
    /// </summary>
    public static async Task OweRewriteAsync(this MobilityDbContext db, CancellationToken cancellation)
    {
        if (db.Database.IsSqlite())
        {
            // A number SQLite keeps for whoever uses the file; 0 in a new one.
            await db.Database.ExecuteSqlRawAsync("PRAGMA user_version = 1;", cancellation);
        }
    }

    /// <summary>Writes the whole file anew, without what was once in it, when that is owed.</summary>
    public static async Task RewriteIfOwedAsync(this MobilityDbContext db, CancellationToken cancellation)
    {
        if (
            db.Database.IsSqlite()
            && await db
                .Database.SqlQueryRaw<int>("SELECT user_version AS Value FROM pragma_user_version")
                .SingleAsync(cancellation) != 0
        )
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM;", cancellation);
            await db.ForgetOldPagesAsync(cancellation);
            await db.Database.ExecuteSqlRawAsync("PRAGMA user_version = 0;", cancellation);
        }
    }
}

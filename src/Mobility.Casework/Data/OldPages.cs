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

    /// <summary>Writes the whole file anew, without what was once in it.</summary>
    public static async Task RewriteAsync(this MobilityDbContext db, CancellationToken cancellation)
    {
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM;", cancellation);
            await db.ForgetOldPagesAsync(cancellation);
        }
    }
}

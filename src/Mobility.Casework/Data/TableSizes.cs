using Microsoft.EntityFrameworkCore;

namespace Mobility.Casework.Data;

internal static class TableSizes
{
    /// <summary>
    /// Lets SQLite look again at how many rows its tables have and how they are spread. Without it the database guesses which index to use: My day went
    /// through every open deadline of the firm, where now it looks up those of the consultant's cases. SQL Server does it by itself.
    /// </summary>
    public static async Task LookAtSizesAsync(this MobilityDbContext db, CancellationToken cancellation)
    {
        if (db.Database.IsSqlite())
        {
            // 0x02: where a table has changed much; 0x10000: all tables, not only those this connection has asked.
            await db.Database.ExecuteSqlRawAsync("PRAGMA optimize = 0x10002;", cancellation);
        }
    }
}

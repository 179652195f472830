using Microsoft.EntityFrameworkCore;

namespace Mobility.Casework.Data;

public static class Impatience
{
    /// <summary>
    /// Does something that may as well be left undone: where others hold the database it gives up within a second or so, by an exception for which
    /// <see cref="DatabaseBusy.IsDatabaseBusy"/> is true. Not inside a transaction.
    /// </summary>
    public static async Task ImpatientlyAsync(this MobilityDbContext db, Func<Task> work, CancellationToken cancellation)
    {
        var patience = db.Database.GetCommandTimeout();
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            db.Database.SetCommandTimeout(TimeSpan.FromSeconds(1));
            await SetSqlitePatienceAsync(db, TimeSpan.Zero);
            await work();
        }
        finally
        {
            await SetSqlitePatienceAsync(db, SqlitePragmas.Patience);
            db.Database.SetCommandTimeout(patience);
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task SetSqlitePatienceAsync(MobilityDbContext db, TimeSpan patience)
    {
        if (db.Database.IsSqlite())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout={(int)patience.TotalMilliseconds};";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}

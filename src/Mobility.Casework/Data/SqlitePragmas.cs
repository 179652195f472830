using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Mobility.Casework.Data;

/// <summary>
/// Settings SQLite forgets with every connection. synchronous=FULL: what was answered as saved lies on the disk, also after a power cut;
/// with NORMAL the log would be flushed now and then, and the last changes be lost with the power. Whoever finds the database held waits
/// a while for it, and then is refused before people give up. Pages of the file are read where the system keeps them: without it, four of
/// ten processor cycles of a page went into fetching them again and again. What a row held is overwritten when it goes, or a destroyed key
/// would still lie in the file.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>How long a change waits for others to let go of the database.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(7);

    private static readonly string Pragmas =
        $"PRAGMA busy_timeout={(int)Patience.TotalMilliseconds}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=1073741824; PRAGMA secure_delete=ON;";

    // A connection that comes back from the pool still has them.
    private static readonly ConditionalWeakTable<sqlite3, object> Set = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsNew(connection))
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        if (IsNew(connection))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static bool IsNew(DbConnection connection) =>
        connection is not SqliteConnection { Handle: { } handle } || Set.TryAdd(handle, handle);
}

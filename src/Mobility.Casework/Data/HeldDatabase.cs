using Microsoft.Data.Sqlite;

namespace Mobility.Casework.Data;

/// <summary>
/// Keeps the embedded database open as long as a server runs, also when nobody asks it anything: a connection that has read from a database with a
/// write-ahead log shares its lock until it is closed. So <c>restore</c> can tell that somebody is there.
/// </summary>
public sealed class HeldDatabase : IDisposable
{
    private readonly SqliteConnection? held;

    private HeldDatabase(SqliteConnection? connection) => held = connection;

    public static async Task<HeldDatabase> HoldAsync(DatabaseOptions options, CancellationToken cancellation)
    {
        if (options.File is null)
        {
            return new(null);
        }
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ConnectionString
        );
        await DatabaseStart.PlainlyAsync(
            options,
            async () =>
            {
                await connection.OpenAsync(cancellation);
                await using var command = connection.CreateCommand();
                // The mode is kept in the file; one that was copied by hand may have come with another.
                command.CommandText = "PRAGMA journal_mode = WAL";
                await command.ExecuteNonQueryAsync(cancellation);
                command.CommandText = "SELECT COUNT(*) FROM sqlite_master";
                await command.ExecuteNonQueryAsync(cancellation);
            }
        );
        return new(connection);
    }

    public void Dispose() => held?.Dispose();
}

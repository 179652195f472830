using Microsoft.Data.Sqlite;

namespace Mobility.Casework.Backups;

/// <summary>What is in a database file that nobody else has open.</summary>
internal sealed record CopiedDatabase(
    IReadOnlyList<string> Migrations,
    IReadOnlyDictionary<string, long> Tables,
    IReadOnlyList<string> MasterKeys
)
{
    /// <summary>A connection of its own to <paramref name="file"/>, which ends when it is closed.</summary>
    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                // Seconds to wait for others. The program itself holds the database as long as it runs.
                DefaultTimeout = 1,
            }.ConnectionString
        );
        connection.Open();
        return connection;
    }

    /// <summary>Reads it whole: every page and every index is checked. <paramref name="what"/> begins the sentence of a refusal.</summary>
    public static CopiedDatabase Read(string file, string what)
    {
        try
        {
            using var connection = Open(file);
            var problems = Texts(connection, "PRAGMA integrity_check(3)");
            if (problems is not ["ok"])
            {
                throw new BackupRefusedException($"{what} is damaged: {string.Join("; ", problems)}.");
            }
            var migrations = Texts(connection, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId");
            return new CopiedDatabase(migrations, Counts(connection), WrappedWith(connection));
        }
        catch (SqliteException e)
        {
            throw new BackupRefusedException($"{what} is damaged: {e.Message}", e);
        }
    }

    /// <summary>Rows of each table.</summary>
    public static Dictionary<string, long> Counts(SqliteConnection connection) =>
        Texts(
                connection,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
            )
            .ToDictionary(
                table => table,
                table =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = $"SELECT COUNT(*) FROM {Quoted(table)}";
                    return (long)command.ExecuteScalar()!;
                }
            );

    // Whichever tables keep wrapped keys: their rows say with what.
    private static List<string> WrappedWith(SqliteConnection connection)
    {
        const string Column = "MasterKeyId";
        var tables = Texts(
            connection,
            $"SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = '{Column}' WHERE m.type = 'table'"
        );
        return
        [
            .. tables
                .SelectMany(t => Texts(connection, $"SELECT DISTINCT {Column} FROM {Quoted(t)} WHERE {Column} IS NOT NULL"))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }
        return texts;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace Mobility.Casework.Data;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Which database, from <c>Database:Provider</c> and <c>ConnectionStrings:Mobility</c>.</summary>
public sealed record DatabaseOptions(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>Reads the two settings. Throws <see cref="DatabaseRefusedException"/> when they don't fit.</summary>
    public static DatabaseOptions From(IConfiguration configuration, string contentRoot)
    {
        var named = configuration["Database:Provider"];
        if (!Enum.TryParse<DatabaseProvider>(named ?? nameof(DatabaseProvider.Sqlite), ignoreCase: true, out var provider))
        {
            throw new DatabaseRefusedException($"Database:Provider is \"{named}\". It must be Sqlite or SqlServer.");
        }
        var connection = configuration.GetConnectionString("Mobility");
        try
        {
            return provider switch
            {
                DatabaseProvider.SqlServer when string.IsNullOrWhiteSpace(connection) => throw new DatabaseRefusedException(
                    "ConnectionStrings:Mobility is not set. With Database:Provider=SqlServer it must name the server and database."
                ),
                DatabaseProvider.SqlServer => new(provider, new SqlConnectionStringBuilder(connection).ConnectionString),
                _ => ForFile(new SqliteConnectionStringBuilder(connection ?? "Data Source=data/mobility.db"), contentRoot),
            };
        }
        catch (ArgumentException e)
        {
            throw new DatabaseRefusedException($"ConnectionStrings:Mobility is not understood: {e.Message}", e);
        }
    }

    /// <summary>An embedded database in <paramref name="path"/>; a relative path is below <paramref name="root"/>.</summary>
    public static DatabaseOptions ForFile(string path, string root) =>
        ForFile(new SqliteConnectionStringBuilder { DataSource = path }, root);

    private static DatabaseOptions ForFile(SqliteConnectionStringBuilder file, string root)
    {
        file.DataSource = Path.GetFullPath(file.DataSource, root);
        file.ForeignKeys = true;
        // The provider itself tries again for this long where SQLite has given up waiting. Shorter than that wait: once is enough.
        file.DefaultTimeout = (int)SqlitePragmas.Patience.TotalSeconds - 1;
        return new(DatabaseProvider.Sqlite, file.ConnectionString);
    }

    /// <summary>The file of an embedded database; null on a server.</summary>
    public string? File =>
        Provider == DatabaseProvider.Sqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource : null;
}

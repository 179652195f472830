using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;

namespace Mobility.Testing.Data;

/// <summary>
/// A migrated, empty database of a test's own. On SQLite a copy of a template that is migrated once per run; on SQL Server, when
/// <c>MOBILITY_TEST_SQLSERVER</c> holds a connection string, a database made and dropped by the test.
/// </summary>
public sealed class TestDatabase : IDisposable
{
    private static readonly Lazy<string> Template = new(MakeTemplate);

    private TestDatabase(DatabaseOptions options) => Options = options;

    public static string? SqlServerConnection => Environment.GetEnvironmentVariable("MOBILITY_TEST_SQLSERVER");

    public DatabaseOptions Options { get; }

    /// <summary>On <paramref name="provider"/>; when left out on SQL Server if a server is given, and else on SQLite.</summary>
    public static TestDatabase Create(DatabaseProvider? provider = null)
    {
        if (
            (provider ?? (SqlServerConnection is null ? DatabaseProvider.Sqlite : DatabaseProvider.SqlServer))
            == DatabaseProvider.Sqlite
        )
        {
            var file = Path.Combine(Folder(), $"{Guid.NewGuid():n}.db");
            File.Copy(Template.Value, file);
            return new TestDatabase(DatabaseOptions.ForFile(file, Folder()));
        }
        var server = new SqlConnectionStringBuilder(SqlServerConnection) { InitialCatalog = $"mobility_test_{Guid.NewGuid():n}" };
        var database = new TestDatabase(new DatabaseOptions(DatabaseProvider.SqlServer, server.ConnectionString));
        using var db = database.Open();
        db.Database.Migrate();
        return database;
    }

    public MobilityDbContext Open() => DatabaseRegistration.Open(Options);

    /// <summary>Makes it as empty as it was. For the embedded database, once nothing reads or writes it.</summary>
    public void Reset()
    {
        DeleteFile();
        File.Copy(Template.Value, Options.File!);
    }

    /// <summary>Closes every idle connection of this process to the embedded database, so that another process has the file to itself.</summary>
    public void CloseAll() => SqliteConnection.ClearPool(new SqliteConnection(Options.ConnectionString));

    /// <summary>Keeps the embedded database as it is now, and gives back what puts it back so, as often as a test wants.</summary>
    public Action Keep()
    {
        using (var db = Open())
        {
            db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE);");
        }
        var kept = Path.Combine(Folder(), $"{Guid.NewGuid():n}.kept");
        File.Copy(Options.File!, kept);
        return () =>
        {
            DeleteFile();
            File.Copy(kept, Options.File!);
        };
    }

    /// <summary>A folder that goes when the run ends.</summary>
    public static string NewFolder() => Directory.CreateDirectory(Path.Combine(Folder(), $"{Guid.NewGuid():n}")).FullName;

    public void Dispose()
    {
        if (Options.File is not null)
        {
            DeleteFile();
        }
        else
        {
            using var db = Open();
            db.Database.EnsureDeleted();
        }
    }

    private void DeleteFile()
    {
        SqliteConnection.ClearPool(new SqliteConnection(Options.ConnectionString));
        foreach (var part in new[] { Options.File!, Options.File + "-wal", Options.File + "-shm" })
        {
            File.Delete(part);
        }
    }

    private static readonly Lazy<string> RunFolder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("mobility-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    private static string Folder() => RunFolder.Value;

    private static string MakeTemplate()
    {
        var file = Path.Combine(Folder(), "template.db");
        var options = DatabaseOptions.ForFile(file, Folder());
        using (var db = DatabaseRegistration.Open(options))
        {
            db.Database.Migrate();
            // The copies are made of the file alone: everything must be in it, not in a log beside it.
            db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE);");
        }
        SqliteConnection.ClearPool(new SqliteConnection(options.ConnectionString));
        return file;
    }
}

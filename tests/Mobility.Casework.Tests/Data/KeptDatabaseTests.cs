using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;

namespace Mobility.Casework.Tests.Data;

/// <summary>
/// Databases as earlier versions left them, one a release, in <c>Databases/</c>: small demonstration programmes. Each must come to the present
/// with everything in it.
/// </summary>
public sealed class KeptDatabaseTests
{
    private static IEnumerable<string> Kept() =>
        Directory
            .GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "Databases"), "*.db")
            .Select(f => Path.GetFileName(f)!)
            .Order();

    [TestCaseSource(nameof(Kept))]
    public async Task A_kept_database_migrates_to_the_present_and_can_be_read_whole(string name)
    {
        var folder = Directory.CreateTempSubdirectory("mobility-kept-");
        try
        {
            var file = Path.Combine(folder.FullName, name);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "Databases", name), file);
            var options = DatabaseOptions.ForFile(file, folder.FullName);
            var casesBefore = await CountCasesAsync(options);

            await DatabaseStart.MigrateAsync(options, CancellationToken.None);

            await using var db = DatabaseRegistration.Open(options);
            Assert.That(await db.Database.GetPendingMigrationsAsync(), Is.Empty);
            Assert.That(await db.Cases.CountAsync(), Is.EqualTo(casesBefore).And.GreaterThan(0));
            foreach (var entity in db.Model.GetEntityTypes().Where(e => !e.IsOwned() && !e.HasSharedClrType))
            {
                var read = typeof(KeptDatabaseTests)
                    .GetMethod(nameof(ReadAllAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(entity.ClrType);
                await (Task)read.Invoke(null, [db])!;
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    // Every row through every converter: what cannot be read any more throws here.
    private static Task<List<T>> ReadAllAsync<T>(MobilityDbContext db)
        where T : class => db.Set<T>().AsNoTracking().ToListAsync();

    private static async Task<int> CountCasesAsync(DatabaseOptions options)
    {
        await using var connection = new SqliteConnection(options.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM Cases";
        return Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Testing;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Casework.Tests.PersonalData;

/// <summary>Dates of birth that earlier versions kept clear.</summary>
public sealed class ClearValuesTests
{
    [Test]
    public async Task They_are_sealed_once_and_are_gone_from_the_file()
    {
        using var database = TestDatabase.Create(DatabaseProvider.Sqlite);
        await using var db = database.Open();
        var client = new Client { Name = "Brightwater plc" };
        // More than one batch, and a date that no other row has.
        var people = Enumerable
            .Range(0, 600)
            .Select(i => new Person
            {
                ClientId = client.Id,
                FullName = $"Person {i}",
                ClearBirthDate = i % 3 == 0 ? null : new LocalDate(1911, 3, 7),
            })
            .ToList();
        db.Add(client);
        db.AddRange(people);
        await db.SaveChangesAsync();
        Assert.That(RawFile.Contain(database.Options.File!, "1911-03-07"), Is.True);
        db.ChangeTracker.Clear();

        var first = await ClearValues.SealAsync(db, TestKeys.Keys, default);
        var second = await ClearValues.SealAsync(db, TestKeys.Keys, default);

        Assert.Multiple(async () =>
        {
            Assert.That((first, second), Is.EqualTo((400, 0)));
            Assert.That(RawFile.Contain(database.Options.File!, "1911-03-07"), Is.False);
            Assert.That(await db.People.AnyAsync(p => p.ClearBirthDate != null), Is.False);
            Assert.That(await BirthDatesAsync(db), Has.Count.EqualTo(400).And.All.EqualTo("1911-03-07"));
        });
    }

    [Test]
    public async Task A_run_that_was_broken_off_goes_on_without_a_second_value()
    {
        using var database = TestDatabase.Create();
        await using var db = database.Open();
        var client = new Client { Name = "Brightwater plc" };
        var person = new Person
        {
            ClientId = client.Id,
            FullName = "Ana",
            ClearBirthDate = new LocalDate(1911, 3, 7),
        };
        db.AddRange(client, person);
        await db.SaveChangesAsync();
        await ClearValues.SealAsync(db, TestKeys.Keys, default);
        // As if the value had been kept and the old column not yet emptied.
        (await db.People.SingleAsync()).ClearBirthDate = new LocalDate(1911, 3, 7);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();

        await ClearValues.SealAsync(db, TestKeys.Keys, default);

        Assert.That(await BirthDatesAsync(db), Is.EqualTo(new[] { "1911-03-07" }));
        Assert.That(await db.People.AnyAsync(p => p.ClearBirthDate != null), Is.False);
    }

    [Test]
    public async Task A_run_that_was_broken_off_before_the_file_was_written_anew_does_that_with_the_next()
    {
        using var database = TestDatabase.Create(DatabaseProvider.Sqlite);
        await using var db = database.Open();
        // As an earlier program left it: what it deleted lies on a page nobody uses.
        await db.Database.ExecuteSqlRawAsync(
            "PRAGMA secure_delete=OFF; CREATE TABLE Old (Text); INSERT INTO Old VALUES ('1911-03-07'); DROP TABLE Old;"
        );
        await db.OweRewriteAsync(default);
        await db.ForgetOldPagesAsync(default);
        Assert.That(RawFile.Contain(database.Options.File!, "1911-03-07"), Is.True);

        await ClearValues.SealAsync(db, TestKeys.Keys, default);
        Assert.That(RawFile.Contain(database.Options.File!, "1911-03-07"), Is.False);

        Assert.That(
            await db.Database.SqlQueryRaw<int>("SELECT user_version AS Value FROM pragma_user_version").SingleAsync(),
            Is.Zero,
            "Once is enough."
        );
    }

    // Those of before anything was sealed.
    private static string[] Kept() => ["2026-11-the-house-stands.db", "2026-11-the-rule-book.db"];

    [TestCaseSource(nameof(Kept))]
    public async Task A_kept_database_keeps_every_date_of_birth(string name)
    {
        var folder = Directory.CreateTempSubdirectory("mobility-kept-");
        try
        {
            var file = Path.Combine(folder.FullName, name);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "Databases", name), file);
            var options = DatabaseOptions.ForFile(file, folder.FullName);
            var before = await ClearAsync(options);

            await DatabaseStart.MigrateAsync(options, CancellationToken.None);
            await using var db = DatabaseRegistration.Open(options);
            await KeyStart.ReadyAsync(db, TestKeys.Keys, default);

            // A later one has sealed them already, with the master key of the tests.
            Assert.That(await BirthDatesAsync(db), Is.SupersetOf(before).And.Not.Empty);
            Assert.That(await ClearAsync(options), Is.Empty);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<string>> ClearAsync(DatabaseOptions options)
    {
        await using var connection = new SqliteConnection(options.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT BirthDate FROM People WHERE BirthDate IS NOT NULL";
        await using var reader = await command.ExecuteReaderAsync();
        var dates = new List<string>();
        while (await reader.ReadAsync())
        {
            dates.Add(reader.GetString(0));
        }
        return dates;
    }

    private static async Task<List<string>> BirthDatesAsync(MobilityDbContext db)
    {
        var keys = await db.PersonKeys.AsNoTracking().ToDictionaryAsync(k => k.PersonId);
        var values = await db.PersonalValues.AsNoTracking().Where(v => v.Field == PersonalField.BirthDate).ToListAsync();
        return values.ConvertAll(v =>
            PersonSeal
                .Of(TestKeys.Keys, v.PersonId, keys[v.PersonId].MasterKeyId, keys[v.PersonId].Wrapped)
                .Open(v.Field, v.Of, v.Sealed)!
        );
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.History;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Casework.Tests.History;

public sealed class HistoryIsOnlyAddedTests
{
    private TestDatabase database = null!;

    [SetUp]
    public async Task AddOneRowAsync()
    {
        database = TestDatabase.Create();
        await using var db = database.Open();
        db.AddHistory(ChangeContext.Program("Test", Instant.FromUtc(2026, 11, 23, 12, 0)), ChangeKind.CaseOpened, "M-2026-0001");
        await db.SaveChangesAsync();
    }

    [TearDown]
    public void Drop() => database.Dispose();

    [Test]
    public async Task The_program_refuses_to_alter_a_row()
    {
        await using var db = database.Open();
        var row = await db.Changes.SingleAsync();
        row.Subject = "M-2026-0002";

        Assert.That(() => db.SaveChangesAsync(), Throws.InvalidOperationException.With.Message.Contains("only added to"));
    }

    [Test]
    public async Task The_program_refuses_to_delete_a_row()
    {
        await using var db = database.Open();
        db.Changes.Remove(await db.Changes.SingleAsync());

        Assert.That(() => db.SaveChangesAsync(), Throws.InvalidOperationException.With.Message.Contains("only added to"));
    }

    [TestCase("UPDATE Changes SET Subject = 'M-2026-0002'")]
    [TestCase("DELETE FROM Changes")]
    public async Task The_database_itself_refuses_what_goes_past_the_program(string sql)
    {
        await using var db = database.Open();

        Assert.That(
            () => db.Database.ExecuteSqlRawAsync(sql),
            Throws.TypeOf<SqliteException>().With.Message.Contains("History is only added to")
        );
        Assert.That(await db.Changes.Select(c => c.Subject).SingleAsync(), Is.EqualTo("M-2026-0001"));
    }
}

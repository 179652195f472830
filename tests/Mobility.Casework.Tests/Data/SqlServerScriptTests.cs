namespace Mobility.Casework.Tests.Data;

public sealed class SqlServerScriptTests
{
    [Test]
    public void A_server_would_take_the_script_of_all_migrations()
    {
        var script = SqlServerScript.OfMigrations();

        Assert.That(script.Problems, Is.Empty);
        Assert.That(script.TableCount, Is.GreaterThan(20));
    }

    [TestCase("CREATE TABEL [A] ([Id] int NOT NULL);", "Incorrect syntax", TestName = "A slip of grammar is found")]
    [TestCase(
        "CREATE TABLE [A] ([Id] int NOT NULL); CREATE INDEX [I] ON [A] ([Nmae]);",
        "A has no column Nmae",
        TestName = "An unknown column is found"
    )]
    [TestCase("CREATE INDEX [I] ON [B] ([Id]);", "there is no table B", TestName = "An unknown table is found")]
    [TestCase(
        "CREATE TABLE [A] ([Name] nvarchar(max) NOT NULL); CREATE INDEX [I] ON [A] ([Name]);",
        "has no length",
        TestName = "A key without length is found"
    )]
    [TestCase(
        "CREATE TABLE [A] ([Name] nvarchar(900) NOT NULL); CREATE INDEX [I] ON [A] ([Name]);",
        "1800 bytes wide",
        TestName = "A key that is too wide is found"
    )]
    [TestCase(
        "CREATE TABLE [A] ([Id] int NOT NULL); CREATE TABLE [B] ([AId] bigint NOT NULL, CONSTRAINT [F] FOREIGN KEY ([AId]) REFERENCES [A] ([Id]));",
        "B.AId is bigint, but A has int",
        TestName = "A foreign key of another type is found"
    )]
    [TestCase(
        """
            CREATE TABLE [A] ([Id] int NOT NULL);
            CREATE TABLE [B] ([Id] int NOT NULL, CONSTRAINT [F1] FOREIGN KEY ([Id]) REFERENCES [A] ([Id]) ON DELETE CASCADE);
            CREATE TABLE [C] ([Id] int NOT NULL, CONSTRAINT [F2] FOREIGN KEY ([Id]) REFERENCES [A] ([Id]) ON DELETE CASCADE,
              CONSTRAINT [F3] FOREIGN KEY ([Id]) REFERENCES [B] ([Id]) ON DELETE CASCADE);
            """,
        "by more than one cascade",
        TestName = "Two cascade paths are found"
    )]
    public void What_a_server_would_refuse_is_found(string sql, string problem)
    {
        Assert.That(SqlServerScript.Of(sql).Problems, Has.Some.Contains(problem));
    }
}

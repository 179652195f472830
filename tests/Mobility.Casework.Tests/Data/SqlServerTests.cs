using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Testing.Data;

namespace Mobility.Casework.Tests.Data;

public sealed class SqlServerTests
{
    [Test]
    public void The_database_tests_run_on_a_SQL_Server()
    {
        if (TestDatabase.SqlServerConnection is null)
        {
            Assert.Ignore("MOBILITY_TEST_SQLSERVER holds no connection string: the database tests ran on SQLite.");
        }
        using var database = TestDatabase.Create();
        using var db = database.Open();

        Assert.That(database.Options.Provider, Is.EqualTo(DatabaseProvider.SqlServer));
        Assert.That(db.Database.GetPendingMigrations(), Is.Empty);
    }
}

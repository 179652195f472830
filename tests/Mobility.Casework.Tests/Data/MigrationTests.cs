using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;

namespace Mobility.Casework.Tests.Data;

public sealed class MigrationTests
{
    [TestCase(DatabaseProvider.Sqlite, "Data Source=none.db")]
    [TestCase(DatabaseProvider.SqlServer, "Server=none;Database=none")]
    public void Every_change_of_the_model_has_its_migration(DatabaseProvider provider, string connection)
    {
        using var db = DatabaseRegistration.Open(new DatabaseOptions(provider, connection));

        Assert.That(db.Database.HasPendingModelChanges(), Is.False, "Run src/Mobility.Casework/Data/add-migration.sh.");
    }
}

using Microsoft.EntityFrameworkCore.Design;

namespace Mobility.Casework.Data;

// How dotnet-ef makes the contexts; add-migration.sh beside this file calls it once for each.

internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteMobilityDbContext>
{
    public SqliteMobilityDbContext CreateDbContext(string[] args) =>
        (SqliteMobilityDbContext)DatabaseRegistration.Open(DatabaseOptions.ForFile("design-time.db", Path.GetTempPath()));
}

internal sealed class SqlServerDesignTime : IDesignTimeDbContextFactory<SqlServerMobilityDbContext>
{
    // Never connected to: the model and its script need no server.
    public SqlServerMobilityDbContext CreateDbContext(string[] args) =>
        (SqlServerMobilityDbContext)
            DatabaseRegistration.Open(new DatabaseOptions(DatabaseProvider.SqlServer, "Server=design-time;Database=Mobility"));
}

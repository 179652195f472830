using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Mobility.Casework.Data;

public static class DatabaseRegistration
{
    /// <summary>Registers <see cref="MobilityDbContext"/>, scoped and pooled, for the configured database.</summary>
    public static IServiceCollection AddMobilityDatabase(this IServiceCollection services, DatabaseOptions database)
    {
        services.AddSingleton(database);
        return database.Provider == DatabaseProvider.SqlServer
            ? services.AddDbContextPool<MobilityDbContext, SqlServerMobilityDbContext>(o => Configure(o, database))
            : services.AddDbContextPool<MobilityDbContext, SqliteMobilityDbContext>(o => Configure(o, database));
    }

    /// <summary>A context outside any container, for the tools and the tests.</summary>
    public static MobilityDbContext Open(DatabaseOptions database)
    {
        if (database.Provider == DatabaseProvider.SqlServer)
        {
            var server = new DbContextOptionsBuilder<SqlServerMobilityDbContext>();
            Configure(server.UseApplicationServiceProvider(IdentitySchema), database);
            return new SqlServerMobilityDbContext(server.Options);
        }
        var file = new DbContextOptionsBuilder<SqliteMobilityDbContext>();
        Configure(file.UseApplicationServiceProvider(IdentitySchema), database);
        return new SqliteMobilityDbContext(file.Options);
    }

    // Identity reads from the container which tables it has; outside the host a container of just that answer serves.
    private static readonly ServiceProvider IdentitySchema = new ServiceCollection()
        .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    private static void Configure(DbContextOptionsBuilder options, DatabaseOptions database)
    {
        options.AddInterceptors(new SaveRules());
        // Every query that reads several lists at once says how it wants them split.
        options.ConfigureWarnings(w => w.Throw(RelationalEventId.MultipleCollectionIncludeWarning));
        if (database.Provider == DatabaseProvider.SqlServer)
        {
            // A time-out is not tried again: whoever waits is told as soon as on the embedded database.
            options.UseSqlServer(
                database.ConnectionString,
                o => o.EnableRetryOnFailure().CommandTimeout((int)SqlitePragmas.Patience.TotalSeconds)
            );
        }
        else
        {
            options.UseSqlite(database.ConnectionString).AddInterceptors(new SqlitePragmas());
        }
    }
}

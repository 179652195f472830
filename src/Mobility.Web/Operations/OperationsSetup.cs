using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Mobility.Casework.Operations;

namespace Mobility.Web.Operations;

/// <summary>What tells how the program does: numbers, health, the audit of refusals.</summary>
public static class OperationsSetup
{
    private const string Ready = "ready";

    // Whoever asks does not wait for a database that others hold.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddOperations(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        // Read now: a mistake in them stops the start with a sentence.
        services.AddSingleton(TelemetrySettings.From(builder.Configuration));
        services.AddSingleton<SystemGauges>();
        services.AddSingleton<NodeNumbers>();
        services.AddHostedService(s => s.GetRequiredService<NodeNumbers>());
        services.AddSingleton<Telemetry>();
        services.AddHostedService(s => s.GetRequiredService<Telemetry>());
        services.AddSingleton<RefusalLimits>();
        services
            .AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", failureStatus: null, tags: [Ready], timeout: Patience)
            .AddCheck<WorkHealth>("work", failureStatus: null, tags: [], timeout: Patience);
    }

    /// <summary>
    /// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the database does too, so requests may come. <c>/health</c>: and the
    /// work gets done; what a person is to be woken for. They say one word each.
    /// </summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready) }).AllowAnonymous();
        app.MapHealthChecks("/health").AllowAnonymous();
    }
}

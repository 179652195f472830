using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mobility.Casework.Operations;
using NodaTime.Text;

namespace Mobility.Web.Operations;

/// <summary>
/// Whether the work of the system gets done: jobs run, mail goes out, reminders are raised. What is wrong goes into the log; whoever asks
/// from outside hears one word.
/// </summary>
internal sealed class WorkHealth(SystemStates states, NodeNumbers node) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var problems = SystemHealth.Problems(await states.ReadAsync(cancellationToken), node.StartedAt);
            return problems.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(
                    string.Join(
                        "; ",
                        problems.Select(p =>
                            $"{p.Concern} {p.Job} since {(p.Since is { } since ? InstantPattern.General.Format(since) : "ever")}"
                        )
                    )
                );
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The state of the system cannot be read.", e);
        }
    }
}

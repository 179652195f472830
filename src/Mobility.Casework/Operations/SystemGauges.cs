using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mobility.Casework.Operations;

/// <summary>
/// The state of the whole system as gauges, for whoever collects them. The database is asked once for each collection, and only while
/// somebody collects. Every node tells the same: take their maximum, not their sum.
/// </summary>
public sealed class SystemGauges
{
    // The gauges of one collection are asked one after the other within moments; the next comes seconds later.
    private static readonly TimeSpan OneCollection = TimeSpan.FromSeconds(1);

    private readonly IServiceScopeFactory scopes;
    private readonly ILogger<SystemGauges> logger;
    private readonly Lock reading = new();
    private SystemState? last;
    private long lastReadAt;

    public SystemGauges(IMeterFactory meters, IServiceScopeFactory scopes, ILogger<SystemGauges> logger)
    {
        this.scopes = scopes;
        this.logger = logger;
        var meter = meters.Create(ProgramMetrics.Meter);
        Gauge(meter, "mobility.mail.waiting", "{mail}", "Mails in the outbox.", s => s.MailWaiting);
        Gauge(meter, "mobility.mail.failed", "{mail}", "Mails that failed for good and wait for somebody.", s => s.MailFailed);
        Gauge(
            meter,
            "mobility.mail.oldest",
            "s",
            "How long the oldest mail in the outbox has waited.",
            s => s.OldestMail is { } oldest ? (s.At - oldest).TotalSeconds : 0
        );
        Gauge(meter, "mobility.alerts.due", "{alert}", "Reminders that are due and not raised yet.", s => s.AlertsDue);
        Gauge(meter, "mobility.alerts.late", "{alert}", "Reminders that a sweep should have raised.", s => s.AlertsLate);
        meter.CreateObservableGauge(
            "mobility.job.since_success",
            SinceSuccess,
            "s",
            "How long ago each job last succeeded; missing for one that never did."
        );
    }

    private void Gauge(Meter meter, string name, string unit, string description, Func<SystemState, double> value) =>
        meter.CreateObservableGauge(
            name,
            () => Read() is { } state ? [new Measurement<double>(value(state))] : (Measurement<double>[])[],
            unit,
            description
        );

    private IEnumerable<Measurement<double>> SinceSuccess() =>
        Read() is not { } state
            ? []
            :
            [
                .. state
                    .Jobs.Values.Where(r => r.SucceededAt is not null)
                    .Select(r => new Measurement<double>(
                        (state.At - r.SucceededAt!.Value).TotalSeconds,
                        new KeyValuePair<string, object?>("job", r.Job.ToString())
                    )),
            ];

    // Collectors ask without waiting, on a thread of their own.
    private SystemState? Read()
    {
        lock (reading)
        {
            if (lastReadAt != 0 && TimeProvider.System.GetElapsedTime(lastReadAt) < OneCollection)
            {
                return last;
            }
            try
            {
                using var scope = scopes.CreateScope();
                last = scope
                    .ServiceProvider.GetRequiredService<SystemStates>()
                    .ReadAsync(CancellationToken.None)
                    .GetAwaiter()
                    .GetResult();
            }
            catch (Exception e)
            {
                // Numbers that are missing say it too; a collector that stops for good would not.
                logger.LogWarning(e, "The state of the system could not be read for the metrics");
                last = null;
            }
            lastReadAt = TimeProvider.System.GetTimestamp();
            return last;
        }
    }
}

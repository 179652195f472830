using Mobility.Casework.Operations;
using Mobility.Web.Plumbing.Commands;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Mobility.Web.Operations;

/// <summary>
/// Sends the metrics to a collector, by OTLP, where the settings name one: <c>Telemetry:Endpoint</c>, or OpenTelemetry's own
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, whose sister variables (headers, protocol, interval) work too. A collector that does not answer
/// disturbs nothing else.
/// </summary>
public sealed class Telemetry(TelemetrySettings settings, IServiceProvider services) : IHostedService, IDisposable
{
    // What the program and the framework measure. None of them tags a path, an address or a name: a page is named by its route.
    private static readonly string[] Meters =
    [
        ProgramMetrics.Meter,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.EntityFrameworkCore",
        "System.Runtime",
    ];

    // A program that is told to stop has ten seconds in all.
    private const int LastSending = 3000;

    private readonly Lock stopping = new();
    private MeterProvider? provider;
    private Task? lastSent;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Endpoint is not null)
        {
            // Nobody reads the state of the system for a collector that is not there.
            services.GetRequiredService<SystemGauges>();
            provider = Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(r =>
                    r.AddService("mobility", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3))
                        .AddEnvironmentVariableDetector()
                )
                .AddMeter(Meters)
                .AddOtlpExporter(settings.Apply)
                .Build();
        }
        return Task.CompletedTask;
    }

    /// <summary>Sends what is counted so far, and waits until it is sent. Returns whether it was.</summary>
    public bool Send() => provider?.ForceFlush() ?? false;

    /// <summary>Sends what is left, while the state of the system can still be read. A host may be told twice to stop: both wait.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (stopping)
        {
            return lastSent ??= provider is null
                ? Task.CompletedTask
                : Task.Run(() => provider.Shutdown(LastSending), CancellationToken.None);
        }
    }

    public void Dispose() => provider?.Dispose();
}

/// <summary>The base address of the collector, null where there is none, and how it is spoken to.</summary>
public sealed record TelemetrySettings(Uri? Endpoint, OtlpExportProtocol Protocol)
{
    /// <summary>Throws <see cref="CommandRefusedException"/> with a sentence when a setting cannot be used.</summary>
    public static TelemetrySettings From(IConfiguration configuration)
    {
        var (name, value) = configuration["Telemetry:Endpoint"] is { Length: > 0 } own
            ? ("Telemetry:Endpoint", own)
            : ("OTEL_EXPORTER_OTLP_ENDPOINT", configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var protocol = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] switch
        {
            null or "" or "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            "grpc" => OtlpExportProtocol.Grpc,
            var other => throw new CommandRefusedException(
                $"OTEL_EXPORTER_OTLP_PROTOCOL is \"{other}\". It must be http/protobuf or grpc."
            ),
        };
        if (string.IsNullOrEmpty(value))
        {
            return new TelemetrySettings(null, protocol);
        }
        return Uri.TryCreate(value, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? new TelemetrySettings(endpoint, protocol)
            : throw new CommandRefusedException($"{name} must be an http or https address, as in http://localhost:4318.");
    }

    internal void Apply(OtlpExporterOptions options)
    {
        options.Protocol = Protocol;
        // An address set in code is taken as it is; the specification has the signal's own path under the base address.
        options.Endpoint =
            Protocol == OtlpExportProtocol.Grpc ? Endpoint! : new Uri(Endpoint!.ToString().TrimEnd('/') + "/v1/metrics");
    }
}

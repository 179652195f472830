using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Mobility.Casework.Operations;
using NodaTime;

namespace Mobility.Web.Operations;

/// <summary>How a page did on this node since it started. It is named by method and route template, never by an address.</summary>
public sealed record RouteNumbers(string Route, long Requests, long Failed, double TotalSeconds, double SlowestSeconds)
{
    public double MeanSeconds => Requests == 0 ? 0 : TotalSeconds / Requests;
}

/// <summary>A counter of the program with its one tag.</summary>
public sealed record CountedNumber(string Instrument, string Tag, long Count, double Sum);

/// <summary>
/// Keeps the numbers of this node for the administrators' page, from the same instruments that a collector gets. In memory: it begins at
/// nothing with each start, and every node counts for itself.
/// </summary>
public sealed class NodeNumbers : IHostedService, IDisposable
{
    private const string Requests = "http.server.request.duration";

    // Files and addresses nobody has a page for are one line each.
    private const string Files = "files";
    private const string Nowhere = "no such page";

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, Route> routes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Instrument, string Tag), Count> counts = new();

    public NodeNumbers(IMeterFactory meters, IClock clock)
    {
        StartedAt = clock.GetCurrentInstant();
        listener.InstrumentPublished = (instrument, active) =>
        {
            // Only what this host counts: a test runs several in one process.
            if (
                ReferenceEquals(instrument.Meter.Scope, meters)
                && (instrument.Name == Requests || (instrument.Meter.Name == ProgramMetrics.Meter && !instrument.IsObservable))
            )
            {
                active.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>(Measured);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
    }

    /// <summary>Since when it counts.</summary>
    public Instant StartedAt { get; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The pages, those that took the most time in all first.</summary>
    public IReadOnlyList<RouteNumbers> Pages() =>
        [.. routes.Select(r => r.Value.Read(r.Key)).OrderByDescending(r => r.TotalSeconds).ThenBy(r => r.Route)];

    public IReadOnlyList<CountedNumber> Counts() => [.. counts.Select(c => c.Value.Read(c.Key.Instrument, c.Key.Tag))];

    public void Dispose() => listener.Dispose();

    private void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name != Requests)
        {
            Add(instrument, value, tags);
            return;
        }
        string? method = null;
        string? route = null;
        var status = 0;
        foreach (var (key, tag) in tags)
        {
            switch (key)
            {
                case "http.request.method":
                    method = tag as string;
                    break;
                case "http.route":
                    route = tag as string;
                    break;
                case "http.response.status_code":
                    status = tag as int? ?? 0;
                    break;
            }
        }
        // A style sheet's route is its file name; no page has a dot in its own.
        var name =
            route is null ? Nowhere
            : route.Contains('.', StringComparison.Ordinal) ? Files
            : $"{method} /{route.TrimStart('/')}";
        routes.GetOrAdd(name, static _ => new Route()).Add(value, failed: status >= 500);
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var tag = new List<string>(tags.Length);
        foreach (var (_, text) in tags)
        {
            tag.Add(text?.ToString() ?? "");
        }
        counts.GetOrAdd((instrument.Name, string.Join(' ', tag)), static _ => new Count()).Add(value);
    }

    private sealed class Route
    {
        private readonly Lock adding = new();
        private long requests;
        private long failures;
        private double total;
        private double slowest;

        public void Add(double seconds, bool failed)
        {
            lock (adding)
            {
                requests++;
                failures += failed ? 1 : 0;
                total += seconds;
                slowest = Math.Max(slowest, seconds);
            }
        }

        public RouteNumbers Read(string name)
        {
            lock (adding)
            {
                return new RouteNumbers(name, requests, failures, total, slowest);
            }
        }
    }

    private sealed class Count
    {
        private readonly Lock adding = new();
        private long measurements;
        private double sum;

        public void Add(double value)
        {
            lock (adding)
            {
                measurements++;
                sum += value;
            }
        }

        public CountedNumber Read(string instrument, string tag)
        {
            lock (adding)
            {
                return new CountedNumber(instrument, tag, measurements, sum);
            }
        }
    }
}

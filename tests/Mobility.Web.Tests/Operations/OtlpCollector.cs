using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mobility.Web.Tests.Operations;

/// <summary>Takes metrics by OTLP over HTTP on a port of its own, and reads of them as much as tests ask: the names, and all words.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<byte[]> bodies = new();
    private readonly ConcurrentQueue<string> paths = new();

    private OtlpCollector(WebApplication server) => this.server = server;

    public Uri Address => new(server.Urls.Single());

    /// <summary>Where metrics were sent to, each with its content type.</summary>
    public IReadOnlyList<string> Requests => [.. paths];

    /// <summary>Everything received, as if it were text: names, tags and descriptions are legible in it.</summary>
    public string Everything => string.Concat(bodies.Select(Encoding.UTF8.GetString));

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.MapPost(
            "/{**path}",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                collector.bodies.Enqueue(body.ToArray());
                collector.paths.Enqueue($"{request.Path} {request.ContentType}");
                return Results.Bytes([], "application/x-protobuf");
            }
        );
        await app.StartAsync();
        return collector;
    }

    /// <summary>
    /// The names of the metrics: resource_metrics (1) / scope_metrics (2) / metrics (2) / name (1) of ExportMetricsServiceRequest in
    /// opentelemetry/proto/collector/metrics/v1.
    /// </summary>
    public IReadOnlySet<string> Names() =>
        bodies
            .SelectMany(b => Fields(b, 1))
            .SelectMany(r => Fields(r, 2))
            .SelectMany(s => Fields(s, 2))
            .SelectMany(m => Fields(m, 1))
            .Select(n => Encoding.UTF8.GetString(n.Span))
            .ToHashSet();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    // The length-delimited fields of a protobuf message that have a number.
    private static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if (key >> 3 == (ulong)number)
                    {
                        yield return message.Slice(at, length);
                    }
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7} at {at}.");
            }
        }
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}

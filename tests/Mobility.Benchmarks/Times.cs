using System.Diagnostics;
using System.Globalization;

namespace Mobility.Benchmarks;

/// <summary>What one thing took, the first times left out, by the clock and of the processor. On a busy machine the second says more.</summary>
internal sealed class Times(string what, int warmUp, int measured)
{
    private readonly List<double> _clock = [];
    private readonly List<double> _processor = [];

    public async Task TakeAsync(Func<Task> act)
    {
        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await act();
        _clock.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        _processor.Add((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
    }

    public string Write() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what, -52} median {Part(_clock, 50), 6:0.00} ms, 99th percentile {Part(_clock, 99), 6:0.00} ms; of the processor {Part(_processor, 50), 6:0.00} ms"
        );

    private double Part(List<double> all, int percent) => all.Skip(warmUp).Order().ElementAt(measured * percent / 100);
}

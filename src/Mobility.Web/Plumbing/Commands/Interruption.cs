using System.Runtime.InteropServices;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>Ctrl-C and the service manager's wish to end, for a command that tidies up before it goes.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    private Interruption()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            registrations.Add(
                PosixSignalRegistration.Create(
                    signal,
                    context =>
                    {
                        context.Cancel = true;
                        source.Cancel();
                    }
                )
            );
        }
    }

    public static async Task<T> StopsAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        using var interruption = new Interruption();
        try
        {
            return await work(interruption.source.Token);
        }
        catch (OperationCanceledException e) when (interruption.source.IsCancellationRequested)
        {
            throw new CommandRefusedException($"Interrupted. {e.Message}");
        }
    }

    public void Dispose()
    {
        registrations.ForEach(r => r.Dispose());
        source.Dispose();
    }
}

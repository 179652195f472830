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
        catch (OperationCanceledException) when (interruption.source.IsCancellationRequested)
        {
            throw new CommandRefusedException("Interrupted. Nothing was changed, and nothing is left behind.");
        }
    }

    public void Dispose()
    {
        registrations.ForEach(r => r.Dispose());
        source.Dispose();
    }
}

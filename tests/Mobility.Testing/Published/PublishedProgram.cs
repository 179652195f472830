using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mobility.Testing.Published;

/// <summary>
/// The program as it is delivered: published once a run, started as a process of its own from the root folder, with nothing of the
/// test's environment that would mend a mistake of its packing.
/// </summary>
public static partial class PublishedProgram
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly Lazy<string> Output = new(Publish);

    /// <summary>The folder it was published to.</summary>
    public static string Folder => Output.Value;

    /// <summary>Runs a verb to its end.</summary>
    public static Task<ProgramResult> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] args) =>
        RunAsync(new ProgramPlace(), settings, args);

    /// <summary>Runs a verb to its end somewhere else than usual.</summary>
    public static async Task<ProgramResult> RunAsync(
        ProgramPlace place,
        IReadOnlyDictionary<string, string> settings,
        params string[] args
    )
    {
        using var process = Start(place, settings, args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"\"{string.Join(' ', args)}\" did not end: {await output}{await error}", e);
        }
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts the server on a port that the system chooses, and waits until it says that it listens.</summary>
    public static async Task<RunningProgram> ServeAsync(IReadOnlyDictionary<string, string> settings, ProgramPlace? place = null)
    {
        var process = Start(
            place ?? new ProgramPlace(),
            new Dictionary<string, string>(settings) { ["Urls"] = "http://127.0.0.1:0" },
            ["serve"]
        );
        var log = new ConcurrentQueue<string>();
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                // It has ended: everything it had to say is read.
                listening.TrySetException(
                    new InvalidOperationException($"The server ended before it listened: {string.Join('\n', log)}")
                );
                return;
            }
            log.Enqueue(line.Data);
            if (ListeningOn().Match(line.Data) is { Success: true } match)
            {
                listening.TrySetResult(new Uri(match.Groups["address"].Value));
            }
        };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new RunningProgram(process, await listening.Task.WaitAsync(TimeSpan.FromMinutes(2)), log);
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://127\.0\.0\.1:\d+)", RegexOptions.None, 1000)]
    private static partial Regex ListeningOn();

    private static Process Start(ProgramPlace place, IReadOnlyDictionary<string, string> settings, string[] args)
    {
        string[] words = [.. place.Before, "dotnet", Path.Combine(place.Folder ?? Folder, "Mobility.Web.dll")];
        var start = new ProcessStartInfo(words[0])
        {
            WorkingDirectory = "/",
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var word in words[1..])
        {
            start.ArgumentList.Add(word);
        }
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static string Publish()
    {
        var folder = Directory.CreateTempSubdirectory("mobility-published-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = RepositoryFolder.Root,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // What this run has built already: what is tried here is the packing.
        string[] args =
        [
            "publish",
            "src/Mobility.Web/Mobility.Web.csproj",
            "--no-build",
            "--configuration",
            Configuration,
            "--output",
            folder,
            "-v",
            "q",
        ];
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return process.ExitCode == 0
            ? folder
            : throw new InvalidOperationException($"dotnet publish failed: {output.Result}{error.Result}");
    }
}

/// <summary>Where and as whom the program runs.</summary>
public sealed record ProgramPlace
{
    /// <summary>A copy of the published folder; the folder itself when null.</summary>
    public string? Folder { get; init; }

    /// <summary>Words before the program's own, which run it in their way.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];
}

/// <summary>How a verb ended.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>A server in a process of its own; stopped at the end of the test.</summary>
public sealed class RunningProgram(Process process, Uri address, ConcurrentQueue<string> log) : IAsyncDisposable
{
    public Uri Address { get; } = address;

    public int Id => process.Id;

    /// <summary>What it has written so far.</summary>
    public string Log => string.Join('\n', log);

    /// <summary>Processor time it has used so far.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Memory it holds.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Asks it to stop, as a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await AskToStopAsync();
        return await EndAsync();
    }

    /// <summary>Only asks; <see cref="EndAsync"/> waits.</summary>
    public async Task AskToStopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself, and returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return process.ExitCode;
    }

    /// <summary>Ends it without asking, in the midst of what it does: <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }
}

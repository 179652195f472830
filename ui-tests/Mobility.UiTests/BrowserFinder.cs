using System.Diagnostics;

namespace Mobility.UiTests;

/// <summary>
/// Where the browser of these tests comes from, in this order: <c>MOBILITY_BROWSER</c>, one that is installed, Debian's own package where
/// the tests run as root, Playwright's download. A machine where none can be had fails with one sentence.
/// </summary>
internal static class BrowserFinder
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    /// <summary>The path of a browser; null for Playwright's own, which it finds itself.</summary>
    public static async Task<string?> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("MOBILITY_BROWSER") is { Length: > 0 } configured)
        {
            return File.Exists(configured)
                ? configured
                : throw new InvalidOperationException($"MOBILITY_BROWSER names {configured}, which is not there.");
        }
        if (Installed() is { } found)
        {
            return found;
        }
        var tried = new List<string>();
        if (Environment.UserName == "root" && File.Exists("/usr/bin/apt-get"))
        {
            var apt = await RunAsync("apt-get", "update", "-q") is { } update
                ? update
                : await RunAsync("apt-get", "install", "-yq", "chromium");
            if (Installed() is { } installed)
            {
                return installed;
            }
            tried.Add($"apt-get: {apt}");
        }
        // Playwright's own command; it prints what it does.
        if (Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0)
        {
            return null;
        }
        tried.Add("Playwright's own download failed");
        throw new InvalidOperationException(
            $"No Chromium or Chrome was found and none could be installed ({string.Join("; ", tried)}). Install one, or set MOBILITY_BROWSER to its path."
        );
    }

    private static string? Installed()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        IEnumerable<string> usual = OperatingSystem.IsMacOS()
            ?
            [
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
            ]
            : [];
        return Names.SelectMany(n => folders.Select(f => Path.Combine(f, n))).Concat(usual).FirstOrDefault(File.Exists);
    }

    /// <summary>Null when it went well, else what it said last.</summary>
    private static async Task<string?> RunAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        return process.ExitCode == 0 ? null : (await error).Trim().Split('\n')[^1];
    }
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Mobility.Casework.Demo;
using Mobility.Testing;
using Mobility.Testing.Published;

namespace Mobility.Benchmarks;

/// <summary>Starts the published program on a large demonstration database and asks it for its busiest pages, signed in.</summary>
internal static class LoadRun
{
    public static async Task<int> RunAsync(string[] args)
    {
        var cases = int.Parse(Option(args, "--cases") ?? "5000", CultureInfo.InvariantCulture);
        var seconds = int.Parse(Option(args, "--seconds") ?? "10", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("mobility-load-").FullName;
        try
        {
            var database = Option(args, "--database") ?? Path.Combine(folder, "mobility.db");
            var settings = SettingsFor(database, folder);
            if (!File.Exists(database))
            {
                await MakeAsync(settings, cases);
            }
            await MeasureAsync(settings, database, seconds);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static Dictionary<string, string> SettingsFor(string database, string folder) =>
        new()
        {
            // One person asks for thousands of pages; what is measured is the page.
            ["Limits:Search"] = "1000000",
            ["ConnectionStrings:Mobility"] = $"Data Source={Path.GetFullPath(database)}",
            ["Mail:Folder"] = Path.Combine(folder, "mail"),
            ["Site:Url"] = "http://127.0.0.1",
            ["Keys:Master"] = TestKeys.Master,
            ["Jobs:Enabled"] = "false",
            ["Accounts:RequireSecondFactor"] = "false",
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        };

    internal static async Task MakeAsync(Dictionary<string, string> settings, int cases)
    {
        _ = PublishedProgram.Folder;
        var clock = Stopwatch.StartNew();
        await RequireAsync(settings, "migrate");
        await RequireAsync(settings, "demo", "--cases", cases.ToString(CultureInfo.InvariantCulture));
        Print($"{cases} cases made in {clock.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task MeasureAsync(Dictionary<string, string> settings, string database, int seconds)
    {
        _ = PublishedProgram.Folder;
        var clock = Stopwatch.StartNew();
        await using var server = await PublishedProgram.ServeAsync(settings);
        using var session = await Session.SignInAsync(server.Address, DemoPersonas.All[0].Email, DemoAccounts.Password);
        await session.GetAsync("/my-day");
        Print($"from start to first page: {clock.Elapsed.TotalSeconds:0.00} s");

        var number = await NumberAsync(database, DemoPersonas.All[0].Email);
        (string Name, string Path)[] pages =
        [
            ("My day", "/my-day"),
            ("Case list, 50 rows", "/cases?consultant=all&phase=OnAssignment&sort=end"),
            ("Case page", $"/cases/{number}"),
            ("Day page", $"/cases/{number}/days"),
        ];
        Print($"{"page", -20} {"conn", 4} {"req/s", 8} {"p50 ms", 8} {"p99 ms", 8} {"cpu ms/req", 11} {"bytes", 8}");
        foreach (var (name, path) in pages)
        {
            await session.RepeatAsync(path, connections: 2, TimeSpan.FromSeconds(2));
            foreach (var connections in new[] { 1, 8 })
            {
                var before = server.CpuTime;
                var run = await session.RepeatAsync(path, connections, TimeSpan.FromSeconds(seconds));
                var cpu = (server.CpuTime - before).TotalMilliseconds / run.Count;
                Print(
                    $"{name, -20} {connections, 4} {run.PerSecond, 8:0} {run.Percentile(0.5), 8:0.00} {run.Percentile(0.99), 8:0.00} {cpu, 11:0.00} {run.Bytes, 8}"
                );
            }
        }
        Print($"resident: {server.ResidentBytes / 1_048_576} MB");
    }

    private static async Task RequireAsync(Dictionary<string, string> settings, params string[] args)
    {
        var result = await PublishedProgram.RunAsync(settings, args);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', args)}: {result.Error}");
        }
    }

    private static async Task<string> NumberAsync(string database, string email)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        // A case of the consultant whose assignee has travelled most.
        command.CommandText = """
            SELECT c.Number FROM Cases c JOIN Accounts a ON a.Id = c.ConsultantId
            WHERE a.Email = $email AND c.ClosedOn IS NULL AND c.CancelledOn IS NULL
            ORDER BY (SELECT COUNT(*) FROM Trips t WHERE t.PersonId = c.AssigneeId) DESC LIMIT 1
            """;
        command.Parameters.AddWithValue("$email", email);
        return (string)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"{email} has no case."));
    }

    internal static string? Option(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    internal static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

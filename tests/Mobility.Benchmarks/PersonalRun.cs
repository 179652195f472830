using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Demo;
using Mobility.Casework.PersonalData;
using Mobility.Testing;
using Mobility.Testing.Published;

namespace Mobility.Benchmarks;

/// <summary>
/// What sealed values cost: the same pages of two servers on the same database, one with its personal values and one without any, asked in
/// turns so that a busy machine is busy for both.
/// </summary>
internal static class PersonalRun
{
    private const int Turns = 6;

    public static async Task<int> RunAsync(string[] args)
    {
        var cases = int.Parse(LoadRun.Option(args, "--cases") ?? "1000", CultureInfo.InvariantCulture);
        var seconds = double.Parse(LoadRun.Option(args, "--seconds") ?? "3", CultureInfo.InvariantCulture);
        await OpenAsync();
        var folder = Directory.CreateTempSubdirectory("mobility-personal-").FullName;
        try
        {
            var (with, without) = (Path.Combine(folder, "with.db"), Path.Combine(folder, "without.db"));
            await LoadRun.MakeAsync(LoadRun.SettingsFor(with, folder), cases);
            File.Copy(with, without);
            await DropValuesAsync(without);
            await using var sealing = await PublishedProgram.ServeAsync(LoadRun.SettingsFor(with, folder));
            await using var plain = await PublishedProgram.ServeAsync(LoadRun.SettingsFor(without, folder));
            using var first = await Session.SignInAsync(sealing.Address, DemoPersonas.All[0].Email, DemoAccounts.Password);
            using var second = await Session.SignInAsync(plain.Address, DemoPersonas.All[0].Email, DemoAccounts.Password);
            var (number, person) = await LargestFamilyAsync(with);
            LoadRun.Print($"{"page", -36} {"with: p50 ms", 13} {"cpu ms", 7} {"without: p50", 13} {"cpu ms", 7}");
            foreach (
                var (name, path) in new[]
                {
                    ("Case list, 50 rows", "/cases?consultant=all&phase=OnAssignment&sort=end"),
                    ("Case page of the largest family", $"/cases/{number}"),
                    ("History of the case", $"/cases/{number}/history"),
                    ("Personal details of the assignee", $"/cases/{number}/people/{person}/personal"),
                }
            )
            {
                var (a, b) = (new Side(sealing, first), new Side(plain, second));
                for (var turn = 0; turn <= Turns; turn++)
                {
                    // The first turn only warms up.
                    foreach (var side in turn % 2 == 0 ? new[] { a, b } : [b, a])
                    {
                        await side.AskAsync(path, TimeSpan.FromSeconds(seconds), counts: turn > 0);
                    }
                }
                LoadRun.Print($"{name, -36} {a.Median, 13:0.00} {a.Cpu, 7:0.00} {b.Median, 13:0.00} {b.Cpu, 7:0.00}");
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The bare cost: a person's key unwrapped and one value opened with it.</summary>
    private static async Task OpenAsync()
    {
        using var casework = new TestCasework(TestRules.WithDeadlines());
        var file = await casework.OpenCaseAsync();
        await casework.DoAsync<PersonalRecords>(r =>
            r.SetAsync(file.Id, file.AssigneeId, PersonalField.HealthNote, "", "A wheelchair", 0, casework.Change(), default)
        );
        var (key, value) = await casework.ReadAsync(async db =>
            (await db.PersonKeys.SingleAsync(), await db.PersonalValues.SingleAsync())
        );
        const int times = 100_000;
        for (var round = 0; round < 2; round++)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < times; i++)
            {
                PersonSeal
                    .Of(TestKeys.Keys, key.PersonId, key.MasterKeyId, key.Wrapped)
                    .Open(value.Field, value.Of, value.Sealed);
            }
            if (round > 0)
            {
                LoadRun.Print($"a key unwrapped and a value opened: {clock.Elapsed.TotalMicroseconds / times:0.0} µs");
            }
        }
    }

    private static async Task DropValuesAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM PersonalValues; DELETE FROM PersonKeys; VACUUM;";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<(string Number, string Person)> LargestFamilyAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT c.Number, c.AssigneeId FROM Cases c JOIN Accounts a ON a.Id = c.ConsultantId
            WHERE a.Email = $email AND c.ClosedOn IS NULL AND c.CancelledOn IS NULL
            ORDER BY (SELECT COUNT(*) FROM CaseMembers m WHERE m.CaseId = c.Id) DESC, c.Number LIMIT 1
            """;
        command.Parameters.AddWithValue("$email", DemoPersonas.All[0].Email);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetString(0), reader.GetString(1));
    }

    private sealed class Side(RunningProgram server, Session session)
    {
        private readonly List<double> times = [];
        private TimeSpan cpu;

        public double Median => times.Order().ElementAt(times.Count / 2);

        public double Cpu => cpu.TotalMilliseconds / times.Count;

        public async Task AskAsync(string path, TimeSpan time, bool counts)
        {
            var before = server.CpuTime;
            var run = await session.RepeatAsync(path, connections: 1, time);
            if (counts)
            {
                cpu += server.CpuTime - before;
                times.AddRange(run.SortedMilliseconds);
            }
        }
    }
}

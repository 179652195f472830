using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Tasks;
using Mobility.Testing;

namespace Mobility.Benchmarks;

/// <summary>What it costs that a change lies on the disk before it is answered: the same small change, flushed each time and now and then.</summary>
internal static class DurableRun
{
    private const int WarmUp = 100;
    private const int Measured = 1000;

    public static async Task<int> RunAsync()
    {
        using var casework = new TestCasework(TestRules.Repository);
        var file = await casework.OpenCaseAsync();
        Console.WriteLine(
            $"A task with its history on {Path.GetDirectoryName(casework.Database.Options.File)}, {Measured} times:"
        );
        foreach (var mode in new[] { "NORMAL", "FULL", "NORMAL", "FULL" })
        {
            var times = new List<double>();
            for (var i = 0; i < WarmUp + Measured; i++)
            {
                await casework.DoAsync<MobilityDbContext>(db => SetAsync(db, mode));
                var start = Stopwatch.GetTimestamp();
                await casework.DoAsync<TaskService, CaseTask>(tasks =>
                    tasks.CreateAsync(
                        new NewTask
                        {
                            CaseId = file.Id,
                            What = "Call the landlord",
                            AssignedToId = casework.Consultant.Id,
                        },
                        casework.Change(),
                        CancellationToken.None
                    )
                );
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            var ordered = times.Skip(WarmUp).Order().ToList();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"synchronous={mode, -6} median {ordered[Measured / 2], 6:0.00} ms, 99th percentile {ordered[Measured * 99 / 100], 6:0.00} ms"
                )
            );
        }
        return 0;
    }

    // The connection goes back to the pool and is the next one taken.
    private static async Task SetAsync(MobilityDbContext db, string mode)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA synchronous={mode};";
        await command.ExecuteNonQueryAsync();
    }
}

using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Testing.Published;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Faults;

/// <summary>Another program holds the database, or the disk takes nothing more: reading goes on, and no change is lost without a word.</summary>
[NonParallelizable]
public sealed class HeldDatabaseTests
{
    private ProgramWorld world = null!;
    private RunningProgram program = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        world = await ProgramWorld.CreateAsync();
        program = await PublishedProgram.ServeAsync(world.Settings);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await program.DisposeAsync();
        world.Dispose();
    }

    [Test]
    public async Task Held_for_three_seconds_a_change_is_late_and_saved()
    {
        using var browser = world.Browse(program, world.Consultant);
        var form = await TaskFormAsync(browser, "Held for three seconds");
        await using var other = await HoldAsync();

        var saving = form.PressAsync("Make the task");
        // The fault itself: this is how long the other program holds it.
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.That(saving.IsCompleted, Is.False);
        await other.DisposeAsync();

        Assert.That((await saving).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await TasksAsync("Held for three seconds"), Is.EqualTo(1));
    }

    [Test]
    public async Task Held_for_longer_changes_are_refused_with_a_time_to_try_again_while_pages_are_read_and_nothing_typed_is_lost()
    {
        using var browser = world.Browse(program, world.Consultant);
        var form = await TaskFormAsync(browser, "Held for a minute");
        var others = new List<Task<Page>>();
        Page page;
        await using (await HoldAsync())
        {
            for (var i = 0; i < 16; i++)
            {
                var another = await TaskFormAsync(browser, $"Waiting {i}");
                others.Add(another.PressAsync("Make the task"));
            }
            var saving = form.PressAsync("Make the task");
            Assert.That((await browser.OpenAsync("/my-day")).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(saving.IsCompleted, Is.False, "the page was read while the change waited");

            // It would be held for ever: the answer comes all the same.
            page = await saving;
            await Task.WhenAll(others);
        }

        Assert.Multiple(() =>
        {
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(page.Heading, Is.EqualTo("Mobility is busy"));
            Assert.That(page.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(others.Select(o => o.Result.Status), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
        });
        Assert.That(await TasksAsync("Held for a minute"), Is.Zero);
        Assert.That((await page.PressAsync("Send it again")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await TasksAsync("Held for a minute"), Is.EqualTo(1));
    }

    [Test]
    public async Task Where_the_disk_takes_nothing_more_changes_are_refused_until_there_is_room_again()
    {
        using var browser = world.Browse(program, world.Consultant);
        var form = await TaskFormAsync(browser, "No room");
        await LimitFilesAsync(new FileInfo(world.File + "-wal").Length);

        var refused = await form.PressAsync("Make the task");
        var read = await browser.OpenAsync($"/cases/{world.Case.Number}");

        Assert.Multiple(() =>
        {
            Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.InsufficientStorage));
            Assert.That(refused.Heading, Is.EqualTo("Nothing more can be saved"));
            Assert.That(read.Status, Is.EqualTo(HttpStatusCode.OK));
        });
        Assert.That(await TasksAsync("No room"), Is.Zero);
        await LimitFilesAsync(null);
        Assert.That((await refused.PressAsync("Send it again")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await TasksAsync("No room"), Is.EqualTo(1));
        Assert.That(program.Log, Does.Contain("SQLite Error"), "whoever runs it finds the cause in the log");
    }

    private async Task<Page> TaskFormAsync(Browser browser, string what) =>
        (await browser.OpenAsync($"/cases/{world.Case.Number}/tasks/new")).Fill("What is to be done", what);

    private async Task<SqliteConnection> HoldAsync()
    {
        var other = new SqliteConnection($"Data Source={world.File};Pooling=false");
        await other.OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE;";
        await command.ExecuteNonQueryAsync();
        return other;
    }

    private async Task<int> TasksAsync(string what)
    {
        await using var db = world.Database.Open();
        var tasks = await db.Tasks.CountAsync(t => t.What == what);
        Assert.That(await db.Changes.CountAsync(c => c.Subject == what), Is.EqualTo(tasks), "history");
        return tasks;
    }

    /// <summary>Lets no file of the program grow beyond so many bytes, as a full disk would.</summary>
    private async Task LimitFilesAsync(long? bytes)
    {
        using var limit = System.Diagnostics.Process.Start(
            "prlimit",
            ["--pid", $"{program.Id}", bytes is { } most ? $"--fsize={most}:" : "--fsize=unlimited:"]
        );
        await limit.WaitForExitAsync();
        Assert.That(limit.ExitCode, Is.Zero);
    }
}

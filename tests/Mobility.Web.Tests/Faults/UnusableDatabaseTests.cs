using Microsoft.EntityFrameworkCore;
using Mobility.Testing.Published;

namespace Mobility.Web.Tests.Faults;

/// <summary>Databases the program cannot work with: it says so in one sentence and does not start.</summary>
[NonParallelizable]
public sealed class UnusableDatabaseTests
{
    private const int PageSize = 4096;

    private ProgramWorld world = null!;

    [SetUp]
    public async Task MakeAsync() => world = await ProgramWorld.CreateAsync();

    [TearDown]
    public void Remove() => world.Dispose();

    [Test]
    public async Task A_page_of_the_file_that_is_turned_over()
    {
        int page;
        await using (var db = world.Database.Open())
        {
            // A page that is in use, and lies in the file itself: nobody misses a free one.
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);");
            page = await db
                .Database.SqlQueryRaw<int>("SELECT rootpage AS Value FROM sqlite_master WHERE name = 'Cases'")
                .SingleAsync();
        }
        world.Database.CloseAll();
        var bytes = await File.ReadAllBytesAsync(world.File);
        for (var i = (page - 1) * PageSize; i < page * PageSize; i++)
        {
            bytes[i] ^= 0xff;
        }
        await File.WriteAllBytesAsync(world.File, bytes);

        await RefusedAsync(world.Settings, "is damaged");
    }

    [Test]
    public async Task A_head_of_something_else()
    {
        await using (var file = File.OpenWrite(world.File))
        {
            await file.WriteAsync("GIF89a, and so on and on"u8.ToArray());
        }

        await RefusedAsync(world.Settings, "is damaged or not a database");
    }

    [Test]
    public async Task The_end_of_the_file_cut_off()
    {
        await using (var file = File.OpenWrite(world.File))
        {
            file.SetLength(file.Length / 2 / PageSize * PageSize);
        }

        await RefusedAsync(world.Settings, "is damaged");
    }

    [Test]
    public async Task A_folder_that_is_not_there()
    {
        var settings = world.Settings;
        var folder = Path.Combine(world.Folder, "elsewhere");
        settings["ConnectionStrings:Mobility"] = $"Data Source={Path.Combine(folder, "mobility.db")}";

        await RefusedAsync(settings, "is not there");
        Assert.That(Directory.Exists(folder), Is.False);
    }

    [Test]
    public async Task A_folder_in_the_place_of_the_file()
    {
        var settings = world.Settings;
        settings["ConnectionStrings:Mobility"] = $"Data Source={world.Folder}";

        await RefusedAsync(settings, world.Folder);
    }

    private static async Task RefusedAsync(Dictionary<string, string> settings, string sentence)
    {
        var result = await PublishedProgram.RunAsync(settings, "serve");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.Contain(sentence));
            Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1), "One plain sentence, no stack.");
        });
    }
}

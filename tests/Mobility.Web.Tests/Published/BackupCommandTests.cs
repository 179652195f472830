using System.Net;
using Mobility.Casework.Demo;
using Mobility.Testing;
using Mobility.Testing.Published;

namespace Mobility.Web.Tests.Published;

/// <summary>The verbs <c>backup</c> and <c>restore</c> as delivered.</summary>
[NonParallelizable]
public sealed class BackupCommandTests
{
    private const string Administrator = "freja.lynge@nordlys.example";

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("mobility-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task Backed_up_while_it_serves_and_restored_elsewhere_it_starts_and_people_sign_in()
    {
        await DemoAsync();
        var backup = Path.Combine(folder, "night.zip");
        await using (var server = await PublishedProgram.ServeAsync(Settings()))
        {
            var made = await PublishedProgram.RunAsync(Settings(), "backup", backup);
            Assert.That(made.ExitCode, Is.Zero, made.Error);
            Assert.That(
                made.Output,
                Does.StartWith($"{backup}: ").And.Contain($"It needs the master key {TestKeys.Keys.Current.Id}")
            );
            Assert.That(made.Error, Is.Empty);

            await RefusedAsync($"The database {Database()} is not empty.", "restore", backup);
            await RefusedAsync($"The database {Database()} is in use. Stop Mobility", "restore", backup, "--replace");
            using var browser = new ProxiedBrowser();
            Assert.That(
                (await browser.SignInAsync(server, Administrator, DemoAccounts.Password)).Status,
                Is.EqualTo(HttpStatusCode.Redirect)
            );
            Assert.That(await server.StopAsync(), Is.Zero);
        }

        var check = await PublishedProgram.RunAsync(Settings("elsewhere"), "restore", backup, "--check");
        Assert.That(check.Output, Does.StartWith($"{backup} is whole and can be restored."), check.Error);
        var restored = await PublishedProgram.RunAsync(Settings("elsewhere"), "restore", backup);
        Assert.That(restored.ExitCode, Is.Zero, restored.Error);
        Assert.That(
            restored.Output,
            Does.StartWith($"Restored to {Database("elsewhere")}.")
                .And.Contain("Every session and every open invitation and reset link in it has ended")
                .And.Contain("recovery codes that were used since")
        );

        await using var elsewhere = await PublishedProgram.ServeAsync(Settings("elsewhere"));
        using var other = new ProxiedBrowser();
        await other.SignInAsync(elsewhere, Administrator, DemoAccounts.Password);
        var audit = await other.OpenAsync(elsewhere, "/admin/audit");
        Assert.That(audit.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(audit.Text, Does.Contain("Restored from a backup").And.Contain("night.zip").And.Contain("at the console"));
    }

    [Test, Platform(Exclude = "Win")]
    public async Task Where_the_disk_takes_no_more_both_say_so_and_leave_nothing_behind()
    {
        await DemoAsync();
        var backup = Path.Combine(folder, "night.zip");
        await PublishedProgram.RunAsync(Settings(), "backup", backup);
        var before = Files();

        var made = await PublishedProgram.RunAsync(
            SmallDisk,
            OnSmallDisk(Settings()),
            "backup",
            Path.Combine(folder, "next.zip")
        );
        var restored = await PublishedProgram.RunAsync(SmallDisk, OnSmallDisk(Settings(".")), "restore", backup, "--replace");

        Assert.Multiple(() =>
        {
            Assert.That((made.ExitCode, made.Output), Is.EqualTo((1, "")));
            Assert.That(made.Error.Trim(), Does.Match(@"^The copy \S+next\.zip\.partial\.db cannot be written; .*$"));
            Assert.That((restored.ExitCode, restored.Output), Is.EqualTo((1, "")));
            Assert.That(restored.Error.Trim(), Does.Match(@"^The database cannot be written beside \S+mobility\.db: .*$"));
            Assert.That(Files(), Is.EqualTo(before));
        });
    }

    [Test]
    public async Task What_cannot_be_done_is_said_in_a_sentence()
    {
        await RefusedAsync("Say which file to make: backup FILE.", "backup");
        await RefusedAsync("Say which backup: restore FILE", "restore", "--check");
        await RefusedAsync("is not there. Run \"migrate\"", "backup", Path.Combine(folder, "night.zip"));
        await RefusedAsync("none.zip is not there.", "restore", Path.Combine(folder, "none.zip"));
        await RefusedAsync("is not a backup of Mobility", "restore", Path.Combine(PublishedProgram.Folder, "Mobility.Web.dll"));
        Assert.That(Files(), Is.Empty);
    }

    private Dictionary<string, string> Settings(string below = "") =>
        new()
        {
            ["ConnectionStrings:Mobility"] = $"Data Source={Database(below)}",
            ["Mail:Folder"] = Path.Combine(folder, "mail"),
            ["Site:Url"] = "https://mobility.example.com",
            ["Keys:Master"] = TestKeys.Master,
            ["Accounts:RequireSecondFactor"] = "false",
        };

    private string Database(string below = "") => Path.Combine(folder, below, "mobility.db");

    private IEnumerable<string> Files() => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order();

    // No file may grow beyond 64 KB, and trying is an error, not the end of the process. The runtime maps its code from a larger file unless told not to.
    private static ProgramPlace SmallDisk { get; } =
        new() { Before = ["bash", "-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "bash"] };

    private static Dictionary<string, string> OnSmallDisk(Dictionary<string, string> settings) =>
        new(settings) { ["DOTNET_EnableWriteXorExecute"] = "0" };

    private async Task DemoAsync()
    {
        var made = await PublishedProgram.RunAsync(Settings(), "demo", "--cases", "1", "--database", Database());
        Assert.That(made.ExitCode, Is.Zero, made.Error);
    }

    private async Task RefusedAsync(string sentence, params string[] args)
    {
        var result = await PublishedProgram.RunAsync(Settings(), args);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Output, Is.Empty);
            Assert.That(result.Error, Does.Contain(sentence));
            Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1), "One plain sentence, no stack.");
        });
    }
}

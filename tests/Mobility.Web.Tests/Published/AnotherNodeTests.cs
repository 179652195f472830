using System.Diagnostics;
using System.Net;
using Mobility.Casework.Demo;
using Mobility.Testing;
using Mobility.Testing.Published;

namespace Mobility.Web.Tests.Published;

/// <summary>The program ends on one machine and goes on on another: what it needs is in the database and in its settings, and nothing is written beside.</summary>
[NonParallelizable]
public sealed class AnotherNodeTests
{
    private const string Consultant = "ilse.vandermeulen@nordlys.example";

    private string folder = "";

    private string Data => Path.Combine(folder, "data");

    private string Home => Path.Combine(folder, "home");

    private Dictionary<string, string> Settings =>
        new()
        {
            ["ConnectionStrings:Mobility"] = $"Data Source={Path.Combine(Data, "mobility.db")}",
            ["Mail:Folder"] = Path.Combine(Data, "mail"),
            ["Site:Url"] = "https://mobility.example.com",
            ["Keys:Master"] = TestKeys.Master,
            ["Accounts:RequireSecondFactor"] = "false",
        };

    [SetUp]
    public void MakeFolder()
    {
        folder = Directory.CreateTempSubdirectory("mobility-test-").FullName;
        Directory.CreateDirectory(Data);
    }

    [TearDown]
    public void RemoveFolder()
    {
        Run("chmod", "-R", "u+w", folder);
        Directory.Delete(folder, recursive: true);
    }

    [Test, Platform(Exclude = "Win")]
    public async Task People_stay_signed_in_on_another_node_with_a_root_nobody_can_write_to()
    {
        var made = await PublishedProgram.RunAsync(
            Settings,
            "demo",
            "--cases",
            "1",
            "--database",
            Path.Combine(Data, "mobility.db")
        );
        Assert.That(made.ExitCode, Is.Zero, made.Error);
        using var browser = new ProxiedBrowser();
        ProxiedPage open;
        await using (var first = await PublishedProgram.ServeAsync(Settings))
        {
            await browser.SignInAsync(first, Consultant, DemoAccounts.Password);
            open = await browser.OpenAsync(first, "/my-day");
            Assert.That(open.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await first.StopAsync(), Is.Zero);
        }
        var cookies = browser.Cookies.ToDictionary();

        var place = ReadOnlyCopy();
        await using var second = await PublishedProgram.ServeAsync(Settings, place);
        var page = await browser.OpenAsync(second, "/my-day");
        Assert.Multiple(() =>
        {
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK), "the same cookie is signed in");
            Assert.That(browser.Cookies, Is.EqualTo(cookies), "and no new one was needed");
            Assert.That(Files(place.Folder!), Is.EqualTo(Files(PublishedProgram.Folder)), "nothing was written into the root");
            Assert.That(Files(Home), Is.Empty, "nor beside it");
        });
        // The form that was open all the time is still good.
        var left = await browser.PostAsync(second, "/sign-out", open);
        Assert.That(left.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await browser.OpenAsync(second, "/my-day")).Location, Does.Contain("/sign-in"));
    }

    [Test]
    public async Task With_another_master_key_it_does_not_start()
    {
        await PublishedProgram.RunAsync(Settings, "migrate");
        await using (var first = await PublishedProgram.ServeAsync(Settings))
        {
            await first.StopAsync();
        }
        var settings = Settings;
        settings["Keys:Master"] = "QW5vdGhlciBrZXksIG9mIHRoaXJ0eS10d28gYnl0ZXM=";

        var result = await PublishedProgram.RunAsync(settings, "serve");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain($"asks for the master key {TestKeys.Keys.Current.Id}"));
    }

    /// <summary>The program in a folder of another name that cannot be written to, run by somebody without rights.</summary>
    private ProgramPlace ReadOnlyCopy()
    {
        var copy = Path.Combine(folder, "another", "root");
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        Run("cp", "-R", PublishedProgram.Folder, copy);
        Directory.CreateDirectory(Home);
        Run("chmod", "a+rx", folder);
        Run("chmod", "-R", "a-w,a+rX", copy);
        string[] before = ["env", $"HOME={Home}"];
        if (Environment.UserName != "root")
        {
            return new ProgramPlace { Folder = copy, Before = before };
        }
        // Nothing is read-only to root.
        Run("chown", "-R", "65534:65534", Data, Home);
        return new ProgramPlace
        {
            Folder = copy,
            Before = [.. before, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
        };
    }

    private static IEnumerable<string> Files(string root) =>
        Directory
            .EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f))
            .Order();

    private static void Run(string program, params string[] args)
    {
        using var process = Process.Start(program, args);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', args)}");
    }
}

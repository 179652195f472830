using Microsoft.Playwright;

namespace Mobility.UiTests;

/// <summary>One browser for all tests; each test has a context, and so cookies, of its own.</summary>
[SetUpFixture]
public sealed class BrowserFixture
{
    private static IPlaywright? playwright;

    /// <summary>The browser, started before the first test.</summary>
    public static IBrowser Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var path = await BrowserFinder.FindAsync();
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Headless = true,
                Args =
                [
                    // A sandbox of its own is refused to root; the pages are ours.
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                ],
            }
        );
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Browser.CloseAsync();
        playwright?.Dispose();
    }
}

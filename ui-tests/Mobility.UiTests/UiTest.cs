using Microsoft.Playwright;
using Mobility.Casework.People;
using Mobility.Testing;
using Mobility.Testing.Data;
using Mobility.Testing.Web;

namespace Mobility.UiTests;

/// <summary>A test in a real browser against the whole program on a real port. Errors in the browser's console fail it.</summary>
public abstract class UiTest
{
    private readonly List<string> complaints = [];
    private readonly List<IBrowserContext> beside = [];
    private IBrowserContext? context;

    protected WebHost Host { get; private set; } = null!;

    protected Uri Address { get; private set; } = null!;

    protected TestData Data { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    /// <summary>Where the program's clock stands.</summary>
    protected virtual FakeClock Clock => FakeClock.On(2026, 11, 23);

    /// <summary>A database made beforehand; null for an empty one.</summary>
    protected virtual TestDatabase? Database => null;

    /// <summary>Settings beside the host's own.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    [OneTimeSetUp]
    public void StartHost()
    {
        (Host, Address) = WebHost.OnRealPort(Clock, Database, Settings);
        Data = new TestData(Host);
    }

    [OneTimeTearDown]
    public void StopHost() => Host.Dispose();

    [SetUp]
    public Task OpenPageAsync() => OpenPageAsync(1280);

    [TearDown]
    public async Task ClosePageAsync()
    {
        if (context is not null)
        {
            await context.CloseAsync();
        }
        foreach (var other in beside)
        {
            await other.CloseAsync();
        }
        beside.Clear();
        Assert.That(complaints, Is.Empty, "The browser complained.");
    }

    /// <summary>A fresh browser window of a width, in a theme, with or without script.</summary>
    protected async Task OpenPageAsync(int width, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        if (context is not null)
        {
            await context.CloseAsync();
        }
        complaints.Clear();
        context = await NewContextAsync(width, scheme, script);
        Page = await ListenedPageAsync(context);
    }

    /// <summary>A browser of somebody else's beside this one, in which <paramref name="account"/> is signed in; closed with the test.</summary>
    protected async Task<IPage> OpenBesideAsync(Account account, bool script = true)
    {
        var other = await NewContextAsync(1280, ColorScheme.Light, script);
        beside.Add(other);
        await SignInAsync(other, account);
        return await ListenedPageAsync(other);
    }

    /// <summary>Puts the session of <paramref name="account"/> into this window, as if the person had signed in.</summary>
    protected Task SignInAsync(Account account) => SignInAsync(context!, account);

    private async Task<IBrowserContext> NewContextAsync(int width, ColorScheme scheme, bool script)
    {
        var made = await BrowserFixture.Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = Address.ToString(),
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                ColorScheme = scheme,
                JavaScriptEnabled = script,
                Locale = "en-GB",
            }
        );
        made.SetDefaultTimeout(15_000);
        return made;
    }

    private async Task<IPage> ListenedPageAsync(IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        page.Console += (_, message) =>
        {
            // The browser notes every answer of 400 and above; a test that asks for one looks at it itself.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        return page;
    }

    private async Task SignInAsync(IBrowserContext window, Account account)
    {
        var cookie = await Host.SessionCookieAsync(account);
        await window.AddCookiesAsync([
            new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = Address.Host,
                Path = "/",
            },
        ]);
    }
}

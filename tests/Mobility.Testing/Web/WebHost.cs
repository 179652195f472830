using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mobility.Casework.People;
using Mobility.Testing.Data;
using Mobility.Web.People;

namespace Mobility.Testing.Web;

/// <summary>
/// The whole program as people run it, over an empty database of a test's own and a clock that stands. In memory, or on a real port
/// for a browser: <see cref="OnRealPort"/>. Jobs do not run by themselves.
/// </summary>
public sealed class WebHost : IDisposable
{
    private readonly MobilityServer server;
    private readonly bool shared;

    /// <summary>A host that starts when it is first asked for something.</summary>
    /// <param name="clock">Where time stands; Monday 23 November 2026, noon UTC when left out.</param>
    /// <param name="database">An existing database, which stays the caller's to delete; an empty one when left out.</param>
    /// <param name="environment">Production unless the test is about another.</param>
    /// <param name="settings">Configuration beside the tests' own, for example <c>Site:Url</c>.</param>
    public WebHost(
        FakeClock? clock = null,
        TestDatabase? database = null,
        string environment = "Production",
        IReadOnlyDictionary<string, string?>? settings = null
    )
        : this(
            clock,
            database is null && settings is null && environment == "Production"
                ? MobilityServer.Take()
                : new MobilityServer(database, environment, settings),
            shared: database is null && settings is null && environment == "Production"
        ) { }

    private WebHost(FakeClock? clock, MobilityServer server, bool shared)
    {
        Clock = clock ?? FakeClock.On(2026, 11, 23);
        this.server = server;
        this.shared = shared;
        server.SetClock(Clock);
    }

    public FakeClock Clock { get; }

    public TestDatabase Database => server.Database;

    /// <summary>A folder of the host's own, gone with it; e-mail lies in <c>mail</c> below it.</summary>
    public string Folder => server.Folder;

    /// <summary>Every command the program sends to the database.</summary>
    public CommandLog Commands => server.Commands;

    /// <summary>The program's services. What a test asks for here is outside any request.</summary>
    public IServiceProvider Services => server.Services;

    /// <summary>Serves on a free port of this machine, for a real browser, and answers its address.</summary>
    public static (WebHost Host, Uri Address) OnRealPort(
        FakeClock? clock = null,
        TestDatabase? database = null,
        IReadOnlyDictionary<string, string?>? settings = null
    )
    {
        // The port is a setting and no argument of UseKestrel: that one is written into a server that may be starting already, and then
        // sometimes refuses.
        var onFreePort = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
        {
            [WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:0",
        };
        var own = new MobilityServer(database, "Production", onFreePort);
        var host = new WebHost(clock, own, shared: false);
        own.UseKestrel();
        own.StartServer();
        return (host, own.ClientOptions.BaseAddress);
    }

    /// <summary>A plain client, for what is not a page.</summary>
    public HttpClient CreateClient(WebApplicationFactoryClientOptions? options = null) =>
        server.CreateClient(options ?? new WebApplicationFactoryClientOptions());

    /// <summary>The same program put together a little differently, over the same database.</summary>
    public WebApplicationFactory<Program> WithWebHostBuilder(Action<IWebHostBuilder> configuration) =>
        server.WithWebHostBuilder(configuration);

    /// <summary>A browser nobody has signed in with.</summary>
    public Browser Browse()
    {
        var cookies = new CookieContainer();
        return new Browser(this, null, Client(cookies)) { Cookies = cookies };
    }

    /// <summary>A browser in which <paramref name="account"/> is signed in, or waits at another <paramref name="stage"/> of signing in.</summary>
    public async Task<Browser> BrowseAsync(Account account, SessionStage stage = SessionStage.Whole)
    {
        var (principal, cookie) = await SignInAsync(account, stage);
        var cookies = new CookieContainer();
        cookies.Add(cookie);
        // Whoever is half signed in is nobody yet to the rest of the program, and so to its forms.
        return new Browser(this, stage == SessionStage.Whole ? principal : null, Client(cookies)) { Cookies = cookies };
    }

    /// <summary>The session cookie of a signed-in <paramref name="account"/>, made as the program makes it.</summary>
    public async Task<Cookie> SessionCookieAsync(Account account) => (await SignInAsync(account, SessionStage.Whole)).Cookie;

    /// <summary>Does something with a service of the program, in a scope of its own.</summary>
    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc cref="UseAsync{TService,TResult}"/>
    public async Task UseAsync<TService>(Func<TService, Task> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>What went wrong inside since the last call, for the message of a test that met a 500.</summary>
    internal string TakeErrors() => server.TakeErrors();

    /// <summary>The two halves of an antiforgery token for the person, so that any route can be posted to.</summary>
    internal AntiforgeryTokenSet AntiforgeryFor(ClaimsPrincipal? principal)
    {
        using var scope = Services.CreateScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        if (principal is not null)
        {
            context.User = principal;
        }
        return scope.ServiceProvider.GetRequiredService<IAntiforgery>().GetTokens(context);
    }

    internal string AntiforgeryCookieName => Services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Name!;

    public void Dispose()
    {
        if (shared)
        {
            server.GiveBack();
        }
        else
        {
            server.Dispose();
        }
    }

    private HttpClient Client(CookieContainer cookies) =>
        // Redirects are followed outside the cookies, so that every step carries and keeps them.
        server.CreateDefaultClient(server.ClientOptions.BaseAddress, new RedirectHandler(), new CookieContainerHandler(cookies));

    private async Task<(ClaimsPrincipal Principal, Cookie Cookie)> SignInAsync(Account account, SessionStage stage)
    {
        var session = await UseAsync<SessionService, Session>(s =>
            s.StartAsync(account, stage, Visit.Unknown, replaces: null, Clock.GetCurrentInstant(), CancellationToken.None)
        );
        var options = Services
            .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme);
        var principal = AccountClaims.Ticket(session);
        var now = TimeProvider.System.GetUtcNow();
        var ticket = new AuthenticationTicket(
            principal,
            new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + options.ExpireTimeSpan },
            IdentityConstants.ApplicationScheme
        );
        var cookie = new Cookie(
            options.Cookie.Name!,
            options.TicketDataFormat.Protect(ticket),
            "/",
            server.ClientOptions.BaseAddress.Host
        );
        return (principal, cookie);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
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
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Testing.Web;

/// <summary>
/// The whole program as people run it, over a database of its own and a clock that stands. In memory, or on a real port for a
/// browser: <see cref="OnRealPort"/>. Jobs do not run by themselves.
/// </summary>
public sealed class WebHost : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> settings;
    private readonly string environment;
    private readonly ServerErrors errors = new();

    /// <summary>A host that starts when it is first asked for something.</summary>
    /// <param name="clock">Where time stands; Monday 23 November 2026, noon UTC when left out.</param>
    /// <param name="database">An existing database, which stays the caller's to delete; a new empty one when left out.</param>
    /// <param name="environment">Production unless the test is about another.</param>
    /// <param name="settings">Configuration beside the tests' own, for example <c>Site:Url</c>.</param>
    public WebHost(
        FakeClock? clock = null,
        TestDatabase? database = null,
        string environment = "Production",
        IReadOnlyDictionary<string, string?>? settings = null
    )
    {
        Clock = clock ?? FakeClock.On(2026, 11, 23);
        owned = database is null;
        Database = database ?? TestDatabase.Create();
        this.environment = environment;
        Folder = Directory.CreateTempSubdirectory("mobility-web-").FullName;
        this.settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Mobility"] = Database.Options.ConnectionString,
            ["Database:Provider"] = Database.Options.Provider.ToString(),
            ["Rules:Path"] = RepositoryFolder.Rules,
            ["Site:Url"] = "http://localhost",
            ["Mail:Transport"] = "Folder",
            ["Mail:Folder"] = Path.Combine(Folder, "mail"),
            ["Jobs:Enabled"] = "false",
            ["Demo:Enabled"] = "false",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            this.settings[key] = value;
        }
    }

    private readonly bool owned;

    public FakeClock Clock { get; }

    public TestDatabase Database { get; }

    /// <summary>A folder of the host's own, gone with it; e-mail lies in <c>mail</c> below it.</summary>
    public string Folder { get; }

    /// <summary>Every command the program sends to the database.</summary>
    public CommandLog Commands { get; } = new();

    /// <summary>Serves on a free port of this machine, for a real browser, and answers its address.</summary>
    public static (WebHost Host, Uri Address) OnRealPort(
        FakeClock? clock = null,
        TestDatabase? database = null,
        IReadOnlyDictionary<string, string?>? settings = null
    )
    {
        var host = new WebHost(clock, database, settings: settings);
        host.UseKestrel(0);
        host.StartServer();
        return (host, host.ClientOptions.BaseAddress);
    }

    /// <summary>A browser nobody has signed in with.</summary>
    public Browser Browse()
    {
        var cookies = new CookieContainer();
        return new Browser(this, null, Client(cookies)) { Cookies = cookies };
    }

    /// <summary>A browser in which <paramref name="account"/> is signed in.</summary>
    public async Task<Browser> BrowseAsync(Account account)
    {
        var (principal, cookie) = await SignInAsync(account);
        var cookies = new CookieContainer();
        cookies.Add(cookie);
        return new Browser(this, principal, Client(cookies)) { Cookies = cookies };
    }

    /// <summary>The session cookie of a signed-in <paramref name="account"/>, made as the program makes it.</summary>
    public async Task<Cookie> SessionCookieAsync(Account account) => (await SignInAsync(account)).Cookie;

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
    internal string TakeErrors() => errors.Take();

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

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(environment);
        // Unpublished, the compressed styles lie in the build's own folders; only Development would look for them there.
        builder.UseStaticWebAssets();
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(errors));
        builder.ConfigureTestServices(services =>
        {
            services.RemoveAll<IClock>();
            services.AddSingleton<IClock>(Clock);
            services.ConfigureDbContext<SqliteMobilityDbContext>(o => o.AddInterceptors(Commands));
            services.ConfigureDbContext<SqlServerMobilityDbContext>(o => o.AddInterceptors(Commands));
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
        {
            return;
        }
        if (owned)
        {
            Database.Dispose();
        }
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private HttpClient Client(CookieContainer cookies) =>
        // Redirects are followed outside the cookies, so that every step carries and keeps them.
        CreateDefaultClient(ClientOptions.BaseAddress, new RedirectHandler(), new CookieContainerHandler(cookies));

    private async Task<(ClaimsPrincipal Principal, Cookie Cookie)> SignInAsync(Account account)
    {
        await using var scope = Services.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Account>>();
        var stored =
            await signIn.UserManager.FindByIdAsync(account.Id.ToString())
            ?? throw new InvalidOperationException($"{account.DisplayName} is not in this host's database.");
        var principal = await signIn.CreateUserPrincipalAsync(stored);
        var options = scope
            .ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme);
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
            ClientOptions.BaseAddress.Host
        );
        return (principal, cookie);
    }

    private sealed class ServerErrors : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{formatter(state, exception)}\n{exception}"));
            }
        }

        public string Take()
        {
            var taken = new List<string>();
            while (lines.TryDequeue(out var line))
            {
                taken.Add(line);
            }
            return string.Join('\n', taken);
        }

        public void Dispose() { }
    }
}

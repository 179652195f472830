using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Mobility.Casework.Data;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Testing.Web;

/// <summary>
/// The program started once. Starting costs as much as a dozen pages, so a server with ordinary settings serves one test after the
/// other: each gets it with an empty database and the clock it wants.
/// </summary>
internal sealed class MobilityServer : WebApplicationFactory<Program>
{
    private static readonly ConcurrentBag<MobilityServer> Idle = [];

    private readonly Dictionary<string, string?> settings;
    private readonly string environment;
    private readonly ServerErrors errors = new();
    private readonly TestClock clock = new();
    private readonly bool ownsDatabase;

    public MobilityServer(TestDatabase? database, string environment, IReadOnlyDictionary<string, string?>? settings)
    {
        ownsDatabase = database is null;
        Database = database ?? TestDatabase.Create();
        this.environment = environment;
        this.settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Mobility"] = Database.Options.ConnectionString,
            ["Database:Provider"] = Database.Options.Provider.ToString(),
            ["Rules:Path"] = RepositoryFolder.Rules,
            ["Site:Url"] = "http://localhost",
            ["Keys:Master"] = TestKeys.Master,
            ["Mail:Transport"] = "Folder",
            ["Mail:Folder"] = Path.Combine(Folder, "mail"),
            ["Jobs:Enabled"] = "false",
            ["Demo:Enabled"] = "false",
            // One address asks for everything here; tests of the limits ask for them.
            ["Limits:SignIn"] = "1000000",
            ["Limits:Search"] = "1000000",
            ["Limits:Export"] = "1000000",
            ["Limits:Upload"] = "1000000",
            // Tests move the clock by months between two clicks; those of sessions and of the second factor ask for the real thing.
            ["Accounts:IdleTimeout"] = "365.00:00:00",
            ["Accounts:SessionLife"] = "365.00:00:00",
            ["Accounts:RequireSecondFactor"] = "false",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            this.settings[key] = value;
        }
    }

    public TestDatabase Database { get; }

    public string Folder { get; } = TestDatabase.NewFolder();

    public CommandLog Commands { get; } = new();

    /// <summary>A server with ordinary settings that no other test is using.</summary>
    public static MobilityServer Take() => Idle.TryTake(out var idle) ? idle : new MobilityServer(null, "Production", null);

    /// <summary>Hands it on to another test, as empty as it was.</summary>
    public void GiveBack()
    {
        Database.Reset();
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        errors.Take();
        Idle.Add(this);
    }

    public void SetClock(IClock to) => clock.Inner = to;

    public string TakeErrors() => errors.Take();

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
            services.AddSingleton<IClock>(clock);
            services.ConfigureDbContext<SqliteMobilityDbContext>(o => o.AddInterceptors(Commands));
            services.ConfigureDbContext<SqlServerMobilityDbContext>(o => o.AddInterceptors(Commands));
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && ownsDatabase)
        {
            Database.Dispose();
        }
        if (disposing && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private sealed class TestClock : IClock
    {
        public IClock Inner { get; set; } = SystemClock.Instance;

        public Instant GetCurrentInstant() => Inner.GetCurrentInstant();
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

using System.Net;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Testing.Data;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Testing.Published;

/// <summary>
/// A database with people and a case in it, for the published program to run on. What is there was made through the program's own services;
/// from then on only the published program has the database open, until somebody asks <see cref="Database"/>.
/// </summary>
public sealed class ProgramWorld : IDisposable
{
    private readonly WebHost maker;
    private readonly Dictionary<Guid, CookieContainer> cookies = [];

    private ProgramWorld(WebHost maker, TestDatabase database)
    {
        this.maker = maker;
        Database = database;
    }

    public TestDatabase Database { get; }

    public string File => Database.Options.File!;

    /// <summary>A folder that goes with the run.</summary>
    public string Folder { get; } = TestDatabase.NewFolder();

    public required Account Administrator { get; init; }

    public required Account Consultant { get; init; }

    public required Case Case { get; init; }

    /// <summary>What the published program is told: this database, no jobs beside it, few rules, so that it starts soon.</summary>
    public Dictionary<string, string> Settings =>
        new()
        {
            ["ConnectionStrings:Mobility"] = $"Data Source={File}",
            ["Mail:Folder"] = Path.Combine(Folder, "mail"),
            ["Site:Url"] = "http://localhost",
            ["Keys:Master"] = TestKeys.Master,
            ["Rules:Path"] = RepositoryFolder.Rules,
            ["Jobs:Enabled"] = "false",
            ["Accounts:RequireSecondFactor"] = "false",
        };

    public static async Task<ProgramWorld> CreateAsync()
    {
        var database = TestDatabase.Create(Casework.Data.DatabaseProvider.Sqlite);
        var clock = new FakeClock(SystemClock.Instance.GetCurrentInstant());
        var host = new WebHost(clock, database);
        var data = new TestData(host);
        var administrator = await data.AccountAsync(PersonKind.Administrator);
        var consultant = await data.ConsultantAsync();
        var file = await data.CaseAsync(await data.ClientAsync(), consultant);
        var world = new ProgramWorld(host, database)
        {
            Administrator = administrator,
            Consultant = consultant,
            Case = file,
        };
        foreach (var account in new[] { administrator, consultant })
        {
            var session = await host.SessionCookieAsync(account);
            var own = world.cookies[account.Id] = new CookieContainer();
            own.Add(new Cookie(session.Name, session.Value, "/", "127.0.0.1"));
        }
        host.Dispose();
        database.CloseAll();
        return world;
    }

    /// <summary>Somebody's browser at the published program: their session, and pages as they read them.</summary>
    public Browser Browse(RunningProgram program, Account account)
    {
        var handler = new SocketsHttpHandler { CookieContainer = cookies[account.Id] };
        return new Browser(maker, null, new HttpClient(handler) { BaseAddress = program.Address });
    }

    /// <summary>Somebody's connections to the published program. Their cookies outlive it.</summary>
    public ProgramClient Connect(RunningProgram program, Account account) => new(program.Address, cookies[account.Id]);

    public void Dispose() => Database.Dispose();
}

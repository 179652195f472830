using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mobility.Casework;
using Mobility.Casework.Alerts;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Rules;
using Mobility.Testing.Data;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Testing;

/// <summary>
/// What a mobility team does, over a database of the test's own and a clock that stands, without a web host. Each act runs in a scope of
/// its own, as a request would.
/// </summary>
public sealed class TestCasework : IDisposable
{
    private readonly IHost host;

    private readonly bool owned;

    /// <summary>Puts it together.</summary>
    /// <param name="rules">The rule book.</param>
    /// <param name="clock">Where time stands; Sunday 22 November 2026, noon UTC when left out.</param>
    /// <param name="other">Another one whose database, people and clock this one shares: the program started again, or a second node.</param>
    /// <param name="settings">Configuration; the scheduler is off unless it says otherwise.</param>
    /// <param name="provider">Which database, for a test that is about one of them.</param>
    public TestCasework(
        RuleBook rules,
        FakeClock? clock = null,
        TestCasework? other = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        DatabaseProvider? provider = null
    )
    {
        owned = other is null;
        Clock = other?.Clock ?? clock ?? FakeClock.On(2026, 11, 22);
        Database = other?.Database ?? TestDatabase.Create(provider);
        Client = other?.Client ?? new() { Name = "Brightwater plc" };
        Consultant = other?.Consultant ?? AccountOf(PersonKind.Consultant, "Ilse Vandermeulen");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" })
            .Build();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateScopes = true }));
        builder
            .Services.AddSingleton<IClock>(Clock)
            .AddSingleton<IMailRenderer>(Renderer)
            .AddSingleton(TestKeys.Keys)
            .AddCasework(Database.Options, rules)
            .AddMail(configuration, Path.GetTempPath())
            .AddSingleton<IMailTransport>(new NowhereTransport())
            .AddMobilityJobs(Database.Options, configuration)
            .ConfigureDbContext<SqliteMobilityDbContext>(o => o.AddInterceptors(Commands))
            .ConfigureDbContext<SqlServerMobilityDbContext>(o => o.AddInterceptors(Commands));
        host = builder.Build();
        if (owned)
        {
            using var db = Database.Open();
            db.AddRange(Client, Consultant);
            db.SaveChanges();
        }
    }

    public TestDatabase Database { get; }

    public FakeClock Clock { get; }

    public RecordingRenderer Renderer { get; } = new();

    /// <summary>Every command sent to the database through the services.</summary>
    public CommandLog Commands { get; } = new();

    public IServiceProvider Services => host.Services;

    public Client Client { get; }

    public Account Consultant { get; }

    public Instant Now => Clock.GetCurrentInstant();

    /// <summary>The consultant acting, now.</summary>
    public ChangeContext Change(string? why = null) => ChangeContext.By(Consultant, Now, why);

    /// <summary>An account to save; nobody signs in with it.</summary>
    public static Account AccountOf(PersonKind kind, string name, string language = "en-GB")
    {
        var email = $"{Guid.NewGuid():n}@example.org";
        return new()
        {
            Kind = kind,
            DisplayName = name,
            UserName = email,
            Email = email,
            Language = language,
        };
    }

    public async Task<TResult> DoAsync<TService, TResult>(Func<TService, Task<TResult>> act)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task DoAsync<TService>(Func<TService, Task> act)
        where TService : notnull =>
        DoAsync<TService, bool>(async service =>
        {
            await act(service);
            return true;
        });

    /// <summary>Opens a case from Britain, through the service.</summary>
    public Task<Case> OpenCaseAsync(
        string host = "DE",
        LocalDate? start = null,
        LocalDate? end = null,
        string assignee = "Eilidh MacGillivray-Sørensen",
        IReadOnlyList<NewMember>? family = null
    ) =>
        DoAsync<CaseService, Case>(cases =>
            cases.OpenAsync(
                new OpenCase
                {
                    ClientId = Client.Id,
                    Assignee = new NewPerson { FullName = assignee },
                    Family = family ?? [],
                    Terms = Terms(host, start ?? new LocalDate(2026, 10, 1), end),
                },
                Change(),
                default
            )
        );

    public CaseTerms Terms(string host, LocalDate start, LocalDate? end) =>
        new()
        {
            Type = AssignmentType.LongTerm,
            Axis = SecondmentAxis.Internal,
            HomeCountry = "GB",
            HostCountry = host,
            Start = start,
            End = end,
            ConsultantId = Consultant.Id,
        };

    /// <summary>Records a stay of the case's assignee, through the service.</summary>
    public Task<Trip> RecordAsync(Case file, string country, LocalDate arrive, LocalDate? depart, bool planned = false) =>
        DoAsync<TripService, Trip>(trips =>
            trips.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = country,
                    Arrive = arrive,
                    Depart = depart,
                    Status = planned ? TripStatus.Planned : TripStatus.Actual,
                },
                Change(),
                default
            )
        );

    /// <summary>Runs a job to its end.</summary>
    public Task RunAsync(JobName job) => Services.GetRequiredService<JobRunner>().RunAsync(job, default);

    /// <summary>Reads from the database past every service.</summary>
    public async Task<T> ReadAsync<T>(Func<MobilityDbContext, Task<T>> read)
    {
        await using var db = Database.Open();
        return await read(db);
    }

    /// <summary>The rows of a table, in an order.</summary>
    public Task<List<T>> AllAsync<T>(Func<MobilityDbContext, IQueryable<T>> rows)
        where T : class => ReadAsync(db => rows(db).AsNoTracking().ToListAsync());

    /// <summary>A review as the tests of other services need one: over an open context, without rules.</summary>
    public static CaseReview ReviewOn(MobilityDbContext db)
    {
        var rules = RuleBook.Load("none");
        return new CaseReview(
            db,
            rules,
            new AssessmentService(db, rules),
            new DeadlinePlanner(db, rules),
            new AlertService(db, new RecordingRenderer())
        );
    }

    /// <summary>Starts what runs by itself: the scheduler, where the settings ask for it.</summary>
    public Task StartAsync() => host.StartAsync();

    public Task StopAsync() => host.StopAsync();

    public void Dispose()
    {
        host.Dispose();
        if (owned)
        {
            Database.Dispose();
        }
    }
}

/// <summary>Takes every mail, and that is all.</summary>
internal sealed class NowhereTransport : IMailTransport
{
    public Task SendAsync(OutgoingMail mail, CancellationToken cancellation) => Task.CompletedTask;
}

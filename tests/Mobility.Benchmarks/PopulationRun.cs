using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mobility.Benchmarks.Days;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Jobs;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Published;
using NodaTime;

namespace Mobility.Benchmarks;

/// <summary>
/// A whole population: what it takes to review everybody the first time, in a night in which only a day goes by, and to ask the board for its
/// pages by every filter and order.
/// </summary>
internal sealed class PopulationRun : IDisposable
{
    private const string Password = "kestrel over the saltmarsh";
    private const int ClientCount = 40;
    private const int WarmUp = 20;

    private readonly TestCasework casework = new(TestRules.Repository, new FakeClock(SystemClock.Instance.GetCurrentInstant()));
    private readonly Account adviser = TestCasework.AccountOf(PersonKind.TaxAdviser, "Engaged on everybody");
    private readonly List<Client> clients = [];

    private LocalDate Today => casework.Now.InUtc().Date;

    public static async Task<int> RunAsync(string[] args)
    {
        var count = int.Parse(LoadRun.Option(args, "--travellers") ?? "6000", CultureInfo.InvariantCulture);
        var stays = int.Parse(LoadRun.Option(args, "--trips") ?? "67", CultureInfo.InvariantCulture);
        var seconds = double.Parse(LoadRun.Option(args, "--seconds") ?? "3", CultureInfo.InvariantCulture);
        using var run = new PopulationRun();
        // Two months of what is recorded are plans.
        var last = run.Today.PlusMonths(2);
        var travellers = LoadRun.Option(args, "--file") is { } file
            ? Travellers.Read(file, TestRules.Repository.Countries, last)
            : Travellers.Make(count, stays, last);
        await run.FillAsync(travellers);
        await run.SweepAsync("everybody for the first time", travellers.Count);
        run.casework.Clock.Advance(Duration.FromDays(1));
        await run.SweepAsync("the night after, a day gone by", travellers.Count);
        await run.SizesAsync();
        run.casework.Database.CloseAll();
        await run.AskAsync(TimeSpan.FromSeconds(seconds));
        return 0;
    }

    public void Dispose() => casework.Dispose();

    private async Task FillAsync(IReadOnlyList<Traveller> travellers)
    {
        foreach (var account in (Account[])[casework.Consultant, adviser])
        {
            account.NormalizedEmail = account.NormalizedUserName = account.Email!.ToUpperInvariant();
            account.EmailConfirmed = true;
            account.PasswordHash = new PasswordHasher<Account>().HashPassword(account, Password);
            account.SecurityStamp = $"{account.Id}";
        }
        var firm = new Firm { Name = "Marlowe & Raghunathan", Kind = PersonKind.TaxAdviser };
        adviser.FirmId = firm.Id;
        clients.AddRange(Enumerable.Range(1, ClientCount).Select(i => new Client { Name = $"Client {i:00}" }));
        var people = new List<Person>();
        var cases = new List<Case>();
        var trips = new List<Trip>();
        foreach (var (traveller, i) in travellers.Select((t, i) => (t, i)))
        {
            // The first client has a third of them.
            var client = clients[i % 3 == 0 ? 0 : i % ClientCount];
            var person = new Person
            {
                ClientId = client.Id,
                FullName = $"{(char)('A' + (i * 7 % 26))}na Traveller {traveller.Name}",
                HomeCountry = "GB",
            };
            people.Add(person);
            cases.Add(
                new Case
                {
                    Number = $"B-{i:000000}",
                    ClientId = client.Id,
                    Type = AssignmentType.BusinessTraveller,
                    HomeCountry = "GB",
                    HostCountry = traveller.Record.Stays[0].Country,
                    Start = Today.PlusYears(-1),
                    End = Today.PlusYears(1),
                    InitiatedOn = Today.PlusYears(-1),
                    ConfirmedOn = Today.PlusYears(-1),
                    AssigneeId = person.Id,
                    ConsultantId = casework.Consultant.Id,
                }
            );
            trips.AddRange(
                traveller.Record.Stays.Select(s => new Trip
                {
                    PersonId = person.Id,
                    Country = s.Country,
                    Arrive = s.Arrive,
                    Depart = s.Depart,
                    Status = s.Arrive > Today ? TripStatus.Planned : TripStatus.Actual,
                    Evidence = TripEvidence.Booked,
                    RecordedAt = casework.Now,
                })
            );
        }
        await using var db = casework.Database.Open();
        db.AddRange(firm, adviser);
        db.AddRange(clients);
        db.Update(casework.Consultant);
        await db.SaveChangesAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.BulkInsertAsync(people, CancellationToken.None);
        await db.BulkInsertAsync(cases, CancellationToken.None);
        await db.BulkInsertAsync(
            [
                .. cases.Select(c => new Engagement
                {
                    CaseId = c.Id,
                    AccountId = adviser.Id,
                    Since = casework.Now,
                }),
            ],
            CancellationToken.None
        );
        await db.BulkInsertAsync(trips, CancellationToken.None);
        await transaction.CommitAsync();
        LoadRun.Print($"{people.Count} travellers with {trips.Count} trips");
    }

    private async Task SweepAsync(string what, int travellers)
    {
        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await casework.RunAsync(JobName.AssessmentSweep);
        var (clock, cpu) = (Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor);
        LoadRun.Print(
            $"{what, -36} {clock.TotalSeconds, 7:0.0} s by the clock, {cpu.TotalSeconds, 7:0.0} s of the processor, {cpu.TotalMilliseconds / travellers, 6:0.00} ms a traveller"
        );
    }

    private async Task SizesAsync()
    {
        var rows = await casework.ReadAsync(db => db.BoardRows.CountAsync());
        var alerts = await casework.ReadAsync(db => db.Alerts.CountAsync());
        LoadRun.Print(
            $"{rows} rows on the board, {alerts} alerts; the database has {new FileInfo(casework.Database.Options.File!).Length / 1_048_576} MB"
        );
    }

    private async Task AskAsync(TimeSpan time)
    {
        var folder = Directory.CreateTempSubdirectory("mobility-population-").FullName;
        try
        {
            await using var server = await PublishedProgram.ServeAsync(
                LoadRun.SettingsFor(casework.Database.Options.File!, folder)
            );
            using var staff = await Session.SignInAsync(server.Address, casework.Consultant.Email!, Password);
            using var engaged = await Session.SignInAsync(server.Address, adviser.Email!, Password);
            var client = clients[0].Id;
            LoadRun.Print($"{"board, 100 rows a page", -44} {"p50 ms", 8} {"p99 ms", 8} {"cpu ms", 8}");
            foreach (
                var (name, query) in new[]
                {
                    ("worst first", ""),
                    ("worst first, page 300", "page=300"),
                    ("best first", "down=true"),
                    ("by person", "sort=Person"),
                    ("by person, page 300", "sort=Person&page=300"),
                    ("by rule", "sort=Rule"),
                    ("by days left", "sort=Left"),
                    ("by days left, page 300", "sort=Left&page=300"),
                    ("by date of the breach", "sort=Breach"),
                    ("one client", $"client={client}"),
                    ("one client by person", $"client={client}&sort=Person"),
                    ("one client by days left", $"client={client}&sort=Left"),
                    ("one country", "country=DE"),
                    ("one country by days left", "country=DE&sort=Left"),
                    ("one rule by person", "rule=schengen/short-stay-90-180&sort=Person"),
                    ("breach within 30 days", "within=30"),
                    ("breach within 30 days by person", "within=30&sort=Person"),
                    ("client, country and level by days left", $"client={client}&country=US&level=Within&sort=Left"),
                }
            )
            {
                await AskAsync(server, staff, name, query, time);
                if (name is "worst first" or "by days left" or "one country" or "by person" or "breach within 30 days")
                {
                    await AskAsync(server, engaged, name + ", adviser on all cases", query, time);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AskAsync(RunningProgram server, Session session, string name, string query, TimeSpan time)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            await session.GetAsync($"/board?{query}");
        }
        var before = server.CpuTime;
        var run = await session.RepeatAsync($"/board?{query}", connections: 1, time);
        var cpu = (server.CpuTime - before).TotalMilliseconds / run.Count;
        LoadRun.Print($"{name, -44} {run.Percentile(0.5), 8:0.0} {run.Percentile(0.99), 8:0.0} {cpu, 8:0.0}");
    }
}

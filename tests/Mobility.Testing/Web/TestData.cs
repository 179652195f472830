using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.Tasks;
using Mobility.Casework.Trips;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using NodaTime;

namespace Mobility.Testing.Web;

/// <summary>A client company with two entities. Every text that is its own carries <see cref="Canary"/>.</summary>
public sealed record TestClient(Client Client, LegalEntity Home, LegalEntity Host, string Canary)
{
    public Guid Id => Client.Id;

    public string Name => Client.Name;
}

/// <summary>
/// Makes what a test needs: people directly, cases and everything on them through the services, so that history and review are real.
/// </summary>
public sealed class TestData(WebHost host)
{
    /// <summary>The password of every account here.</summary>
    public const string Password = "kestrel over the saltmarsh";

    // One hash for all: making one takes as long as a whole page.
    private static readonly Lazy<string> PasswordHash = new(() =>
        new PasswordHasher<Account>().HashPassword(new Account { DisplayName = "" }, Password)
    );

    private int count;

    /// <summary>The program acting, at the host's time.</summary>
    public ChangeContext Change(string? why = null) => ChangeContext.Program("Test", host.Clock.GetCurrentInstant(), why);

    public LocalDate Today => host.Clock.GetCurrentInstant().InUtc().Date;

    /// <summary>A client with a home entity in Britain and a host entity in Germany.</summary>
    public async Task<TestClient> ClientAsync(string? canary = null)
    {
        var word = canary ?? $"Canary{Next()}";
        var client = new Client { Name = $"{word} Instruments" };
        var home = new LegalEntity
        {
            ClientId = client.Id,
            Name = $"{word} plc",
            Country = "GB",
            City = $"{word}-on-Sea",
        };
        var hostEntity = new LegalEntity
        {
            ClientId = client.Id,
            Name = $"{word} GmbH",
            Country = "DE",
            City = $"{word}stadt",
        };
        await SaveAsync(client, home, hostEntity);
        return new TestClient(client, home, hostEntity, word);
    }

    /// <summary>Somebody who can sign in with <see cref="Password"/>.</summary>
    public async Task<Account> AccountAsync(
        PersonKind kind,
        string? name = null,
        TestClient? client = null,
        Guid? personId = null,
        string language = "en-GB",
        string timeZone = "Europe/Brussels"
    )
    {
        var display = name ?? $"{kind} {Next()}";
        var email = $"{kind}.{Next()}@example.org".ToLowerInvariant();
        var account = new Account
        {
            DisplayName = display,
            Kind = kind,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            PasswordHash = PasswordHash.Value,
            SecurityStamp = Guid.NewGuid().ToString("n"),
            ConcurrencyStamp = Guid.NewGuid().ToString(),
            ClientId = kind == PersonKind.ProgrammeManager ? client?.Id : null,
            PersonId = personId,
            Language = language,
            TimeZone = timeZone,
        };
        if (kind is PersonKind.TaxAdviser or PersonKind.ImmigrationAdviser or PersonKind.Supplier)
        {
            var firm = new Firm { Name = $"Firm {Next()}", Kind = kind };
            account.FirmId = firm.Id;
            await SaveAsync(firm);
        }
        await SaveAsync(account);
        return account;
    }

    public Task<Account> ConsultantAsync(string? name = null) => AccountAsync(PersonKind.Consultant, name);

    /// <summary>
    /// A case of <paramref name="client"/> from Britain to Germany for two years from the first of this month, one spouse moving along;
    /// <paramref name="change"/> makes it another.
    /// </summary>
    public Task<Case> CaseAsync(TestClient client, Account consultant, Func<OpenCase, OpenCase>? change = null)
    {
        var number = Next();
        var start = Today.With(DateAdjusters.StartOfMonth);
        var request = new OpenCase
        {
            ClientId = client.Id,
            Assignee = new NewPerson
            {
                FullName = $"{client.Canary} Assignee {number}",
                Email = $"assignee.{number}@{client.Canary}.example".ToLowerInvariant(),
                BirthDate = new LocalDate(1984, 2, 29),
                Citizenships = ["GB"],
            },
            Family =
            [
                new NewMember
                {
                    Person = new NewPerson { FullName = $"{client.Canary} Spouse {number}" },
                    Relation = FamilyRelation.Spouse,
                },
            ],
            Terms = new CaseTerms
            {
                Type = AssignmentType.LongTerm,
                Axis = SecondmentAxis.Internal,
                HomeCountry = "GB",
                HomeCity = client.Home.City,
                HostCountry = "DE",
                HostCity = client.Host.City,
                HomeEntityId = client.Home.Id,
                HostEntityId = client.Host.Id,
                Start = start,
                End = start.PlusYears(2).PlusDays(-1),
                PolicyName = $"{client.Canary} Core/Flex",
                ConsultantId = consultant.Id,
            },
        };
        return host.UseAsync<CaseService, Case>(s =>
            s.OpenAsync(change is null ? request : change(request), Change(), CancellationToken.None)
        );
    }

    /// <summary>The same, confirmed on the day it was opened.</summary>
    public async Task<Case> ConfirmedCaseAsync(TestClient client, Account consultant, Func<OpenCase, OpenCase>? change = null)
    {
        var file = await CaseAsync(client, consultant, change);
        await host.UseAsync<CaseService>(s => s.ConfirmAsync(file.Id, file.Version, Today, Change(), CancellationToken.None));
        return await ReloadAsync(file);
    }

    /// <summary>One of everything a case can have, each with the client's canary: papers, trip, task, deadline.</summary>
    public async Task FillAsync(TestClient client, Case file, Account consultant)
    {
        var none = CancellationToken.None;
        await host.UseAsync<PaperService>(async s =>
        {
            await s.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", Today.PlusYears(4)),
                Change(client.Canary),
                none
            );
            await s.RecordPermitAsync(
                file.Id,
                file.AssigneeId,
                "DE",
                $"{client.Canary} Card",
                Today,
                Today.PlusDays(60),
                Change(client.Canary),
                none
            );
            await s.RecordCertificateAsync(
                file.Id,
                file.AssigneeId,
                "GB",
                $"{client.Canary} A1",
                Today,
                Today.PlusDays(80),
                Change(client.Canary),
                none
            );
        });
        await host.UseAsync<TripService, Trip>(s =>
            s.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = "FR",
                    Arrive = Today.PlusDays(-9),
                    Depart = Today.PlusDays(-5),
                    Status = TripStatus.Actual,
                    Purpose = $"{client.Canary} works visit",
                    Note = $"{client.Canary} note",
                },
                Change(),
                none
            )
        );
        await TaskAsync(file, consultant, $"{client.Canary} task", Today.PlusDays(-1), why: $"{client.Canary} reason");
        await DeadlineAsync(file, $"{client.Canary} deadline", Today.PlusDays(3));
    }

    public Task<CaseTask> TaskAsync(
        Case file,
        Account assignedTo,
        string what,
        LocalDate? due = null,
        string? why = null,
        string? waitingFor = null
    ) =>
        host.UseAsync<TaskService, CaseTask>(s =>
            s.CreateAsync(
                new NewTask
                {
                    CaseId = file.Id,
                    What = what,
                    Why = why,
                    DueOn = due,
                    AssignedToId = assignedTo.Id,
                    WaitingFor = waitingFor,
                },
                Change(),
                CancellationToken.None
            )
        );

    /// <summary>An open deadline as if a rule had planned it. The next review of the case withdraws it, as no rule asks for it: make it last.</summary>
    public async Task<Deadline> DeadlineAsync(Case file, string title, LocalDate due)
    {
        var planned = new PlannedDeadline
        {
            Key = $"test/deadline {Next()}",
            RuleId = "test/deadline",
            RuleVersion = "1",
            Label = title,
            SubjectKey = Next(),
            Anchor = Anchor.AssignmentEnd,
            AnchorOn = due.PlusMonths(2),
            DueOn = due,
            RemindOn = [due.PlusDays(-30), due.PlusDays(-7)],
            Jurisdiction = file.HostCountry,
            Severity = Severity.High,
            Actor = Actor.Consultant,
            Basis = Basis.Statutory,
            Consequence = "The office refuses what comes late",
            Explanation = Explanation.Of("deadline.unknown", "the permit"),
            ParametersUsed =
            [
                new ParameterUsed(
                    "offset",
                    "-P2M",
                    ParameterUnit.Period,
                    new LocalDate(2020, 1, 1),
                    new Reference("Test Act, s. 1", "https://law.example/test-act", new LocalDate(2026, 11, 1)),
                    ValueStatus.Verified
                ),
            ],
        };
        var deadline = new Deadline
        {
            CaseId = file.Id,
            PersonId = file.AssigneeId,
            RuleId = planned.RuleId,
            RuleVersion = planned.RuleVersion,
            Subject = planned.SubjectKey,
            Title = title,
            DueOn = due,
            TimeZone = file.TimeZone,
            Severity = planned.Severity,
            Actor = planned.Actor,
            Reason = DeadlineReason.Write(planned),
        };
        await SaveAsync(deadline);
        return deadline;
    }

    public async Task<Case> ReloadAsync(Case file)
    {
        using var db = host.Database.Open();
        return await db.Cases.AsNoTracking().SingleAsync(c => c.Id == file.Id);
    }

    private async Task SaveAsync(params object[] rows)
    {
        using var db = host.Database.Open();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    private string Next() => Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
}

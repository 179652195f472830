using System.Text;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Mail;
using Mobility.Casework.Opinions;
using Mobility.Casework.People;
using Mobility.Casework.Residence;
using Mobility.Casework.TripChecks;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Import;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Access;

/// <summary>One case with one of everything, as the values of the route parameters that name its parts.</summary>
internal sealed record CaseParts(Case Case, IReadOnlyDictionary<string, string> RouteValues);

/// <summary>
/// Two client companies, a case of each, and one person of every kind who belongs to the first. Every text of the second carries its
/// canary, which none of them may ever read.
/// </summary>
internal sealed class AccessWorld
{
    /// <summary>Receives the mails that are here to be looked at by administrators only.</summary>
    public const string Nobody = "nobody@example.org";

    private readonly WebHost host;
    private readonly TestData data;

    private AccessWorld(WebHost host)
    {
        this.host = host;
        data = new TestData(host);
    }

    public TestClient Own { get; private set; } = null!;

    public TestClient Foreign { get; private set; } = null!;

    public CaseParts OwnCase { get; private set; } = null!;

    public CaseParts ForeignCase { get; private set; } = null!;

    /// <summary>Everybody, by kind.</summary>
    public Dictionary<PersonKind, Account> People { get; } = [];

    public static async Task<AccessWorld> CreateAsync(WebHost host)
    {
        var world = new AccessWorld(host);
        await world.FillAsync();
        return world;
    }

    /// <summary>Another case of the own client on which everybody is engaged, for an act that uses its case up.</summary>
    public Task<CaseParts> AnotherOwnCaseAsync() => CaseOfAsync(Own, own: true);

    /// <summary>Another case of the foreign client.</summary>
    public Task<CaseParts> AnotherForeignCaseAsync() => CaseOfAsync(Foreign, own: false);

    private async Task FillAsync()
    {
        Own = await data.ClientAsync();
        Foreign = await data.ClientAsync("Zaunkönig");
        foreach (var kind in Enum.GetValues<PersonKind>().Where(k => k is not (PersonKind.Assignee or PersonKind.FamilyMember)))
        {
            People[kind] = await data.AccountAsync(kind, client: Own);
        }
        // Engaged on nothing yet.
        await data.AccountAsync(PersonKind.Supplier);
        ForeignCase = await CaseOfAsync(Foreign, own: false);
        OwnCase = await CaseOfAsync(Own, own: true);
        var spouse = Guid.Parse(OwnCase.RouteValues["personId"]);
        People[PersonKind.Assignee] = await data.AccountAsync(PersonKind.Assignee, personId: OwnCase.Case.AssigneeId);
        People[PersonKind.FamilyMember] = await data.AccountAsync(PersonKind.FamilyMember, personId: spouse);
    }

    private async Task<CaseParts> CaseOfAsync(TestClient client, bool own)
    {
        var consultant = People[PersonKind.Consultant];
        var file = await data.ConfirmedCaseAsync(client, consultant);
        if (own)
        {
            foreach (var kind in new[] { PersonKind.TaxAdviser, PersonKind.ImmigrationAdviser, PersonKind.Supplier })
            {
                await host.UseAsync<CaseService>(s =>
                    s.EngageAsync(file.Id, People[kind].Id, data.Change(), CancellationToken.None)
                );
            }
        }
        await data.FillAsync(client, file, consultant);
        using var db = host.Database.Open();
        var rows = $"Country,From,To,Note\nFrance,2026-08-01,2026-08-05,{client.Canary}\n";
        var import = await host.UseAsync<TravelFileReader, TripImport>(reader =>
        {
            var sent = Encoding.UTF8.GetBytes(rows);
            var travel = reader.Read(sent, $"{client.Canary}.csv");
            return host.UseAsync<TripImportService, TripImport>(s =>
                s.PrepareAsync(file.Id, travel, data.Change() with { AccountId = consultant.Id }, CancellationToken.None, sent)
            );
        });
        var mail = new MailMessage
        {
            ToAddress = Nobody,
            ToName = client.Canary,
            Subject = client.Canary,
            Text = client.Canary,
            Html = client.Canary,
            CaseId = file.Id,
        };
        db.MailMessages.Add(mail);
        var fact = new DeclaredFact
        {
            PersonId = file.AssigneeId,
            CaseId = file.Id,
            Name = "centre_of_interests_country",
            Value = "\"GB\"",
            Reason = client.Canary,
            ByName = client.Canary,
        };
        var opinion = new Opinion
        {
            PersonId = file.AssigneeId,
            CaseId = file.Id,
            RuleId = "us/substantial-presence",
            Reason = client.Canary,
            ValidFrom = new(2026, 1, 1),
            ValidTo = new(2027, 12, 31),
            EngineMark = "Within not-met",
            EngineSaid = client.Canary,
            // Given by somebody who is not engaged on the foreign case.
            ByAccountId = People[PersonKind.TaxAdviser].Id,
            ByKind = PersonKind.TaxAdviser,
            ByName = client.Canary,
        };
        // To come, so that nobody's day or mail is another's.
        var cover = new Cover
        {
            AwayId = consultant.Id,
            CoveredById = People[PersonKind.TeamLead].Id,
            From = data.Today.PlusYears(1),
            Until = data.Today.PlusYears(1),
            TimeZone = "Etc/UTC",
            StartsAt = host.Clock.GetCurrentInstant() + Duration.FromDays(365),
            EndsAt = host.Clock.GetCurrentInstant() + Duration.FromDays(366),
            Reason = "Leave",
        };
        db.AddRange(fact, opinion, cover);
        await db.SaveChangesAsync();
        var invited = await host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.InviteAsync(
                new NewAccount
                {
                    Email = $"{Guid.NewGuid():n}@example.org",
                    DisplayName = client.Canary,
                    Kind = PersonKind.ProgrammeManager,
                    ClientId = client.Id,
                },
                data.Change(),
                CancellationToken.None
            )
        );
        // Something for an administrator to take away.
        db.Authenticators.Add(
            new Authenticator
            {
                AccountId = invited.Account.Id,
                ProtectedSecret = client.Canary,
                ConfirmedAt = host.Clock.GetCurrentInstant(),
            }
        );
        await db.SaveChangesAsync();
        var somebody = await data.AccountAsync(PersonKind.Consultant);
        var session = await host.UseAsync<SessionService, Session>(s =>
            s.StartAsync(
                somebody,
                SessionStage.Whole,
                Visit.Unknown,
                null,
                host.Clock.GetCurrentInstant(),
                CancellationToken.None
            )
        );
        var check = await host.UseAsync<TripCheckService, TripCheck>(s =>
            s.SaveAsync(
                file.Id,
                new Mobility.Rules.TripChecks.Trip
                {
                    Legs =
                    [
                        new()
                        {
                            Country = "FR",
                            From = new(2026, 12, 7),
                            To = new(2026, 12, 18),
                        },
                    ],
                },
                data.Change(client.Canary),
                CancellationToken.None
            )
        );
        // A plain "id" is named by the segment before it.
        var values = new Dictionary<string, string>
        {
            ["number"] = file.Number,
            ["act"] = "hold",
            ["personId"] = $"{await db.CaseMembers.Where(m => m.CaseId == file.Id).Select(m => m.PersonId).FirstAsync()}",
            ["tripId"] = $"{await db.Trips.Where(t => t.PersonId == file.AssigneeId).Select(t => t.Id).FirstAsync()}",
            ["tasks/id"] = $"{await db.Tasks.Where(t => t.CaseId == file.Id).Select(t => t.Id).FirstAsync()}",
            ["deadlines/id"] =
                $"{await db.Deadlines.Where(d => d.CaseId == file.Id && d.State == DeadlineState.Open).Select(d => d.Id).FirstAsync()}",
            ["importId"] = $"{import.Id}",
            ["people/id"] = $"{invited.Account.Id}",
            ["covers/id"] = $"{cover.Id}",
            ["clients/id"] = $"{client.Id}",
            ["mail/id"] = $"{mail.Id}",
            ["key"] = new string('0', 64),
            ["sessions/id"] = $"{session.Id}",
            ["token"] = invited.Token,
            ["job"] = "DeadlineSweep",
            ["check"] = check.Number,
            ["code"] = "409",
            ["factId"] = $"{fact.Id}",
            ["opinionId"] = $"{opinion.Id}",
            ["jurisdiction"] = "schengen",
            ["rule"] = "short-stay-90-180",
        };
        return new CaseParts(await data.ReloadAsync(file), values);
    }
}

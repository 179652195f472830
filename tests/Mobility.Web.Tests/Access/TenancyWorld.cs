using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Trips.Import;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Access;

/// <summary>
/// The world of the access tests with much more of the foreign client: its own people and partner firms, two cases, a year of travel. All
/// of it is one set of rows, in which nothing may change, and none of whose words may be read.
/// </summary>
internal sealed class TenancyWorld
{
    /// <summary>Stands in the names of the foreign client's partner firms, which those who work here may read.</summary>
    public const string FirmCanary = "Wendehals";

    private readonly WebHost host;

    private TenancyWorld(WebHost host, AccessWorld access)
    {
        this.host = host;
        Access = access;
        Forms = new FilledForms(host, access);
    }

    public AccessWorld Access { get; }

    public FilledForms Forms { get; }

    /// <summary>Every id of the foreign client, with its table.</summary>
    public IReadOnlyList<(string Table, Guid Id)> ForeignIds { get; private set; } = [];

    /// <summary>Advisers and suppliers of foreign firms: those who work here may engage anybody's.</summary>
    public IReadOnlySet<Guid> ForeignAdvisers { get; private set; } = new HashSet<Guid>();

    /// <summary>What an address can name of the foreign client beside its case: values of route parameters.</summary>
    public IReadOnlyDictionary<string, string> ForeignValues { get; private set; } = new Dictionary<string, string>();

    public static async Task<TenancyWorld> CreateAsync(WebHost host)
    {
        var world = new TenancyWorld(host, await AccessWorld.CreateAsync(host));
        await world.FillAsync();
        return world;
    }

    /// <summary>Every row that is the foreign client's, names something of it or carries one of its words; but for the audit.</summary>
    public IReadOnlyList<string> ForeignRows()
    {
        using var db = host.Database.Open();
        var ids = ForeignIds.Select(f => f.Id).ToHashSet();
        return
        [
            .. DatabaseRows
                .Read(db)
                .Where(r =>
                    r.Table != "AuditEvents"
                    && (
                        r.Ids.Overlaps(ids)
                        || r.Cells.Values.Any(v =>
                            v.Contains(Access.Foreign.Canary, StringComparison.OrdinalIgnoreCase)
                            || v.Contains(FirmCanary, StringComparison.OrdinalIgnoreCase)
                        )
                    )
                )
                .Select(r => r.ToString())
                .Order(StringComparer.Ordinal),
        ];
    }

    private async Task FillAsync()
    {
        var data = new TestData(host);
        var foreign = Access.Foreign;
        var file = Access.ForeignCase.Case;
        await TravelAsync(await Access.AnotherForeignCaseAsync());
        var spouse = Guid.Parse(Access.ForeignCase.RouteValues["personId"]);
        Account[] family =
        [
            await data.AccountAsync(PersonKind.ProgrammeManager, $"{foreign.Canary} manager", foreign),
            await data.AccountAsync(PersonKind.Assignee, $"{foreign.Canary} assignee", personId: file.AssigneeId),
            await data.AccountAsync(PersonKind.FamilyMember, $"{foreign.Canary} spouse", personId: spouse),
        ];
        Account[] partners =
        [
            await data.AccountAsync(PersonKind.TaxAdviser, $"{FirmCanary} tax adviser"),
            await data.AccountAsync(PersonKind.ImmigrationAdviser, $"{FirmCanary} immigration adviser"),
            await data.AccountAsync(PersonKind.Supplier, $"{FirmCanary} mover"),
        ];
        ForeignAdvisers = partners.Select(p => p.Id).ToHashSet();
        foreach (var partner in partners)
        {
            await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, partner.Id, data.Change(), CancellationToken.None));
        }
        var passkey = await FactorsAsync(family[0]);
        var session = await SessionAsync(family[0]);
        using var db = host.Database.Open();
        foreach (var firm in db.Firms.Where(f => partners.Select(p => p.FirmId).Contains(f.Id)))
        {
            firm.Name = $"{FirmCanary} {firm.Kind}";
        }
        await db.SaveChangesAsync();
        ForeignIds =
        [
            .. DatabaseRows
                .BelongingTo(DatabaseRows.Read(db), [foreign.Id, .. partners.Select(p => p.FirmId!.Value)])
                .Where(r => r.Id is not null)
                .Select(r => (r.Table, r.Id!.Value)),
        ];
        ForeignValues = new Dictionary<string, string>(Access.ForeignCase.RouteValues)
        {
            ["sessions/id"] = $"{session.Id}",
            ["key"] = passkey,
        };
    }

    private async Task TravelAsync(CaseParts parts)
    {
        var text = new StringBuilder("Country,From,To,Note\n");
        for (var i = 0; i < 400; i++)
        {
            var day = new LocalDate(2024, 1, 1).PlusDays(2 * i);
            text.Append(CultureInfo.InvariantCulture, $"Belgium,{day:uuuu-MM-dd},{day:uuuu-MM-dd},{Access.Foreign.Canary}\n");
        }
        var change = new TestData(host).Change() with { AccountId = Access.People[PersonKind.Consultant].Id };
        await host.UseAsync<TravelFileReader>(reader =>
            host.UseAsync<TripImportService>(async imports =>
            {
                var travel = reader.Read(Encoding.UTF8.GetBytes(text.ToString()), "travel.csv");
                var import = await imports.PrepareAsync(parts.Case.Id, travel, change, CancellationToken.None);
                await imports.ConfirmAsync(parts.Case.Id, import.Id, change, CancellationToken.None);
            })
        );
    }

    private Task<Session> SessionAsync(Account account) =>
        host.UseAsync<SessionService, Session>(s =>
            s.StartAsync(
                account,
                SessionStage.Whole,
                Visit.Unknown,
                replaces: null,
                host.Clock.GetCurrentInstant(),
                CancellationToken.None
            )
        );

    // The passkey is named in addresses by the hash of its id.
    private async Task<string> FactorsAsync(Account account)
    {
        var id = Encoding.UTF8.GetBytes($"{Access.Foreign.Canary} passkey");
        using var db = host.Database.Open();
        db.Authenticators.Add(
            new Authenticator
            {
                AccountId = account.Id,
                ProtectedSecret = Access.Foreign.Canary,
                ConfirmedAt = host.Clock.GetCurrentInstant(),
            }
        );
        db.RecoveryCodes.Add(new RecoveryCode { AccountId = account.Id, Hash = new string('a', 64) });
        db.UserPasskeys.Add(
            new IdentityUserPasskey<Guid>
            {
                UserId = account.Id,
                CredentialId = id,
                Data = new IdentityPasskeyData { Name = Access.Foreign.Canary },
            }
        );
        await db.SaveChangesAsync();
        return Convert.ToHexStringLower(SHA256.HashData(id));
    }
}

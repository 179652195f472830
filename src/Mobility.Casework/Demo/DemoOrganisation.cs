using Mobility.Casework.People;
using Mobility.Rules;

namespace Mobility.Casework.Demo;

internal sealed record DemoClient(
    Client Row,
    string Domain,
    IReadOnlyList<LegalEntity> Entities,
    Account Manager,
    IReadOnlyList<string> Customers
);

internal sealed record DemoAdviser(Account Account, IReadOnlyList<string> Serves);

/// <summary>The relocation company, its clients and the firms it works with.</summary>
internal sealed class DemoOrganisation
{
    private readonly Dictionary<string, Account> byName = [];

    public DemoOrganisation(DemoLists lists, Countries countries, DemoRandom random)
    {
        foreach (var member in lists.Team.Staff)
        {
            var account = Account(random, member, member.Kind, lists.Team.Domain, member.Zone!);
            (member.Kind == PersonKind.Consultant ? Consultants : Others).Add(account);
        }
        foreach (var firm in lists.Team.Firms)
        {
            var row = new Firm
            {
                Id = random.NextId(),
                Name = firm.Name,
                Kind = firm.Kind,
            };
            Firms.Add(row);
            foreach (var member in firm.People)
            {
                var account = Account(random, member, firm.Kind, firm.Domain, member.Zone!);
                account.FirmId = row.Id;
                Advisers.Add(new DemoAdviser(account, member.Serves));
            }
        }
        foreach (var company in lists.Clients)
        {
            Clients.Add(Client(random, company, countries));
        }
    }

    public List<Account> Consultants { get; } = [];

    /// <summary>Team leads and the administrator.</summary>
    public List<Account> Others { get; } = [];

    public List<Firm> Firms { get; } = [];

    /// <summary>Advisers and suppliers.</summary>
    public List<DemoAdviser> Advisers { get; } = [];

    public List<DemoClient> Clients { get; } = [];

    public IEnumerable<Account> Accounts =>
        Consultants.Concat(Others).Concat(Advisers.Select(a => a.Account)).Concat(Clients.Select(c => c.Manager));

    public Account Find(string name) => byName[name];

    public DemoClient ClientNamed(string name) => Clients.Single(c => c.Row.Name == name);

    /// <summary>Somebody of a kind who works in one of the countries, the first country first; null when nobody does.</summary>
    public Account? Serving(PersonKind kind, params ReadOnlySpan<string> countries)
    {
        foreach (var country in countries)
        {
            if (Advisers.Find(a => a.Account.Kind == kind && a.Serves.Contains(country)) is { } found)
            {
                return found.Account;
            }
        }
        return null;
    }

    private DemoClient Client(DemoRandom random, ClientCompany company, Countries countries)
    {
        var client = new Client { Id = random.NextId(), Name = company.Name };
        var entities = company
            .Entities.Select(e => new LegalEntity
            {
                Id = random.NextId(),
                ClientId = client.Id,
                Name = e.Name,
                Country = e.In,
                City = e.City,
            })
            .ToList();
        var zone = countries.MainZoneOf(entities[0].Country);
        var manager = Account(random, company.Manager, PersonKind.ProgrammeManager, company.Domain, zone);
        manager.ClientId = client.Id;
        return new DemoClient(client, company.Domain, entities, manager, company.Customers);
    }

    private Account Account(DemoRandom random, TeamMember member, PersonKind kind, string domain, string zone)
    {
        var email = DemoAccounts.Email(member.Name, domain);
        var account = DemoAccounts.New(random, member.Name, email, kind, zone, member.Language);
        byName.Add(member.Name, account);
        return account;
    }
}

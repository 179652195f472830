using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Rules;

namespace Mobility.Casework.People;

/// <summary>The client companies and the entities between which they send people.</summary>
public sealed class ClientService(MobilityDbContext db, Countries countries)
{
    public Task<Client> AddAsync(string name, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var client = new Client { Name = Checked(name, nameof(Client.Name)) };
                if (await db.Clients.AnyAsync(c => c.Name == client.Name, token))
                {
                    throw new RefusedException(nameof(Client.Name), "ClientExists", client.Name);
                }
                db.Clients.Add(client);
                db.AddHistory(change, ChangeKind.ClientAdded, client.Name);
                await db.SaveChangesAsync(token);
                return client;
            },
            cancellation
        );

    /// <summary>Adds a company of the client's group. <paramref name="country"/> is an ISO 3166 alpha-2 code.</summary>
    public Task<LegalEntity> AddEntityAsync(
        Guid clientId,
        string name,
        string country,
        string? city,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var client = await db.Clients.SingleOrDefaultAsync(c => c.Id == clientId, token) ?? throw new NotHereException();
                if (!countries.IsCode(country))
                {
                    throw new RefusedException(nameof(LegalEntity.Country), "UnknownCountry", country);
                }
                if (city?.Length > 100)
                {
                    throw new RefusedException(nameof(LegalEntity.City), "NameTooLong", 100);
                }
                var entity = new LegalEntity
                {
                    ClientId = clientId,
                    Name = Checked(name, "EntityName"),
                    Country = country,
                    City = string.IsNullOrWhiteSpace(city) ? null : city.Trim(),
                };
                db.LegalEntities.Add(entity);
                db.AddHistory(change, ChangeKind.EntityAdded, $"{client.Name}: {entity.Name}, {entity.Country}");
                await db.SaveChangesAsync(token);
                return entity;
            },
            cancellation
        );

    private static string Checked(string name, string field)
    {
        var trimmed = name.Trim();
        return trimmed.Length switch
        {
            0 => throw new RefusedException(field, "NameNeeded"),
            > 200 => throw new RefusedException(field, "NameTooLong", 200),
            _ => trimmed,
        };
    }
}

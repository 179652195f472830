using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Demo;
using Mobility.Casework.People;

namespace Mobility.Web.People;

/// <summary>Who can be looked around as: the personas of the demonstration that are in this database, in Development and nowhere else.</summary>
public sealed class DemoPersonList(MobilityDbContext db, IWebHostEnvironment environment)
{
    public bool IsShown => environment.IsDevelopment();

    public async Task<IReadOnlyList<DemoPersona>> ReadAsync(CancellationToken cancellation)
    {
        if (!IsShown)
        {
            return [];
        }
        var addresses = DemoPersonas.All.Select(p => p.Email.ToUpperInvariant()).ToList();
        var known = await db
            .Accounts.Where(a => addresses.Contains(a.NormalizedEmail!) && a.EmailConfirmed && a.DeactivatedAt == null)
            .Select(a => a.NormalizedEmail!)
            .ToListAsync(cancellation);
        return [.. DemoPersonas.All.Where(p => known.Contains(p.Email.ToUpperInvariant()))];
    }

    /// <summary>The account of one of them; null for everybody else's address.</summary>
    public async Task<Account?> FindAsync(string? email, CancellationToken cancellation)
    {
        if ((await ReadAsync(cancellation)).FirstOrDefault(p => p.Email == email) is not { } persona)
        {
            return null;
        }
        var name = persona.Email.ToUpperInvariant();
        return await db.Accounts.SingleAsync(a => a.NormalizedEmail == name, cancellation);
    }
}

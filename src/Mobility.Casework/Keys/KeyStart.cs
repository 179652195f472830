using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Mail;
using Mobility.Casework.PersonalData;

namespace Mobility.Casework.Keys;

/// <summary>Looks at the keys of a database before anything else does: a wrong master key is told at start, not on the first page.</summary>
public static class KeyStart
{
    /// <summary>
    /// Makes the program's own keys in a new database, opens them in one that has them, and wraps and seals what an earlier program left clear.
    /// Throws <see cref="KeysRefusedException"/> when the master key is not this database's.
    /// </summary>
    public static async Task ReadyAsync(MobilityDbContext db, MasterKeys keys, CancellationToken cancellation)
    {
        await SearchKey.GetAsync(db, keys, cancellation);
        foreach (var stored in await db.StoredKeys.ToListAsync(cancellation))
        {
            stored.Prove(keys);
            stored.Rewrap(keys);
        }
        await RefuseUnopenedAsync(db, keys, cancellation);
        await db.SaveChangesAsync(cancellation);
        await MailSeal.ReadyAsync(db, keys, cancellation);
        await ClearValues.SealAsync(db, keys, cancellation);
    }

    /// <summary>A rotation that was broken off leaves keys of people with the master key of before.</summary>
    private static async Task RefuseUnopenedAsync(MobilityDbContext db, MasterKeys keys, CancellationToken cancellation)
    {
        var (current, earlier) = (keys.Current.Id, keys.Earlier?.Id);
        var left = await db
            .PersonKeys.Where(k => k.MasterKeyId != null && k.MasterKeyId != current && k.MasterKeyId != earlier)
            .GroupBy(k => k.MasterKeyId)
            .Select(g => new { MasterKeyId = g.Key, Count = g.Count() })
            .FirstOrDefaultAsync(cancellation);
        if (left is not null)
        {
            throw new KeysRefusedException(
                $"{left.Count} keys of people are still wrapped by the master key {left.MasterKeyId}: set Keys:Earlier to it and run \"keys rotate\" to the end."
            );
        }
    }
}

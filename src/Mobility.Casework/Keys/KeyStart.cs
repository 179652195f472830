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
            // Also proves that each can be opened.
            stored.Rewrap(keys);
        }
        await db.SaveChangesAsync(cancellation);
        await MailSeal.ReadyAsync(db, keys, cancellation);
        await ClearValues.SealAsync(db, keys, cancellation);
    }
}

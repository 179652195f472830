using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;

namespace Mobility.Casework.Keys;

/// <summary>The program's own keys, to be used. Each is the database's own, so another master key does not change what was made with it.</summary>
internal static class ProgramSecret
{
    private const int Length = 32;

    /// <summary>Reads the one of this name; makes it in a database that has none.</summary>
    public static async Task<byte[]> GetAsync(MobilityDbContext db, MasterKeys keys, string name, CancellationToken cancellation)
    {
        var known = await FindAsync(db, name, cancellation);
        if (known is null)
        {
            var wrapped = keys.Wrap(RandomNumberGenerator.GetBytes(Length), name);
            var made = new ProgramKey
            {
                Name = name,
                MasterKeyId = wrapped.MasterKeyId,
                Wrapped = wrapped.Bytes,
            };
            db.ProgramKeys.Add(made);
            try
            {
                await db.SaveChangesAsync(cancellation);
                known = wrapped;
            }
            catch (DbUpdateException e) when (e.IsUniqueViolation())
            {
                // Another node started at the same moment: its key holds.
                db.Entry(made).State = EntityState.Detached;
                known = await FindAsync(db, name, cancellation);
            }
        }
        return keys.Unwrap(known!.Value, name);
    }

    private static async Task<WrappedKey?> FindAsync(MobilityDbContext db, string name, CancellationToken cancellation) =>
        await db
            .ProgramKeys.Where(k => k.Name == name)
            .Select(k => (WrappedKey?)new WrappedKey(k.MasterKeyId, k.Wrapped))
            .SingleOrDefaultAsync(cancellation);
}

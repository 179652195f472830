using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.PersonalData;

namespace Mobility.Casework.Keys;

/// <summary>Wraps every key in the database with the master key in use; the earlier one can then be forgotten. The values stay as they are.</summary>
public static class KeyRotation
{
    private const int BatchSize = 500;

    /// <summary>
    /// Returns how many keys were wrapped anew; none when nothing was left to do. A run that was broken off goes on with the next. Throws
    /// <see cref="KeysRefusedException"/> when a key opens with neither master key.
    /// </summary>
    public static async Task<int> RotateAsync(MobilityDbContext db, MasterKeys keys, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var own in await db.ProgramKeys.Where(k => k.MasterKeyId != keys.Current.Id).ToListAsync(cancellation))
        {
            var wrapped = Again(keys, new WrappedKey(own.MasterKeyId, own.Wrapped), own.Name);
            (own.MasterKeyId, own.Wrapped) = (wrapped.MasterKeyId, wrapped.Bytes);
            done++;
        }
        done += (await db.StoredKeys.ToListAsync(cancellation)).Count(k => k.Rewrap(keys));
        await db.SaveChangesAsync(cancellation);
        while (true)
        {
            var batch = await db
                .PersonKeys.Where(k => k.MasterKeyId != null && k.MasterKeyId != keys.Current.Id)
                .OrderBy(k => k.PersonId)
                .Take(BatchSize)
                .ToListAsync(cancellation);
            foreach (var key in batch)
            {
                var wrapped = Again(keys, new WrappedKey(key.MasterKeyId!, key.Wrapped!), PersonKey.PurposeFor(key.PersonId));
                (key.MasterKeyId, key.Wrapped) = (wrapped.MasterKeyId, wrapped.Bytes);
            }
            try
            {
                await db.SaveChangesAsync(cancellation);
                done += batch.Count;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody's key was destroyed meanwhile. It must not come back: the batch is read again.
            }
            db.ChangeTracker.Clear();
            if (batch.Count == 0)
            {
                return done;
            }
        }
    }

    private static WrappedKey Again(MasterKeys keys, WrappedKey wrapped, string purpose)
    {
        var secret = keys.Unwrap(wrapped, purpose);
        try
        {
            return keys.Wrap(secret, purpose);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;

namespace Mobility.Casework.Keys;

/// <summary>
/// The key that personal numbers are hashed with. It is the database's own, so another master key does not change the hashes.
/// </summary>
internal sealed class SearchKey(byte[] key)
{
    private const int Length = 32;

    public string HashOf(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    /// <summary>Reads it; makes it in a database that has none.</summary>
    public static async Task<SearchKey> GetAsync(MobilityDbContext db, MasterKeys keys, CancellationToken cancellation)
    {
        var known = await FindAsync(db, cancellation);
        if (known is null)
        {
            var wrapped = keys.Wrap(RandomNumberGenerator.GetBytes(Length), ProgramKey.Search);
            var made = new ProgramKey
            {
                Name = ProgramKey.Search,
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
                known = await FindAsync(db, cancellation);
            }
        }
        return new SearchKey(keys.Unwrap(known!.Value, ProgramKey.Search));
    }

    private static async Task<WrappedKey?> FindAsync(MobilityDbContext db, CancellationToken cancellation) =>
        await db
            .ProgramKeys.Where(k => k.Name == ProgramKey.Search)
            .Select(k => (WrappedKey?)new WrappedKey(k.MasterKeyId, k.Wrapped))
            .SingleOrDefaultAsync(cancellation);
}

using System.Security.Cryptography;
using System.Text;
using Mobility.Casework.Data;

namespace Mobility.Casework.Keys;

/// <summary>The key that personal numbers are hashed with.</summary>
internal sealed class SearchKey(byte[] key)
{
    public string HashOf(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    /// <summary>Reads it; makes it in a database that has none.</summary>
    public static async Task<SearchKey> GetAsync(MobilityDbContext db, MasterKeys keys, CancellationToken cancellation) =>
        new(await ProgramSecret.GetAsync(db, keys, ProgramKey.Search, cancellation));
}

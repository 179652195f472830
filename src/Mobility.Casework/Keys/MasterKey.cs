using System.Security.Cryptography;
using System.Text;

namespace Mobility.Casework.Keys;

/// <summary>
/// The key whoever runs the program keeps beside the database: it wraps the keys that are in the database, and no value itself. What it
/// wraps with and what it is called by are derived from it, so its name tells nothing of it.
/// </summary>
public sealed class MasterKey
{
    private const int Length = 32;

    private readonly byte[] wrapping;

    private MasterKey(byte[] secret)
    {
        wrapping = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Length, info: "mobility wrap"u8.ToArray());
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 6, info: "mobility name"u8.ToArray()));
    }

    /// <summary>What rows say they are wrapped with: twelve letters and digits.</summary>
    public string Id { get; }

    /// <summary>A new one as it is written into settings: 32 bytes in base64.</summary>
    public static string NewText() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Null when the text is not 32 bytes in base64. Blanks and line ends around it are nothing.</summary>
    public static MasterKey? Read(string text)
    {
        var secret = new byte[Length + 1];
        return Convert.TryFromBase64String(text.Trim(), secret, out var written) && written == Length
            ? new MasterKey(secret[..Length])
            : null;
    }

    internal byte[] Wrap(ReadOnlySpan<byte> secret, string purpose) =>
        SealedBytes.Seal(wrapping, secret, Encoding.UTF8.GetBytes(purpose));

    internal byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose) =>
        SealedBytes.Open(wrapping, wrapped, Encoding.UTF8.GetBytes(purpose));
}

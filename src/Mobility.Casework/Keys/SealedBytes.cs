using System.Security.Cryptography;

namespace Mobility.Casework.Keys;

/// <summary>
/// AES-256-GCM with what the value is bound to: a sealed value opens with the same key and the same binding only, so it cannot be moved to
/// another place. One byte of version, twelve of nonce, sixteen of tag, and the value.
/// </summary>
internal static class SealedBytes
{
    private const byte Version = 1;

    private const int NonceLength = 12;

    private const int TagLength = 16;

    private const int HeadLength = 1 + NonceLength + TagLength;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> clear, ReadOnlySpan<byte> boundTo)
    {
        var result = new byte[HeadLength + clear.Length];
        result[0] = Version;
        var nonce = result.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, clear, result.AsSpan(HeadLength), result.AsSpan(1 + NonceLength, TagLength), boundTo);
        return result;
    }

    /// <summary>Throws <see cref="CryptographicException"/> for another key, another binding, or a changed byte.</summary>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> boundTo)
    {
        if (value.Length < HeadLength || value[0] != Version)
        {
            throw new CryptographicException("This is not a sealed value.");
        }
        var clear = new byte[value.Length - HeadLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(value.Slice(1, NonceLength), value[HeadLength..], value.Slice(1 + NonceLength, TagLength), clear, boundTo);
        return clear;
    }
}

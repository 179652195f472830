using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>
/// The six digits an authenticator app shows: RFC 6238 with its defaults, SHA-1 and half a minute, which every app understands. Identity has
/// the same, but takes one code twice and asks the system's clock.
/// </summary>
public static class Totp
{
    public const int Digits = 6;

    /// <summary>How many half minutes a phone's clock may be off, either way.</summary>
    private const int Drift = 1;

    private const long StepSeconds = 30;

    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(20);

    public static long StepOf(Instant at) => at.ToUnixTimeSeconds() / StepSeconds;

    public static string CodeOf(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The apps know no other; the weakness of SHA-1 is not one of its HMAC.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var from = hash[^1] & 0xf;
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[from..]) & 0x7fff_ffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The half minute whose code this is, after <paramref name="lastStep"/>; null when it is none's.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, long lastStep, Instant now)
    {
        long? found = null;
        for (var step = StepOf(now) - Drift; step <= StepOf(now) + Drift; step++)
        {
            // Every candidate is compared, so that the time taken says nothing.
            var same = CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.ASCII.GetBytes(CodeOf(secret, step)),
                System.Text.Encoding.ASCII.GetBytes(code)
            );
            if (same && step > lastStep)
            {
                found = step;
            }
        }
        return found;
    }

    /// <summary>RFC 4648, without padding, as the apps read keys.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var value in bytes)
        {
            buffer = (buffer << 8 | value) & 0xffff;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32Letters[buffer >> bits & 31]);
            }
        }
        return bits == 0 ? text.ToString() : text.Append(Base32Letters[buffer << (5 - bits) & 31]).ToString();
    }

    /// <summary>What the QR code holds: app, address and key.</summary>
    public static string Link(string email, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/Mobility:{Uri.EscapeDataString(email)}?secret={Base32(secret)}&issuer=Mobility";
}

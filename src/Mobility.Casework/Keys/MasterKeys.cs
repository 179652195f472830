using System.Security.Cryptography;

namespace Mobility.Casework.Keys;

/// <summary>The master key is missing or not the right one. The message is one plain sentence for whoever runs the program.</summary>
public sealed class KeysRefusedException(string sentence, Exception? cause = null) : Exception(sentence, cause);

/// <summary>A key as it lies in the database.</summary>
/// <param name="MasterKeyId">Which master key opens it.</param>
/// <param name="Bytes">The wrapped key.</param>
public readonly record struct WrappedKey(string MasterKeyId, byte[] Bytes);

/// <summary>The master key in use and, while it takes an older one's place, that one: old rows open with it, nothing new is wrapped with it.</summary>
public sealed class MasterKeys(MasterKey current, MasterKey? earlier = null)
{
    public MasterKey Current => current;

    public MasterKey? Earlier => earlier;

    /// <summary>The file the key was made in a moment ago; null when it was there.</summary>
    public string? MadeFile { get; init; }

    /// <summary>Wraps with the key in use. It opens for the same <paramref name="purpose"/> only.</summary>
    public WrappedKey Wrap(ReadOnlySpan<byte> secret, string purpose) => new(current.Id, current.Wrap(secret, purpose));

    /// <summary>
    /// Throws <see cref="KeysRefusedException"/> when neither key is the right one or the wrapped key is damaged.
    /// </summary>
    public byte[] Unwrap(WrappedKey wrapped, string purpose)
    {
        var key =
            wrapped.MasterKeyId == current.Id ? current
            : wrapped.MasterKeyId == earlier?.Id ? earlier
            : null;
        try
        {
            return key?.Unwrap(wrapped.Bytes, purpose)
                ?? throw new KeysRefusedException(
                    $"The database asks for the master key {wrapped.MasterKeyId}, and {Names()}: set Keys:Master or Keys:MasterFile to the key the database was used with."
                );
        }
        catch (CryptographicException e)
        {
            throw new KeysRefusedException($"A key in the database is damaged ({purpose}): restore it from a backup.", e);
        }
    }

    private string Names() =>
        earlier is null
            ? $"the one that is set is {current.Id}"
            : $"those that are set are {current.Id} and, earlier, {earlier.Id}";
}

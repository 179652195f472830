using System.Security.Cryptography;
using System.Text;
using Mobility.Casework.Keys;

namespace Mobility.Casework.PersonalData;

/// <summary>
/// One person's key, open. What it seals is bound to person, field and place: a value copied to another person or field does not open.
/// </summary>
public sealed class PersonSeal
{
    private const int KeyLength = 32;

    private readonly Guid personId;
    private readonly byte[]? key;

    private PersonSeal(Guid personId, byte[]? key)
    {
        this.personId = personId;
        this.key = key;
    }

    /// <summary>Whether the key was destroyed: nothing opens any more, and nothing is sealed.</summary>
    public bool IsErased => key is null;

    /// <summary>The seal of a person whose key lies wrapped in the database; nulls stand for a destroyed one.</summary>
    public static PersonSeal Of(MasterKeys keys, Guid personId, string? masterKeyId, byte[]? wrapped) =>
        new(
            personId,
            wrapped is null || masterKeyId is null
                ? null
                : keys.Unwrap(new WrappedKey(masterKeyId, wrapped), PersonKey.PurposeFor(personId))
        );

    /// <summary>A new key for somebody who has none, and the row to keep it in.</summary>
    internal static (PersonSeal Seal, PersonKey Row) New(MasterKeys keys, Guid personId)
    {
        var secret = RandomNumberGenerator.GetBytes(KeyLength);
        var wrapped = keys.Wrap(secret, PersonKey.PurposeFor(personId));
        var row = new PersonKey
        {
            PersonId = personId,
            MasterKeyId = wrapped.MasterKeyId,
            Wrapped = wrapped.Bytes,
        };
        return (new PersonSeal(personId, secret), row);
    }

    internal byte[] Seal(PersonalField field, string of, string text) =>
        SealedBytes.Seal(
            key ?? throw new InvalidOperationException("The key of this person was destroyed."),
            Encoding.UTF8.GetBytes(text),
            Binding(field, of)
        );

    /// <summary>The text, or null when the key was destroyed. Throws <see cref="CryptographicException"/> for a value of another place.</summary>
    public string? Open(PersonalField field, string of, byte[] value) =>
        key is null ? null : Encoding.UTF8.GetString(SealedBytes.Open(key, value, Binding(field, of)));

    private byte[] Binding(PersonalField field, string of) => Encoding.UTF8.GetBytes($"{personId:n} {field} {of}");
}

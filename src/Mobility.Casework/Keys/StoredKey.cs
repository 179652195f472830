using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mobility.Casework.Keys;

/// <summary>A data-protection key of the web host, so that people stay signed in across restarts and nodes. Its secret is wrapped.</summary>
public sealed class StoredKey
{
    // The names data protection gives to its elements.
    private static readonly XNamespace Format = "http://schemas.asp.net/2015/03/dataProtection";

    public Guid Id { get; set; } = Guid.CreateVersion7();

    public required string FriendlyName { get; set; }

    public required string Xml { get; set; }

    /// <summary>Opens what is wrapped. Throws <see cref="KeysRefusedException"/> when no master key of <paramref name="keys"/> does.</summary>
    internal void Prove(MasterKeys keys)
    {
        var decryptor = new MasterKeyXmlDecryptor(keys);
        foreach (var element in XElement.Parse(Xml).DescendantsAndSelf(MasterKeyXmlEncryptor.Wrapped))
        {
            decryptor.Decrypt(element);
        }
    }

    /// <summary>
    /// Wraps what lies clear, as programs before this one left it, and wraps anew what an earlier master key wrapped. Returns whether it did.
    /// </summary>
    internal bool Rewrap(MasterKeys keys)
    {
        var xml = XElement.Parse(Xml);
        var clear = xml.DescendantsAndSelf().Where(e => (bool?)e.Attribute(Format + "requiresEncryption") == true).ToList();
        var old = xml.DescendantsAndSelf(MasterKeyXmlEncryptor.Wrapped)
            .Where(e => (string?)e.Attribute(MasterKeyXmlEncryptor.MasterKeyId) != keys.Current.Id)
            .ToList();
        var encryptor = new MasterKeyXmlEncryptor(keys);
        foreach (var element in clear)
        {
            var info = encryptor.Encrypt(element);
            element.ReplaceWith(
                new XElement(
                    Format + "encryptedSecret",
                    new XAttribute("decryptorType", info.DecryptorType.AssemblyQualifiedName!),
                    info.EncryptedElement
                )
            );
        }
        foreach (var element in old)
        {
            element.ReplaceWith(encryptor.Encrypt(new MasterKeyXmlDecryptor(keys).Decrypt(element)).EncryptedElement);
        }
        Xml = xml.ToString(SaveOptions.DisableFormatting);
        return clear.Count + old.Count > 0;
    }
}

internal sealed class StoredKeyMapping : IEntityTypeConfiguration<StoredKey>
{
    public void Configure(EntityTypeBuilder<StoredKey> builder)
    {
        builder.ToTable("StoredKeys");
        builder.Property(k => k.FriendlyName).HasMaxLength(200);
    }
}

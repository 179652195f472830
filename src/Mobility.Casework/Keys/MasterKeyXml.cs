using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Mobility.Casework.Keys;

/// <summary>Wraps the data-protection keys, which sign cookies and forms and seal authenticators, with the master key.</summary>
public sealed class MasterKeyXmlEncryptor(MasterKeys keys) : IXmlEncryptor
{
    internal const string Purpose = "data protection";

    internal static readonly XName Wrapped = "wrapped";

    internal static readonly XName MasterKeyId = "masterKey";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var key = keys.Wrap(
            System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)),
            Purpose
        );
        return new EncryptedXmlInfo(
            new XElement(Wrapped, new XAttribute(MasterKeyId, key.MasterKeyId), Convert.ToBase64String(key.Bytes)),
            typeof(MasterKeyXmlDecryptor)
        );
    }
}

/// <summary>The way back. Stored keys carry the full name of this type: it stays where it is.</summary>
public sealed class MasterKeyXmlDecryptor(MasterKeys keys) : IXmlDecryptor
{
    // The constructor that data protection calls.
    public MasterKeyXmlDecryptor(IServiceProvider services)
        : this(services.GetRequiredService<MasterKeys>()) { }

    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(
            System.Text.Encoding.UTF8.GetString(
                keys.Unwrap(
                    new WrappedKey(
                        encryptedElement.Attribute(MasterKeyXmlEncryptor.MasterKeyId)?.Value ?? "",
                        Convert.FromBase64String(encryptedElement.Value)
                    ),
                    MasterKeyXmlEncryptor.Purpose
                )
            )
        );
}

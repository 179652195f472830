using System.Globalization;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>Makes the accounts of the demonstration. All of them open with one password, hashed once and for all.</summary>
public static class DemoAccounts
{
    /// <summary>The password of every demonstration account. The sign-in page of a Development host tells it; nothing else does.</summary>
    public const string Password = "northern lights move house";

    // One hash takes 60 ms. A test proves that it is the password's.
    private const string PasswordHash = "AQAAAAIAAYagAAAAEAd0B9sGbzNv/vHz9PPLt1lMU9TcRcdYW/s8K2SErzgzN1Kdxe3/U+AUnPES35ztUg==";

    internal static Account New(DemoRandom random, string name, string email, PersonKind kind, string zone, string language)
    {
        var account = new Account
        {
            Id = random.NextId(),
            DisplayName = name,
            Kind = kind,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            PasswordHash = PasswordHash,
            SecurityStamp = random.NextId().ToString("n").ToUpperInvariant(),
            ConcurrencyStamp = random.NextId().ToString(),
            LockoutEnabled = true,
            Language = language,
            TimeZone = zone,
        };
        return account;
    }

    /// <summary>An address made of a name: letters of ASCII, digits and hyphens, with dots for the spaces.</summary>
    internal static string Email(string name, string domain)
    {
        var local = new string([.. SearchText.Of(name).Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-')]);
        var words = local.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w != "dr");
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join('.', words)}@{domain}");
    }
}

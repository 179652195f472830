using System.Globalization;
using Microsoft.AspNetCore.Identity;

namespace Mobility.Casework.People;

/// <summary>Turns what Identity says of a password into a refusal the page has a sentence for.</summary>
internal static class PasswordRefusal
{
    public static void ThrowUnless(IdentityResult result, UserManager<Account> accounts, string field)
    {
        if (result.Succeeded)
        {
            return;
        }
        // Too short is said first: until it is mended, the rest is beside the point.
        var error =
            result.Errors.FirstOrDefault(e => e.Code == nameof(IdentityErrorDescriber.PasswordTooShort)) ?? result.Errors.First();
        throw error.Code switch
        {
            nameof(IdentityErrorDescriber.PasswordTooShort) => new RefusedException(
                field,
                error.Code,
                accounts.Options.Password.RequiredLength.ToString(CultureInfo.InvariantCulture)
            ),
            ['P', 'a', 's', 's', 'w', 'o', 'r', 'd', ..] => new RefusedException(field, error.Code, error.Description),
            _ => new InvalidOperationException($"The account could not be saved: {error.Code}, {error.Description}"),
        };
    }
}

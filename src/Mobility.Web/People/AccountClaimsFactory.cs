using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Mobility.Casework.People;

namespace Mobility.Web.People;

/// <summary>The names of the claims a session carries.</summary>
public static class AccountClaims
{
    public const string Kind = "kind";
    public const string DisplayName = "name";
    public const string Client = "client";
    public const string Firm = "firm";
    public const string Person = "person";
    public const string Language = "lang";
    public const string TimeZone = "zone";

    /// <summary>Whether a session says all that pages ask of it. One written by another version of the program may not.</summary>
    public static bool AreWhole(ClaimsPrincipal? principal) =>
        principal is not null
        && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out _)
        && Enum.TryParse<PersonKind>(principal.FindFirstValue(Kind), out var kind)
        && Enum.IsDefined(kind)
        && principal.HasClaim(c => c.Type == ClaimTypes.Email)
        && principal.HasClaim(c => c.Type == DisplayName)
        && principal.HasClaim(c => c.Type == Language)
        && principal.HasClaim(c => c.Type == TimeZone);
}

/// <summary>Writes into the session what every request asks, so that most requests don't ask the database who somebody is.</summary>
public sealed class AccountClaimsFactory(UserManager<Account> accounts, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(accounts, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(AccountClaims.Kind, user.Kind.ToString()));
        identity.AddClaim(new Claim(AccountClaims.DisplayName, user.DisplayName));
        identity.AddClaim(new Claim(AccountClaims.Language, user.Language));
        identity.AddClaim(new Claim(AccountClaims.TimeZone, user.TimeZone));
        Add(AccountClaims.Client, user.ClientId);
        Add(AccountClaims.Firm, user.FirmId);
        Add(AccountClaims.Person, user.PersonId);
        return identity;

        void Add(string type, Guid? id)
        {
            if (id is { } known)
            {
                identity.AddClaim(new Claim(type, known.ToString()));
            }
        }
    }
}

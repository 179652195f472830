using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Mobility.Casework.People;

namespace Mobility.Web.People;

/// <summary>The claims of a request. Only the session's id comes from the cookie; all the rest is read with the session.</summary>
public static class AccountClaims
{
    public const string Session = "session";
    public const string Kind = "kind";
    public const string DisplayName = "name";
    public const string Client = "client";
    public const string Firm = "firm";
    public const string Person = "person";
    public const string Language = "lang";
    public const string TimeZone = "zone";

    /// <summary>What the cookie holds.</summary>
    public static ClaimsPrincipal Ticket(Session session) =>
        Of(new Claim(Session, session.Id.ToString()), new Claim(ClaimTypes.NameIdentifier, session.AccountId.ToString()));

    /// <summary>The session a cookie names; null for a cookie of another version of the program.</summary>
    public static Guid? SessionOf(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(Session), out var id) ? id : null;

    /// <summary>Who somebody is, for the length of one request.</summary>
    public static ClaimsPrincipal Of(LiveSession session)
    {
        var claims = new List<Claim>
        {
            new(Session, session.Id.ToString()),
            new(ClaimTypes.NameIdentifier, session.AccountId.ToString()),
            new(ClaimTypes.Email, session.Email),
            new(Kind, session.Kind.ToString()),
            new(DisplayName, session.DisplayName),
            new(Language, session.Language),
            new(TimeZone, session.TimeZone),
        };
        Add(Client, session.ClientId);
        Add(Firm, session.FirmId);
        Add(Person, session.PersonId);
        return Of([.. claims]);

        void Add(string type, Guid? id)
        {
            if (id is { } known)
            {
                claims.Add(new Claim(type, known.ToString()));
            }
        }
    }

    private static ClaimsPrincipal Of(params Claim[] claims) =>
        new(new ClaimsIdentity(claims, IdentityConstants.ApplicationScheme));
}

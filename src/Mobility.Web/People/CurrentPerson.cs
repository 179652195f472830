using System.Security.Claims;
using Mobility.Casework.Access;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.People;

/// <summary>Who is signed in, as read with the session at the beginning of the request; nothing here asks the database.</summary>
public sealed class CurrentPerson(IHttpContextAccessor accessor, IClock clock, IDateTimeZoneProvider zones)
{
    private ClaimsPrincipal? User => accessor.HttpContext?.User;

    public bool IsSignedIn => User?.Identity?.IsAuthenticated == true;

    /// <summary>The session of this browser.</summary>
    public Guid SessionId => Id(AccountClaims.Session) ?? throw new InvalidOperationException("Nobody is signed in.");

    public Viewer Viewer =>
        new(
            Id(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."),
            Enum.Parse<PersonKind>(Required(AccountClaims.Kind)),
            Id(AccountClaims.Client),
            Id(AccountClaims.Firm),
            Id(AccountClaims.Person)
        );

    public string Name => Required(AccountClaims.DisplayName);

    public string Email => Required(ClaimTypes.Email);

    public string Language => Required(AccountClaims.Language);

    public DateTimeZone Zone => zones.GetZoneOrNull(Required(AccountClaims.TimeZone)) ?? DateTimeZone.Utc;

    public Instant Now => clock.GetCurrentInstant();

    /// <summary>The date where the person is.</summary>
    public LocalDate Today => Now.InZone(Zone).Date;

    /// <summary>Whom the person covers on the case this request is about; set with the case.</summary>
    public string? InCoverFor { get; set; }

    /// <summary>Who, when and why, for a service that changes something.</summary>
    public ChangeContext Change(string? why = null) =>
        new()
        {
            AccountId = Viewer.AccountId,
            ByName = Name,
            At = Now,
            InCoverFor = InCoverFor,
            Why = string.IsNullOrWhiteSpace(why) ? null : why.Trim(),
            FormKey = SentForm.KeyOf(accessor.HttpContext!, Viewer.AccountId),
        };

    private Guid? Id(string claim) => Guid.TryParse(User?.FindFirstValue(claim), out var id) ? id : null;

    private string Required(string claim) =>
        User?.FindFirstValue(claim) ?? throw new InvalidOperationException($"The session carries no {claim}.");
}

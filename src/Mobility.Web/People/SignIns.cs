using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Mobility.Casework.People;
using Mobility.Web.Plumbing;
using NodaTime;

namespace Mobility.Web.People;

/// <summary>Lets somebody in and out of this browser.</summary>
public sealed class SignIns(SessionService sessions, SecondFactors factors, IHttpContextAccessor accessor, IClock clock)
{
    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");

    /// <summary>The session this browser has, whatever its stage.</summary>
    public LiveSession? Present => Sessions.SessionOf(Http);

    /// <summary>After the right password: signed in, or on the way to the second factor.</summary>
    public async Task<SessionStage> EnterWithPasswordAsync(Account account)
    {
        var stage = await factors.StageAfterPasswordAsync(account, Http.RequestAborted);
        await EnterAsync(account, stage);
        return stage;
    }

    /// <summary>Starts a session in the place of the one this browser has, and gives the browser its cookie.</summary>
    public async Task EnterAsync(Account account, SessionStage stage = SessionStage.Whole)
    {
        var session = await sessions.StartAsync(
            account,
            stage,
            Visits.Of(Http),
            Present?.Id,
            clock.GetCurrentInstant(),
            Http.RequestAborted
        );
        // Not kept beyond the browser's own end.
        await Http.SignInAsync(
            IdentityConstants.ApplicationScheme,
            AccountClaims.Ticket(session),
            new AuthenticationProperties { IsPersistent = false }
        );
    }

    /// <summary>Ends this browser's session.</summary>
    public async Task LeaveAsync()
    {
        if (Present is { } session)
        {
            await sessions.LeaveAsync(session.Id, clock.GetCurrentInstant(), Http.RequestAborted);
        }
        await Http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}

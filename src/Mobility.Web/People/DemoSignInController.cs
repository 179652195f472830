using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Mobility.Web.Home;
using Mobility.Web.Plumbing;

namespace Mobility.Web.People;

/// <summary>Signs in as somebody of the demonstration with one click. The route is there in Development, and nowhere else.</summary>
[DevelopmentOnly]
[AllowAnonymous]
public sealed class DemoSignInController(SignIns sessions, DemoPersonList personas) : Controller
{
    [HttpPost("/sign-in/as")]
    public async Task<IActionResult> Enter(string? email, CancellationToken cancellation)
    {
        if (await personas.FindAsync(email, cancellation) is not { } account)
        {
            return NotFound();
        }
        await sessions.EnterAsync(account);
        return LocalRedirect(Landing.PathOf(account.Kind));
    }
}

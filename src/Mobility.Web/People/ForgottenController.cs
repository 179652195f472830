using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.People;

/// <summary>What the page of a forgotten password shows: the form, or that it was sent.</summary>
public sealed record ForgottenPage(string? Email, bool Asked);

/// <summary>Asks for a link to set a new password. Everybody gets the same answer.</summary>
[AllowAnonymous]
public sealed class ForgottenController(ResetLinks links, IClock clock, ReaderFormat reader, IStringLocalizer<PeopleTexts> texts)
    : Controller
{
    [HttpGet("/forgotten")]
    public IActionResult Index() => View("Forgotten", new ForgottenPage(null, false));

    [HttpPost("/forgotten")]
    [Limited(Limit.SignIn)]
    public async Task<IActionResult> Ask(string? email, CancellationToken cancellation)
    {
        // Of what was typed, not of what is known.
        var check = new FormCheck(ModelState, texts, reader);
        check.AtMost("Email", email, FormCheck.LongestEmail);
        if (check.Fine("Email") && (email is not { Length: > 2 } || !email.Trim().Contains('@', StringComparison.Ordinal)))
        {
            check.Refuse("Email", "Forgotten.NotAnAddress");
        }
        if (email is null || !ModelState.IsValid)
        {
            return View("Forgotten", new ForgottenPage(email, false));
        }
        await links.AskAsync(email, Visits.Of(HttpContext), clock.GetCurrentInstant(), cancellation);
        return View("Forgotten", new ForgottenPage(null, true));
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.People;

/// <summary>What the page of the second factor offers.</summary>
public sealed record SignInCodePage(FactorState State, string? ReturnUrl);

/// <summary>The second half of signing in: a code, or a passkey. A passkey may also do alone.</summary>
[AllowAnonymous]
public sealed class SignInCodeController(
    MobilityDbContext db,
    SecondFactors factors,
    Passkeys passkeys,
    SignIns signIns,
    SignInCheck check,
    IClock clock,
    ReaderFormat reader,
    IStringLocalizer<PeopleTexts> texts
) : Controller
{
    // A recovery code with blanks where people put them.
    private const int LongestCode = 40;

    private LiveSession? Waiting => signIns.Present is { Stage: SessionStage.FactorAwaited } session ? session : null;

    [HttpGet("/sign-in/code")]
    public async Task<IActionResult> Index(string? returnUrl, CancellationToken cancellation) =>
        Waiting is { } waiting ? await PageAsync(waiting, returnUrl, cancellation) : LocalRedirect("/sign-in");

    [HttpPost("/sign-in/code")]
    [Limited(Limit.SignIn)]
    public async Task<IActionResult> Enter(string? code, string? returnUrl, CancellationToken cancellation)
    {
        if (Waiting is not { } waiting)
        {
            return LocalRedirect("/sign-in");
        }
        new FormCheck(ModelState, texts, reader).AtMost("Code", code, LongestCode);
        if (!ModelState.IsValid)
        {
            return await PageAsync(waiting, returnUrl, cancellation);
        }
        if (!await check.VerifyCodeAsync(waiting, code, Visits.Of(HttpContext), clock.GetCurrentInstant(), cancellation))
        {
            ModelState.AddModelError("Code", texts["Code.Refused"]);
            return await PageAsync(waiting, returnUrl, cancellation);
        }
        await signIns.EnterAsync(await AccountAsync(waiting, cancellation));
        return LocalRedirect(NextPage.After(SessionStage.Whole, waiting.Kind, returnUrl));
    }

    [HttpPost("/sign-in/passkey/options")]
    [Limited(Limit.SignIn)]
    public async Task<IActionResult> Ask(CancellationToken cancellation) =>
        Content(
            await passkeys.AskForAsync(Waiting is { } waiting ? await AccountAsync(waiting, cancellation) : null),
            "application/json"
        );

    [HttpPost("/sign-in/passkey")]
    [Limited(Limit.SignIn)]
    public async Task<IActionResult> EnterWithPasskey(string? credential, string? returnUrl, CancellationToken cancellation)
    {
        var waiting = Waiting;
        if (await passkeys.OwnerAsync(credential, waiting, cancellation) is { } account)
        {
            await signIns.EnterAsync(account);
            return LocalRedirect(NextPage.After(SessionStage.Whole, account.Kind, returnUrl));
        }
        ModelState.AddModelError("", texts["Passkey.Refused"]);
        return waiting is null
            ? View("SignIn", new SignInForm { ReturnUrl = returnUrl })
            : await PageAsync(waiting, returnUrl, cancellation);
    }

    private async Task<IActionResult> PageAsync(LiveSession waiting, string? returnUrl, CancellationToken cancellation) =>
        View(
            "SignInCode",
            new SignInCodePage(await factors.StateAsync(await AccountAsync(waiting, cancellation), cancellation), returnUrl)
        );

    private Task<Account> AccountAsync(LiveSession session, CancellationToken cancellation) =>
        db.Accounts.SingleAsync(a => a.Id == session.AccountId, cancellation);
}

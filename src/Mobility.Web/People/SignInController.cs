using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.People;

/// <summary>What is typed to sign in.</summary>
public sealed class SignInForm
{
    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>Where the person wanted to go; only addresses of this program are followed.</summary>
    public string? ReturnUrl { get; set; }
}

public sealed class SignInController(
    SignIns sessions,
    SignInCheck signInCheck,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<PeopleTexts> texts
) : Controller
{
    [HttpGet("/sign-in")]
    [AllowAnonymous]
    public IActionResult Index(string? returnUrl) =>
        person.IsSignedIn
            ? LocalRedirect(NextPage.After(SessionStage.Whole, person.Viewer.Kind, returnUrl))
            : View("SignIn", new SignInForm { ReturnUrl = returnUrl });

    [HttpPost("/sign-in")]
    [Limited(Limit.SignIn)]
    [AllowAnonymous]
    public async Task<IActionResult> Enter(SignInForm form, CancellationToken cancellation)
    {
        // Of what was typed, not of what is known.
        var check = new FormCheck(ModelState, texts, reader);
        check.AtMost(nameof(form.Email), form.Email, FormCheck.LongestEmail);
        check.AtMost(nameof(form.Password), form.Password, CommonPasswordValidator.Longest);
        if (!ModelState.IsValid)
        {
            return View("SignIn", form);
        }
        var account = await FindAsync(form, cancellation);
        if (account is null)
        {
            // One sentence for every reason: which it is would tell strangers who has an account.
            ModelState.AddModelError("", texts["SignIn.Refused"]);
            return View("SignIn", form);
        }
        return LocalRedirect(NextPage.After(await sessions.EnterWithPasswordAsync(account), account.Kind, form.ReturnUrl));
    }

    [HttpPost("/sign-out")]
    [AllowAnonymous]
    public async Task<IActionResult> Leave()
    {
        await sessions.LeaveAsync();
        return LocalRedirect("/sign-in");
    }

    private async Task<Account?> FindAsync(SignInForm form, CancellationToken cancellation) =>
        form is { Email: { Length: > 0 } email, Password: { Length: > 0 and <= CommonPasswordValidator.Longest } password }
            ? await signInCheck.VerifyAsync(email, password, Visits.Of(HttpContext), person.Now, cancellation)
            : null;
}

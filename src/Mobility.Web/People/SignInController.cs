using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework.People;
using Mobility.Web.Home;

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
    SignInManager<Account> sessions,
    SignInCheck check,
    CurrentPerson person,
    IStringLocalizer<PeopleTexts> texts
) : Controller
{
    [HttpGet("/sign-in")]
    [AllowAnonymous]
    public IActionResult Index(string? returnUrl) =>
        person.IsSignedIn
            ? LocalRedirect(Destination(person.Viewer.Kind, returnUrl))
            : View("SignIn", new SignInForm { ReturnUrl = returnUrl });

    [HttpPost("/sign-in")]
    [AllowAnonymous]
    public async Task<IActionResult> Enter(SignInForm form, CancellationToken cancellation)
    {
        var account = await FindAsync(form, cancellation);
        if (account is null)
        {
            // One sentence for every reason: which it is would tell strangers who has an account.
            ModelState.AddModelError("", texts["SignIn.Refused"]);
            return View("SignIn", form);
        }
        await sessions.SignInAsync(account, isPersistent: false);
        return LocalRedirect(Destination(account.Kind, form.ReturnUrl));
    }

    [HttpPost("/sign-out")]
    [AllowAnonymous]
    public async Task<IActionResult> Leave()
    {
        await sessions.SignOutAsync();
        return LocalRedirect("/sign-in");
    }

    // Longer than any address or password can be: not worth the work of a hash.
    private async Task<Account?> FindAsync(SignInForm form, CancellationToken cancellation) =>
        form
            is {
                Email: { Length: > 0 and <= 254 } email,
                Password: { Length: > 0 and <= CommonPasswordValidator.Longest } password
            }
            ? await check.VerifyAsync(email, password, person.Now, cancellation)
            : null;

    private string Destination(PersonKind kind, string? returnUrl) =>
        Url.IsLocalUrl(returnUrl) && returnUrl != "/" ? returnUrl : Landing.PathOf(kind);
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.People;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.People;

/// <summary>A new password, typed twice.</summary>
public sealed class InvitationForm
{
    public string? Password { get; set; }

    public string? Again { get; set; }
}

/// <summary>An invitation that can be answered.</summary>
/// <param name="Name">Whose invitation it is.</param>
/// <param name="Email">What they sign in with.</param>
/// <param name="IsReset">Whether they asked for it themselves, having forgotten the password.</param>
public sealed record InvitationPage(string Name, string Email, bool IsReset);

/// <summary>The one-time link of an invitation. Opening it changes nothing: mail programs open links too.</summary>
[AllowAnonymous]
public sealed class InvitationController(
    AccountService accounts,
    SignIns sessions,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<PeopleTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/invitation/{token:length(64)}")]
    public async Task<IActionResult> Index(string token, CancellationToken cancellation) =>
        await accounts.FindAsync(token, person.Now, cancellation) is { } invitation ? Form(invitation) : Gone();

    [HttpPost("/invitation/{token:length(64)}")]
    [Limited(Limit.SignIn)]
    public async Task<IActionResult> Accept(string token, InvitationForm form, CancellationToken cancellation)
    {
        if (await accounts.FindAsync(token, person.Now, cancellation) is not { } invited)
        {
            return Gone();
        }
        new FormCheck(ModelState, texts, reader).Passwords(nameof(form.Password), form.Password, nameof(form.Again), form.Again);
        if (!ModelState.IsValid)
        {
            return Form(invited);
        }
        try
        {
            var account = await accounts.AcceptAsync(token, form.Password ?? "", person.Now, cancellation);
            if (account is null)
            {
                return Gone();
            }
            return LocalRedirect(NextPage.After(await sessions.EnterWithPasswordAsync(account), account.Kind));
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return Form(invited);
        }
    }

    private ViewResult Form(Invitation invitation) =>
        View(
            "Invitation",
            new InvitationPage(
                invitation.Account!.DisplayName,
                invitation.Account.Email!,
                invitation.Purpose == InvitationPurpose.Reset
            )
        );

    // Unknown, used and old links are one page.
    private ViewResult Gone()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return View("InvitationGone");
    }
}

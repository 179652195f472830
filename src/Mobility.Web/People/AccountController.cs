using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.People;

namespace Mobility.Web.People;

/// <summary>A person's own details, as typed.</summary>
public sealed class OwnDetailsForm
{
    public string? DisplayName { get; set; }

    public string? Language { get; set; }

    public string? TimeZone { get; set; }

    /// <summary><see cref="Theme.Light"/>, <see cref="Theme.Dark"/> or empty for the system's.</summary>
    public string? Look { get; set; }
}

/// <summary>A change of password, as typed.</summary>
public sealed class OwnPasswordForm
{
    public string? Current { get; set; }

    public string? Wanted { get; set; }

    public string? Again { get; set; }
}

/// <summary>What was just saved, to say so beside it.</summary>
public enum Saved
{
    Nothing,
    Details,
    Password,
}

public sealed record AccountPage(OwnDetailsForm Details, string Email, Saved Saved);

/// <summary>A person's own account.</summary>
public sealed class AccountController(
    OwnAccount own,
    SignInManager<Account> sessions,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<PeopleTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/account")]
    public IActionResult Index(Saved saved) => Page(Current(), saved);

    [HttpPost("/account")]
    public async Task<IActionResult> Amend(OwnDetailsForm form, CancellationToken cancellation)
    {
        try
        {
            var details = new OwnDetails(form.DisplayName ?? "", form.Language ?? "", form.TimeZone ?? "");
            var account = await own.AmendAsync(details, person.Change(), cancellation);
            Theme.Choose(HttpContext, form.Look);
            // The session carries name, language and zone: it is written anew.
            await sessions.RefreshSignInAsync(account);
            return LocalRedirect("/account?saved=Details");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return Page(form);
        }
    }

    [HttpGet("/account/password")]
    public IActionResult Password() => View();

    [HttpPost("/account/password")]
    public async Task<IActionResult> ChangePassword(OwnPasswordForm form, CancellationToken cancellation)
    {
        if (form.Wanted != form.Again)
        {
            ModelState.AddModelError(nameof(form.Again), texts["Refused.PasswordsDiffer"]);
            return View("Password");
        }
        try
        {
            var account = await own.ChangePasswordAsync(Short(form.Current), form.Wanted ?? "", person.Change(), cancellation);
            await sessions.RefreshSignInAsync(account);
            return LocalRedirect("/account?saved=Password");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return View("Password");
        }
    }

    // No password is longer; what is, is wrong, and not worth the work of a hash.
    private static string Short(string? password) =>
        password is { Length: <= CommonPasswordValidator.Longest } typed ? typed : "";

    private OwnDetailsForm Current() =>
        new()
        {
            DisplayName = person.Name,
            Language = person.Language,
            TimeZone = person.Zone.Id,
            Look = Theme.Of(HttpContext),
        };

    private ViewResult Page(OwnDetailsForm details, Saved saved = Saved.Nothing) =>
        View("Account", new AccountPage(details, person.Email, saved));
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.People;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.People;

/// <summary>A person's own details, as typed.</summary>
public sealed class OwnDetailsForm
{
    public string? DisplayName { get; set; }

    public string? Language { get; set; }

    public string? TimeZone { get; set; }

    /// <summary>What stood in the page when it was opened.</summary>
    public SeenDetails? Was { get; set; }

    /// <summary><see cref="Theme.Light"/>, <see cref="Theme.Dark"/> or empty for the system's.</summary>
    public string? Look { get; set; }
}

/// <summary>What stood in the fields that somebody may change elsewhere meanwhile.</summary>
public sealed class SeenDetails
{
    public string? DisplayName { get; set; }

    public string? Language { get; set; }

    public string? TimeZone { get; set; }
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
    Sessions,
}

/// <summary>The page of a person's own account.</summary>
/// <param name="Details">What can be changed, as it is or as typed.</param>
/// <param name="Email">What the person signs in with.</param>
/// <param name="Saved">What was just saved.</param>
/// <param name="Sessions">Where the person is signed in.</param>
/// <param name="Here">The session of this browser.</param>
public sealed record AccountPage(OwnDetailsForm Details, string Email, Saved Saved, IReadOnlyList<Session> Sessions, Guid Here);

/// <summary>A person's own account.</summary>
public sealed class AccountController(
    OwnAccount own,
    SignIns sessions,
    SessionService list,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<PeopleTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/account")]
    public Task<IActionResult> Index(Saved saved, CancellationToken cancellation) => PageAsync(Current(), saved, cancellation);

    [HttpPost("/account")]
    public async Task<IActionResult> Amend(OwnDetailsForm form, CancellationToken cancellation)
    {
        var check = new FormCheck(ModelState, texts, reader);
        check.AtMost(nameof(form.DisplayName), form.DisplayName, 200);
        check.Known(nameof(form.Look), form.Look is null or "" or Theme.Light or Theme.Dark);
        if (!ModelState.IsValid)
        {
            return await PageAsync(form, Saved.Nothing, cancellation);
        }
        try
        {
            var details = new OwnDetails(form.DisplayName ?? "", form.Language ?? "", form.TimeZone ?? "");
            var was = new OwnDetails(
                form.Was?.DisplayName ?? person.Name,
                form.Was?.Language ?? person.Language,
                form.Was?.TimeZone ?? person.Zone.Id
            );
            await own.AmendAsync(details, was, person.Change(), cancellation);
            Theme.Choose(HttpContext, form.Look);
            return LocalRedirect("/account?saved=Details");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            if (refusal.Code == "ChangedElsewhere")
            {
                form.Was = Seen(form.Was ?? new(), refusal.Field);
            }
            return await PageAsync(form, Saved.Nothing, cancellation);
        }
    }

    [HttpPost("/account/sessions/{id:guid}/end")]
    public async Task<IActionResult> EndSession(Guid id, CancellationToken cancellation)
    {
        await list.EndOwnAsync(id, person.Change(), cancellation);
        return LocalRedirect("/account?saved=Sessions#sessions");
    }

    [HttpPost("/account/sessions/end")]
    public async Task<IActionResult> EndSessions(CancellationToken cancellation)
    {
        await list.EndAllOwnAsync(person.Change(), cancellation);
        await sessions.LeaveAsync();
        return LocalRedirect("/sign-in");
    }

    [HttpGet("/account/password")]
    public IActionResult Password() => View();

    [HttpPost("/account/password")]
    [Limited(Limit.SignIn)]
    public async Task<IActionResult> ChangePassword(OwnPasswordForm form, CancellationToken cancellation)
    {
        var check = new FormCheck(ModelState, texts, reader);
        check.AtMost(nameof(form.Current), form.Current, CommonPasswordValidator.Longest);
        check.Passwords(nameof(form.Wanted), form.Wanted, nameof(form.Again), form.Again);
        if (!ModelState.IsValid)
        {
            return View("Password");
        }
        try
        {
            var account = await own.ChangePasswordAsync(form.Current ?? "", form.Wanted ?? "", person.Change(), cancellation);
            // All sessions ended with it; this browser gets a new one.
            await sessions.EnterAsync(account);
            return LocalRedirect("/account?saved=Password");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return View("Password");
        }
    }

    // The refused field as it is now, which the page shows: sent again, the person's own goes before it.
    private SeenDetails Seen(SeenDetails was, string field) =>
        new()
        {
            DisplayName = field == nameof(was.DisplayName) ? person.Name : was.DisplayName,
            Language = field == nameof(was.Language) ? person.Language : was.Language,
            TimeZone = field == nameof(was.TimeZone) ? person.Zone.Id : was.TimeZone,
        };

    private OwnDetailsForm Current() =>
        new()
        {
            DisplayName = person.Name,
            Language = person.Language,
            TimeZone = person.Zone.Id,
            Look = Theme.Of(HttpContext),
            Was = new()
            {
                DisplayName = person.Name,
                Language = person.Language,
                TimeZone = person.Zone.Id,
            },
        };

    private async Task<IActionResult> PageAsync(OwnDetailsForm details, Saved saved, CancellationToken cancellation) =>
        View(
            "Account",
            new AccountPage(
                details,
                person.Email,
                saved,
                await list.OfAsync(person.Viewer.AccountId, person.Now, cancellation),
                person.SessionId
            )
        );
}

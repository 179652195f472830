using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.People;

/// <summary>The page of one's second factors.</summary>
/// <param name="State">What there is.</param>
/// <param name="Required">Whether one must be there.</param>
/// <param name="IsFresh">Whether the person has just shown who they are; nothing is changed without.</param>
/// <param name="Secret">The key of the authenticator that can be set up now.</param>
/// <param name="Email">What the authenticator names it by.</param>
/// <param name="ReturnUrl">Where the person wanted to go when signing in.</param>
public sealed record SecondFactorPage(
    FactorState State,
    bool Required,
    bool IsFresh,
    byte[]? Secret,
    string Email,
    string? ReturnUrl
);

/// <summary>Recovery codes, shown this once.</summary>
public sealed record RecoveryCodesPage(IReadOnlyList<string> Codes, string Next);

/// <summary>
/// A person's second factors: for somebody signed in, and for somebody who knows the password and must set one up before anything else
/// opens. The latter is nobody yet to the rest of the program, hence the attribute.
/// </summary>
[AllowAnonymous]
public sealed class SecondFactorController(
    MobilityDbContext db,
    SecondFactors factors,
    Passkeys passkeys,
    SignIns signIns,
    SignInCheck check,
    IClock clock,
    ReaderFormat reader,
    IStringLocalizer<PeopleTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    // Six figures, with blanks where people put them.
    private const int LongestCode = 20;

    /// <summary>How long after showing who one is the second factors may be changed.</summary>
    private static readonly Duration FreshFor = Duration.FromMinutes(15);

    private Instant Now => clock.GetCurrentInstant();

    // Whoever waits with a factor of their own must give it, not make another.
    private LiveSession? Session => signIns.Present is { Stage: not SessionStage.FactorAwaited } session ? session : null;

    private bool IsFresh => Session is { } session && session.StartedAt > Now - FreshFor;

    private ChangeContext Change =>
        new()
        {
            AccountId = Session!.AccountId,
            ByName = Session.DisplayName,
            At = Now,
        };

    [HttpGet("/account/second-factor")]
    public async Task<IActionResult> Index(string? returnUrl, CancellationToken cancellation) =>
        Session is { } session ? await PageAsync(session, returnUrl, cancellation) : SignInFirst();

    [HttpPost("/account/second-factor/confirm")]
    [Limited(Limit.SignIn)]
    public async Task<IActionResult> Confirm(string? password, CancellationToken cancellation)
    {
        if (Session is not { } session)
        {
            return SignInFirst();
        }
        var account = await AccountAsync(session, cancellation);
        var form = new FormCheck(ModelState, texts, reader);
        form.AtMost("Password", password, CommonPasswordValidator.Longest);
        if (ModelState.IsValid && (password is null || !await check.VerifyOwnAsync(account, password, Now, cancellation)))
        {
            form.Refuse("Password", "Refused.CurrentPasswordIsWrong");
        }
        if (!ModelState.IsValid)
        {
            return await PageAsync(session, null, cancellation);
        }
        await signIns.EnterAsync(account, session.Stage);
        return LocalRedirect(NextPage.Factor);
    }

    [HttpPost("/account/second-factor/authenticator")]
    [Limited(Limit.SignIn)]
    public Task<IActionResult> Add(string? code, string? returnUrl, CancellationToken cancellation)
    {
        new FormCheck(ModelState, texts, reader).AtMost("Code", code, LongestCode);
        return ChangeAsync(
            returnUrl,
            account => factors.ConfirmAuthenticatorAsync(account.Id, code, Change, cancellation),
            cancellation
        );
    }

    [HttpPost("/account/second-factor/authenticator/remove")]
    public Task<IActionResult> Remove(CancellationToken cancellation) => RemoveAsync(null, cancellation);

    [HttpPost("/account/second-factor/passkeys/options")]
    public async Task<IActionResult> AskToMake(CancellationToken cancellation) =>
        Session is { } session && IsFresh
            ? Content(await passkeys.AskToMakeAsync(await AccountAsync(session, cancellation)), "application/json")
            : NotFound();

    [HttpPost("/account/second-factor/passkeys")]
    [Limited(Limit.SignIn)]
    public Task<IActionResult> AddPasskey(string? credential, string? name, string? returnUrl, CancellationToken cancellation)
    {
        new FormCheck(ModelState, texts, reader).AtMost("Name", name, SecondFactors.LongestPasskeyName);
        return ChangeAsync(
            returnUrl,
            async account =>
                await passkeys.MadeAsync(credential) is { } passkey
                    ? await factors.AddPasskeyAsync(account, passkey, name, Change, cancellation)
                    : throw new RefusedException("Name", "PasskeyNotMade"),
            cancellation
        );
    }

    [HttpPost("/account/second-factor/passkeys/{key:length(64)}/remove")]
    public Task<IActionResult> RemovePasskey(string key, CancellationToken cancellation) => RemoveAsync(key, cancellation);

    [HttpPost("/account/second-factor/codes")]
    public Task<IActionResult> NewCodes(CancellationToken cancellation) =>
        ChangeAsync(
            null,
            async account =>
                (await factors.StateAsync(account, cancellation)).Any
                    ? await factors.NewRecoveryCodesAsync(account.Id, Change, cancellation)
                    : throw new NotHereException(),
            cancellation
        );

    private Task<IActionResult> RemoveAsync(string? passkey, CancellationToken cancellation) =>
        ChangeAsync(
            null,
            async account =>
            {
                await factors.RemoveOwnAsync(account, passkey, Change, cancellation);
                // All sessions ended with it; this browser gets a new one.
                await signIns.EnterAsync(account);
                return [];
            },
            cancellation
        );

    private async Task<IActionResult> ChangeAsync(
        string? returnUrl,
        Func<Account, Task<IReadOnlyList<string>>> act,
        CancellationToken cancellation
    )
    {
        if (Session is not { } session)
        {
            return SignInFirst();
        }
        if (!IsFresh)
        {
            // The page asks for the password first.
            return LocalRedirect(NextPage.Factor);
        }
        if (!ModelState.IsValid)
        {
            return await PageAsync(session, returnUrl, cancellation);
        }
        var account = await AccountAsync(session, cancellation);
        try
        {
            var codes = await act(account);
            if (session.Stage == SessionStage.FactorMissing)
            {
                await signIns.EnterAsync(account);
            }
            var next =
                session.Stage == SessionStage.FactorMissing
                    ? NextPage.After(SessionStage.Whole, account.Kind, returnUrl)
                    : NextPage.Factor;
            return codes.Count > 0 ? View("RecoveryCodes", new RecoveryCodesPage(codes, next)) : LocalRedirect(next);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return await PageAsync(session, returnUrl, cancellation);
        }
    }

    private async Task<IActionResult> PageAsync(LiveSession session, string? returnUrl, CancellationToken cancellation)
    {
        var state = await factors.StateAsync(await AccountAsync(session, cancellation), cancellation);
        return View(
            "SecondFactor",
            new SecondFactorPage(
                state,
                factors.AreRequiredFor(session.Kind),
                IsFresh,
                IsFresh && !state.Authenticator ? await factors.SecretToSetUpAsync(session.AccountId, cancellation) : null,
                session.Email,
                returnUrl
            )
        );
    }

    private Task<Account> AccountAsync(LiveSession session, CancellationToken cancellation) =>
        db.Accounts.SingleAsync(a => a.Id == session.AccountId, cancellation);

    private LocalRedirectResult SignInFirst() => LocalRedirect("/sign-in?returnUrl=" + Uri.EscapeDataString(NextPage.Factor));
}

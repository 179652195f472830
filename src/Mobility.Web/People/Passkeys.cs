using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Mobility.Casework.People;
using Mobility.Web.Plumbing;
using NodaTime;

namespace Mobility.Web.People;

/// <summary>Asks a browser for passkeys and checks its answers, by ASP.NET Core Identity.</summary>
public sealed class Passkeys(
    SignInManager<Account> identity,
    UserManager<Account> accounts,
    SignInCheck check,
    IClock clock,
    IHttpContextAccessor accessor,
    ILogger<Passkeys> log
)
{
    // No browser's answer is longer.
    private const int Longest = 20_000;

    /// <summary>What the browser is asked to make a passkey with, as JSON.</summary>
    public Task<string> AskToMakeAsync(Account account) =>
        identity.MakePasskeyCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = account.Id.ToString(),
                Name = account.Email!,
                DisplayName = account.DisplayName,
            }
        );

    /// <summary>What the browser is asked for a passkey with: of this account, or any it has for the site.</summary>
    public Task<string> AskForAsync(Account? account) => identity.MakePasskeyRequestOptionsAsync(account);

    /// <summary>The passkey the browser made; null when the answer is not one to the question put.</summary>
    public async Task<UserPasskeyInfo?> MadeAsync(string? credential)
    {
        var result = await AnswerAsync(credential, identity.PerformPasskeyAttestationAsync);
        if (result is { Succeeded: true })
        {
            return result.Passkey;
        }
        log.LogInformation(result?.Failure, "A new passkey was refused");
        return null;
    }

    /// <summary>Whose passkey has answered; null, and noted in the audit, when nobody's who may sign in.</summary>
    /// <param name="credential">The browser's answer.</param>
    /// <param name="waiting">Who has given the password before: they go on as that person or not at all.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<Account?> OwnerAsync(string? credential, LiveSession? waiting, CancellationToken cancellation)
    {
        var result = await AnswerAsync(credential, identity.PerformPasskeyAssertionAsync);
        if (
            result is not { Succeeded: true, User: { EmailConfirmed: true, DeactivatedAt: null } account }
            || (waiting is not null && waiting.AccountId != account.Id)
        )
        {
            log.LogInformation(result?.Failure, "A passkey was refused");
            await check.NotePasskeyRefusedAsync(
                result is { Succeeded: true } ? result.User : null,
                waiting,
                Visits.Of(accessor.HttpContext!),
                clock.GetCurrentInstant(),
                cancellation
            );
            return null;
        }
        // Its counter has risen: a copy of it would fall behind.
        await accounts.AddOrUpdatePasskeyAsync(account, result.Passkey);
        return account;
    }

    private async Task<T?> AnswerAsync<T>(string? credential, Func<string, Task<T>> check)
        where T : class
    {
        var http = accessor.HttpContext!;
        if (
            credential is not { Length: > 0 and <= Longest }
            || !(await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Succeeded
        )
        {
            return null;
        }
        try
        {
            return await check(credential);
        }
        catch (InvalidOperationException e)
        {
            // The question put was another one: Identity says so by exception.
            log.LogInformation(e, "A passkey answered to no question");
            return null;
        }
        finally
        {
            await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        }
    }
}

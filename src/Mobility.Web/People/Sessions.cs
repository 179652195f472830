using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Mobility.Casework.Keys;
using Mobility.Casework.People;
using Mobility.Web.Plumbing;
using NodaTime;

namespace Mobility.Web.People;

/// <summary>Sessions: an encrypted cookie that names a row, and the row that says whether it lives and whose it is.</summary>
public static class Sessions
{
    private static readonly object Key = new();

    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccountOptions>().Bind(configuration.GetSection(AccountOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccountOptions>, AccountOptionsCheck>();
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(Configure));
        services
            .AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<SiteUrl, IOptions<AccountOptions>>(
                (cookie, site, accounts) =>
                {
                    SiteCookies.Secure(cookie.Cookie, site, "mobility");
                    cookie.ExpireTimeSpan = accounts.Value.SessionLife;
                }
            );
        // Where Identity keeps the question it has put to a passkey.
        services
            .AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme)
            .Configure<SiteUrl>((cookie, site) => SiteCookies.Secure(cookie.Cookie, site, "passkey"));
        services
            .AddOptions<AntiforgeryOptions>()
            .Configure<SiteUrl>((options, site) => SiteCookies.Secure(options.Cookie, site, "form"));
        // A sentence that the next page shows once.
        services
            .AddOptions<CookieTempDataProviderOptions>()
            .Configure<SiteUrl>((options, site) => SiteCookies.Secure(options.Cookie, site, "notice"));
        new IdentityBuilder(typeof(Account), services).AddSignInManager();
        services
            .AddOptions<IdentityPasskeyOptions>()
            .Configure<SiteUrl>(
                (passkeys, site) =>
                {
                    // Never from a request: a passkey belongs to the site.
                    passkeys.ServerDomain = site.Host;
                    // The device asks for a finger or a PIN: the passkey alone is then two factors.
                    passkeys.UserVerificationRequirement = "required";
                    passkeys.ResidentKeyRequirement = "preferred";
                }
            );
        services.AddScoped<Passkeys>();
        services.AddDataProtection().SetApplicationName("Mobility");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInDatabase>();
        services.AddScoped<CurrentPerson>();
        services.AddScoped<SignIns>();
        services.AddScoped<DemoPersonList>();
        return services;
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.LoginPath = "/sign-in";
        options.LogoutPath = "/sign-out";
        options.ReturnUrlParameter = "returnUrl";
        // The row knows when the session was last used.
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = ValidateAsync;
        // Somebody without the right is told what a stranger is told: nothing is here.
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
    }

    /// <summary>The session of this request's cookie, whatever its stage; null when there is none or it is over.</summary>
    public static LiveSession? SessionOf(HttpContext context) => context.Items[Key] as LiveSession;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        // An error page asks a second time who is there; when asking was what failed, nobody is.
        if (!http.Items.ContainsKey(Key) && http.Features.Get<IExceptionHandlerFeature>() is null)
        {
            http.Items[Key] = AccountClaims.SessionOf(context.Principal) is { } id
                ? await http
                    .RequestServices.GetRequiredService<SessionService>()
                    .FindAsync(id, http.RequestServices.GetRequiredService<IClock>().GetCurrentInstant(), http.RequestAborted)
                : null;
        }
        // Half signed in is not signed in: only the pages of the second factor look for such a session.
        if (SessionOf(http) is { Stage: SessionStage.Whole } session)
        {
            context.ReplacePrincipal(AccountClaims.Of(session));
        }
        else
        {
            context.RejectPrincipal();
        }
    }

    private sealed class AccountOptionsCheck : IValidateOptions<AccountOptions>
    {
        public ValidateOptionsResult Validate(string? name, AccountOptions options) =>
            options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }
}

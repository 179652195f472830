using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.Options;
using Mobility.Casework;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.People;
using NodaTime;

namespace Mobility.Web.Plumbing;

/// <summary>Puts the web host together.</summary>
public static class MobilityHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        AddServices(builder);
        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(DateTimeZoneProviders.Tzdb);
        services.AddCasework(
            DatabaseOptions.From(builder.Configuration, builder.Environment.ContentRootPath),
            LoadRules(builder)
        );
        AddSignIn(services);
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentPerson>();
        services.AddScoped<ReaderFormat>();
        services.AddLocalization();
        services
            .AddControllersWithViews(options =>
            {
                options.Filters.Add<AutoValidateAntiforgeryTokenAttribute>();
                options.Filters.Add<CaseworkExceptionFilter>();
            })
            .AddViewLocalization();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.Configure<RazorViewEngineOptions>(options =>
        {
            // A page lies beside its controller.
            options.ViewLocationFormats.Clear();
            options.ViewLocationFormats.Add("/{1}/{0}.cshtml");
            options.ViewLocationFormats.Add("/Shared/{0}.cshtml");
            options.AreaViewLocationFormats.Clear();
            options.AreaViewLocationFormats.Add("/{2}/{1}/{0}.cshtml");
            options.AreaViewLocationFormats.Add("/{2}/{0}.cshtml");
            options.AreaViewLocationFormats.Add("/Shared/{0}.cshtml");
        });
        services.AddRouting(o => o.LowercaseUrls = true);
    }

    private static RuleBook LoadRules(WebApplicationBuilder builder)
    {
        var path = builder.Configuration["Rules:Path"] ?? Path.Combine(AppContext.BaseDirectory, "rules");
        return RuleBook.Load(Path.GetFullPath(path, builder.Environment.ContentRootPath));
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddIdentityCookies(cookies =>
                cookies.ApplicationCookie!.Configure(options =>
                {
                    options.LoginPath = "/sign-in";
                    options.LogoutPath = "/sign-out";
                    options.ReturnUrlParameter = "returnUrl";
                    options.ExpireTimeSpan = TimeSpan.FromHours(12);
                    options.SlidingExpiration = true;
                    options.Cookie.Name = "mobility";
                    options.Cookie.HttpOnly = true;
                    options.Cookie.SameSite = SameSiteMode.Lax;
                    // Somebody without the right is told what a stranger is told: nothing is here.
                    options.Events.OnRedirectToAccessDenied = context =>
                    {
                        context.Response.StatusCode = StatusCodes.Status404NotFound;
                        return Task.CompletedTask;
                    };
                })
            );
        new IdentityBuilder(typeof(Account), services).AddSignInManager().AddClaimsPrincipalFactory<AccountClaimsFactory>();
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddDataProtection().SetApplicationName("Mobility");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInDatabase>();
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseStaticFiles(
            new StaticFileOptions { OnPrepareResponse = r => r.Context.Response.Headers.CacheControl = "public,max-age=31536000" }
        );
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<ReaderCulture>();
        app.UseAuthorization();
        app.MapControllers();
    }
}

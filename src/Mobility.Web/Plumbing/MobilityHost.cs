using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.Options;
using Mobility.Casework;
using Mobility.Casework.Data;
using Mobility.Casework.Jobs;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.History;
using Mobility.Web.People;
using Mobility.Web.Plumbing.Commands;
using Mobility.Web.Portal;
using Mobility.Web.Queue;
using Mobility.Web.Shared.Findings;
using Mobility.Web.Shared.Forms;
using Mobility.Web.Trips;
using NodaTime;

namespace Mobility.Web.Plumbing;

/// <summary>Puts the web host together.</summary>
public static class MobilityHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = Settings.CreateBuilder(args);
        AddServices(builder);
        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        AddLogging(builder);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(DateTimeZoneProviders.Tzdb);
        var database = DatabaseOptions.From(builder.Configuration, builder.Environment.ContentRootPath);
        services.AddCasework(
            database,
            RuleBook.Load(Settings.RulesFolderOf(builder.Configuration, builder.Environment.ContentRootPath))
        );
        services.AddMail(builder.Configuration, builder.Environment.ContentRootPath);
        services.AddMobilityJobs(database, builder.Configuration);
        AddSignIn(services);
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentPerson>();
        services.AddScoped<ReaderFormat>();
        services.AddScoped<FindingFormat>();
        services.AddScoped<DaysPages>();
        services.AddScoped<PortalPages>();
        services.AddScoped<QueuePages>();
        services.AddScoped<ChangeWords>();
        services.AddLocalization();
        services
            .AddControllersWithViews(options =>
            {
                options.Filters.Add<AutoValidateAntiforgeryTokenAttribute>();
                options.Filters.Add<CaseworkExceptionFilter>();
                options.ModelBinderProviders.Insert(0, new DateInputBinderProvider());
                // What a form must have, its own check says, in the reader's language.
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
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

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        // To standard error, so that a command's answer is alone on standard output.
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        if (!builder.Environment.IsDevelopment())
        {
            // No scopes: they would carry the path of a request, and an invitation's path is its secret.
            builder.Logging.AddJsonConsole(o =>
            {
                o.IncludeScopes = false;
                o.UseUtcTimestamp = true;
                o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
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
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<ReaderCulture>();
        app.UseAuthorization();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.MapControllers().WithStaticAssets();
    }
}

using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using Mobility.Casework;
using Mobility.Casework.Data;
using Mobility.Casework.Jobs;
using Mobility.Casework.Keys;
using Mobility.Casework.Mail;
using Mobility.Rules;
using Mobility.Web.Admin;
using Mobility.Web.Cases;
using Mobility.Web.Errors;
using Mobility.Web.History;
using Mobility.Web.Mail;
using Mobility.Web.Operations;
using Mobility.Web.Opinions;
using Mobility.Web.People;
using Mobility.Web.PersonalData;
using Mobility.Web.Plumbing.Commands;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Portal;
using Mobility.Web.Queue;
using Mobility.Web.Residence;
using Mobility.Web.Rules;
using Mobility.Web.Shared.Facts;
using Mobility.Web.Shared.Findings;
using Mobility.Web.Shared.Forms;
using Mobility.Web.TripChecks;
using Mobility.Web.Trips;
using Mobility.Web.Trips.Planner;
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
        builder.AddRequestLimits();
        // Answers under way are finished; who stops a service gives it ten seconds before it is killed.
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(8));
        AddLogging(builder);
        builder.AddOperations();
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(DateTimeZoneProviders.Tzdb);
        var database = DatabaseOptions.From(builder.Configuration, builder.Environment.ContentRootPath);
        services.AddCasework(
            database,
            RuleBook.Load(Settings.RulesFolderOf(builder.Configuration, builder.Environment.ContentRootPath))
        );
        services.AddSingleton(_ =>
            KeySettings.Read(
                builder.Configuration,
                builder.Environment.ContentRootPath,
                database,
                mayMake: builder.Environment.IsDevelopment()
            )
        );
        services.AddMail(builder.Configuration, builder.Environment.ContentRootPath);
        services.AddMobilityJobs(database, builder.Configuration);
        services.AddSessions(builder.Configuration);
        services.AddScoped<AccountList>();
        services.AddHttpContextAccessor();
        services.AddSingleton(_ => SiteUrl.Required(builder.Configuration));
        services.AddScoped<IMailRenderer, MailRenderer>();
        services.AddExceptionHandler<ErrorLog>();
        services.AddScoped<ReaderFormat>();
        services.AddScoped<FindingFormat>();
        services.AddScoped<DaysPages>();
        services.AddScoped<ImportIdentities>();
        services.AddScoped<PlanWords>();
        services.AddScoped<PortalPages>();
        services.AddScoped<Mobility.Web.Portal.Days.WeekPages>();
        services.AddScoped<Mobility.Web.Trips.Ledger.LoggingList>();
        services.AddScoped<QueuePages>();
        services.AddScoped<ResidencePages>();
        services.AddScoped<FactWords>();
        services.AddScoped<FactText>();
        services.AddScoped<OpinionReader>();
        services.AddScoped<ChangeWords>();
        services.AddScoped<SealedHistory>();
        services.AddScoped<PersonalPages>();
        services.AddScoped<CaseReader>();
        services.AddScoped<RuleWords>();
        services.AddScoped<ExampleWords>();
        services.AddScoped<CalculatorReader>();
        services.AddScoped<TripCheckPages>();
        services.AddScoped<TripCheckReader>();
        services.AddLocalization();
        services.AddSingleton<IConfigureOptions<MvcOptions>, BindingMessages>();
        services
            .AddControllersWithViews(options =>
            {
                options.Filters.Add<AutoValidateAntiforgeryTokenAttribute>();
                options.Filters.Add<CaseworkExceptionFilter>();
                options.Filters.Add<OnceFilter>();
                options.ModelBinderProviders.Insert(0, new DateInputBinderProvider());
                options.ModelBinderProviders.Insert(0, new TextBinderProvider());
                // What a form must have, its own check says, in the reader's language.
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                options.Filters.Add<RefusedPost>();
                options.Filters.Add<UnreadableForm>();
                options.ModelMetadataDetailsProviders.Add(new CaseRefIsNotSent());
                options.Conventions.Add(new NamedByTheAddress());
                // No script here writes a[b]; a key that begins so and does not end would be a fault of the program.
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                if (!builder.Environment.IsDevelopment())
                {
                    options.Conventions.Add(new WithoutDevelopmentControllers());
                }
            })
            .AddViewLocalization();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.Configure<RazorViewEngineOptions>(options =>
        {
            options.ViewLocationExpanders.Add(new BesideController());
            options.ViewLocationFormats.Clear();
            options.ViewLocationFormats.Add("/Shared/{0}.cshtml");
            options.AreaViewLocationFormats.Clear();
            options.AreaViewLocationFormats.Add("/Shared/{0}.cshtml");
        });
        services.AddRouting(o => o.LowercaseUrls = true);
        services.Configure<FormOptions>(o => o.ValueCountLimit = RequestLimits.MostFields);
        // Names and languages stand in the page as themselves; what could be markup is escaped all the same.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
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

    private static void UsePipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<SiteScheme>();
        app.UseMiddleware<SecurityHeaders>();
        app.Use(AskedRoute.RestoreAsync);
        app.UseMiddleware<LastResort>();
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error/500",
                StatusCodeSelector = ErrorStatus.Of,
                // ErrorLog writes it once, with the number the person sees.
                SuppressDiagnosticsCallback = _ => true,
            }
        );
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseMiddleware<NulInForms>();
        app.UseRouting();
        app.Use(AskedRoute.RememberAsync);
        app.Use(NothingHere);
        app.UseAuthentication();
        app.UseMiddleware<ReaderCulture>();
        app.UseAuthorization();
        app.UseMiddleware<RefusalAudit>();
        app.UseRateLimiter();
        // Answered before anybody is asked who they are: styles and fonts are nobody's secret, and asking costs a query.
        app.MapStaticAssets().AllowAnonymous().ShortCircuit();
        app.MapHealth();
        app.MapControllers().WithStaticAssets();
    }

    /// <summary>
    /// An address without a page, or without one for this method, is nobody's: it is answered before anybody is asked to sign in for it.
    /// </summary>
    private static Task NothingHere(HttpContext context, RequestDelegate next)
    {
        // What routing itself puts in the place of a page with other methods is no route.
        if (context.GetEndpoint() is RouteEndpoint)
        {
            return next(context);
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.Alerts;
using Mobility.Casework.Assessments;
using Mobility.Casework.Audit;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Mail;
using Mobility.Casework.Operations;
using Mobility.Casework.Opinions;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.PersonalData;
using Mobility.Casework.Residence;
using Mobility.Casework.Tasks;
using Mobility.Casework.TripChecks;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Import;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules;

namespace Mobility.Casework;

public static class CaseworkRegistration
{
    /// <summary>What a mobility team does, over a database and a rule book. The host adds a clock, the master key, mail and jobs.</summary>
    public static IServiceCollection AddCasework(this IServiceCollection services, DatabaseOptions database, RuleBook rules)
    {
        services.AddMobilityDatabase(database);
        services.AddMetrics();
        services.AddSingleton<ProgramMetrics>();
        services.AddScoped<SystemStates>();
        services.AddSingleton(rules);
        services.AddSingleton(rules.Countries);
        services
            .AddIdentityCore<Account>(options =>
            {
                // Length beats composition rules; what is common is refused by name.
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 1;
                options.User.RequireUniqueEmail = true;
                // The name is the address, and Mailbox says what an address is.
                options.User.AllowedUserNameCharacters = "";
                options.SignIn.RequireConfirmedEmail = true;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            })
            .AddEntityFrameworkStores<MobilityDbContext>()
            .AddPasswordValidator<CommonPasswordValidator>();
        services.AddScoped<AssessmentService>();
        services.AddScoped<DeadlinePlanner>();
        services.AddScoped<DeadlineService>();
        services.AddScoped<AlertService>();
        services.AddScoped<CaseReview>();
        services.AddScoped<CaseService>();
        services.AddScoped<CaseReassignment>();
        services.AddScoped<CoverService>();
        services.AddScoped<TripService>();
        services.AddScoped<DayDeclarationService>();
        services.AddScoped<DayReminderService>();
        services.AddSingleton<TravelFileReader>();
        services.AddScoped<TripImportService>();
        services.AddScoped<TripImportUndo>();
        services.AddScoped<ColumnMemory>();
        services.AddScoped<PaperService>();
        services.AddScoped<PersonalRecords>();
        services.AddScoped<PersonalSearch>();
        services.AddScoped<DeclaredFactService>();
        services.AddScoped<OpinionService>();
        services.AddScoped<RuleBookChange>();
        services.AddScoped<TravellerFacts>();
        services.AddScoped<TripCheckService>();
        services.AddScoped<TaskService>();
        services.AddScoped<AuditLog>();
        services.AddScoped<SessionService>();
        services.AddScoped<ResetLinks>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<AccountService>();
        services.AddScoped<AccountClosing>();
        services.AddScoped<ClientService>();
        services.AddScoped<CaseInvitations>();
        services.AddScoped<OwnAccount>();
        services.AddScoped<SignInCheck>();
        services.AddScoped<FailedMail>();
        services.AddScoped<MailSeal>();
        return services;
    }
}

using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mobility.Casework.Data;
using Mobility.Casework.Demo;
using Mobility.Casework.Keys;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>The server: looks at rules, settings and database first, and starts on sound ones only.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = MobilityHost.Build(args);
        SiteUrl.Required(app.Configuration);
        // The host would check the settings too, and tell of them with a stack trace.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        RefuseBadRules(app.Services.GetRequiredService<RuleBook>());
        var keys = app.Services.GetRequiredService<MasterKeys>();
        var database = app.Services.GetRequiredService<DatabaseOptions>();
        // In Production a missing database is more likely a wrong path than a first start.
        await DatabaseStart.ReadyAsync(database, mayMigrate: app.Environment.IsDevelopment(), CancellationToken.None);
        using var held = await HeldDatabase.HoldAsync(database, CancellationToken.None);
        await OpenKeysAsync(app, keys);
        if (app.Environment.IsDevelopment() && app.Configuration.GetValue("Demo:Enabled", defaultValue: true))
        {
            await ShowSomethingAsync(app);
        }
        using var onTooLargeFile = SurviveLimitOnFiles();
        await app.RunAsync();
        return 0;
    }

    /// <summary>
    /// Where the system limits the size of files, whoever writes beyond the limit is ended by a signal. Heard, the write fails instead, as on a full
    /// disk.
    /// </summary>
    private static PosixSignalRegistration? SurviveLimitOnFiles()
    {
        const PosixSignal fileSizeLimit = (PosixSignal)25;
        return OperatingSystem.IsLinux() ? PosixSignalRegistration.Create(fileSizeLimit, signal => signal.Cancel = true) : null;
    }

    private static async Task OpenKeysAsync(WebApplication app, MasterKeys keys)
    {
        if (keys.MadeFile is { } file)
        {
            app.Logger.LogInformation(
                "Made a master key in {File}, readable by this user only. Without it the database's personal values are lost",
                file
            );
        }
        await using var scope = app.Services.CreateAsyncScope();
        await KeyStart.ReadyAsync(scope.ServiceProvider.GetRequiredService<MobilityDbContext>(), keys, CancellationToken.None);
        if (keys.Earlier is not null)
        {
            app.Logger.LogInformation("An earlier master key is set. Once \"keys rotate\" has run, Keys:Earlier can be left out");
        }
    }

    // Whoever starts it to look at it finds a programme at work, not empty lists.
    private static async Task ShowSomethingAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MobilityDbContext>();
        if (await db.Clients.AnyAsync() || await db.Accounts.AnyAsync())
        {
            return;
        }
        var today = scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant().InUtc().Date;
        app.Logger.LogInformation("Making the demonstration programme, once");
        await DemoProgramme.CreateAsync(
            db,
            scope.ServiceProvider.GetRequiredService<RuleBook>(),
            scope.ServiceProvider.GetRequiredService<MasterKeys>(),
            new DemoOptions { Today = today },
            CancellationToken.None
        );
    }

    private static void RefuseBadRules(RuleBook rules)
    {
        if (rules.Problems.Count > 0)
        {
            throw new CommandRefusedException(
                $"The rule files have problems; the program does not start on them.{Environment.NewLine}{string.Join(Environment.NewLine, rules.Problems)}"
            );
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>
/// The first step in Production: lets the first administrator in, and lets an administrator back in who lost the password. There is no
/// default password anywhere.
/// </summary>
internal static class InviteCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var email, ..])
        {
            throw new CommandRefusedException("Name the administrator's e-mail address: admin invite EMAIL.");
        }
        if (Mailbox.ProblemWith(email) is { } problem)
        {
            throw new CommandRefusedException(problem);
        }
        await using var app = MobilityHost.Build(args[1..]);
        await DatabaseStart.ReadyAsync(
            app.Services.GetRequiredService<DatabaseOptions>(),
            mayMigrate: false,
            CancellationToken.None
        );
        var site = app.Services.GetRequiredService<SiteUrl>();
        await using var scope = app.Services.CreateAsyncScope();
        var now = scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant();
        var issued = await InviteAsync(scope.ServiceProvider, email, ChangeContext.Program("Command line", now));
        Console.WriteLine($"Open this link once, before {issued.ExpiresAt.InUtc():uuuu-MM-dd HH:mm} UTC:");
        Console.WriteLine(site.Of($"/invitation/{issued.Token}"));
        return 0;
    }

    private static async Task<IssuedInvitation> InviteAsync(IServiceProvider services, string email, ChangeContext change)
    {
        var accounts = services.GetRequiredService<AccountService>();
        var name = email.Trim().ToUpperInvariant();
        var known = await services
            .GetRequiredService<MobilityDbContext>()
            .Accounts.AsNoTracking()
            .SingleOrDefaultAsync(a => a.NormalizedEmail == name);
        return known switch
        {
            null => await accounts.InviteAsync(
                new NewAccount
                {
                    Email = email,
                    DisplayName = email[..email.IndexOf('@', StringComparison.Ordinal)],
                    Kind = PersonKind.Administrator,
                },
                change,
                CancellationToken.None
            ),
            { Kind: PersonKind.Administrator, DeactivatedAt: null } => await accounts.NewLinkAsync(
                known.Id,
                byMail: false,
                change,
                CancellationToken.None
            ),
            _ => throw new CommandRefusedException(
                $"{email} has an account already, and it is not an active administrator's. An administrator changes that in Mobility."
            ),
        };
    }
}

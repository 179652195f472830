using Mobility.Casework;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>The first step in Production: lets the first administrator in. There is no default password anywhere.</summary>
internal static class InviteCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var email, ..] || !email.Contains('@', StringComparison.Ordinal))
        {
            throw new CommandRefusedException("Name the administrator's e-mail address: admin invite EMAIL.");
        }
        await using var app = MobilityHost.Build(args[1..]);
        await DatabaseStart.ReadyAsync(
            app.Services.GetRequiredService<DatabaseOptions>(),
            mayMigrate: false,
            CancellationToken.None
        );
        var site = SiteUrl.Required(app.Configuration);
        await using var scope = app.Services.CreateAsyncScope();
        var now = scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant();
        try
        {
            var issued = await scope
                .ServiceProvider.GetRequiredService<AccountService>()
                .InviteAsync(
                    new NewAccount
                    {
                        Email = email,
                        DisplayName = email[..email.IndexOf('@', StringComparison.Ordinal)],
                        Kind = PersonKind.Administrator,
                    },
                    ChangeContext.Program("Command line", now),
                    CancellationToken.None
                );
            Console.WriteLine($"Open this link once, before {issued.ExpiresAt.InUtc():uuuu-MM-dd HH:mm} UTC:");
            Console.WriteLine(new Uri(site, $"invitation/{issued.Token}"));
            return 0;
        }
        catch (RefusedException e) when (e.Code == "AccountExists")
        {
            throw new CommandRefusedException(
                $"{email} has an account already. An account that forgot its password asks for a new one on the sign-in page."
            );
        }
    }
}

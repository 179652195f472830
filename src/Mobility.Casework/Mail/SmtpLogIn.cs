using System.Text;

namespace Mobility.Casework.Mail;

/// <summary>Gives an access token for XOAUTH2 that is good for the next minute at least.</summary>
public delegate Task<string> SmtpAccessToken(CancellationToken cancellation);

/// <summary>Logs in by the best way that both sides know: XOAUTH2 with a token, else PLAIN, else LOGIN.</summary>
internal sealed class SmtpLogIn(SmtpOptions options, SmtpConnection connection, SmtpAccessToken? accessToken)
{
    public async Task LogInAsync(SmtpOffers offers, CancellationToken cancellation)
    {
        if (!connection.IsEncrypted && !(options.AllowUnencryptedLogin && connection.IsOnThisMachine))
        {
            throw Failed($"Nobody logs in to {connection.Server} over an unencrypted connection.");
        }

        var user = options.UserName!;
        var secret = options.Password ?? "";
        MailServerAnswer answer;
        if (accessToken is not null)
        {
            RequireOffer(offers, "XOAUTH2");
            secret = await accessToken(cancellation);
            answer = await SayAsync($"AUTH XOAUTH2 {Base64($"user={user}\u0001auth=Bearer {secret}\u0001\u0001")}", cancellation);
            if (answer.Code == 334)
            {
                // The server explains what was wrong with the token, and wants an empty line before it refuses.
                answer = await SayAsync("", cancellation);
            }
        }
        else if (offers.LogIns.Contains("PLAIN"))
        {
            answer = await SayAsync($"AUTH PLAIN {Base64($"\0{user}\0{secret}")}", cancellation);
        }
        else
        {
            RequireOffer(offers, "LOGIN");
            answer = await SayAsync("AUTH LOGIN", cancellation);
            answer = answer.Code == 334 ? await SayAsync(Base64(user), cancellation) : answer;
            answer = answer.Code == 334 ? await SayAsync(Base64(secret), cancellation) : answer;
        }

        if (answer.Code is < 200 or >= 300)
        {
            var safe = Without(answer, [Base64($"\0{user}\0{secret}"), Base64(secret), secret]);
            throw Failed($"{connection.Server} refused the log-in: {safe}", safe);
        }
    }

    private Task<MailServerAnswer> SayAsync(string line, CancellationToken cancellation) =>
        connection.CommandAsync(MailStage.LogIn, line, cancellation);

    private void RequireOffer(SmtpOffers offers, string mechanism)
    {
        if (!offers.LogIns.Contains(mechanism))
        {
            var offered =
                offers.LogIns.Count == 0 ? "no log-in at all" : string.Join(", ", offers.LogIns.Order(StringComparer.Ordinal));
            var wanted = mechanism == "XOAUTH2" ? "XOAUTH2" : "PLAIN or LOGIN";
            throw Failed($"{connection.Server} offers {offered}; {wanted} is needed.");
        }
    }

    // A server that repeats what it was told must not bring the secret onto a page or into a row.
    private static MailServerAnswer Without(MailServerAnswer answer, IEnumerable<string> secrets)
    {
        var lines = answer.Lines;
        foreach (var secret in secrets.Where(secret => secret.Length > 0))
        {
            lines = [.. lines.Select(line => line.Replace(secret, "•••", StringComparison.Ordinal))];
        }

        return answer with
        {
            Lines = lines,
        };
    }

    private static MailDelayedException Failed(string message, MailServerAnswer? answer = null) =>
        new(MailStage.LogIn, message, answer);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

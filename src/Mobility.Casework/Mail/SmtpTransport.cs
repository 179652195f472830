using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Mobility.Casework.Mail;

/// <summary>
/// Hands mails to a mail server (RFC 5321), one connection each. A mail goes to all its receivers or to none: with one of them
/// refused nothing is sent.
/// </summary>
public sealed class SmtpTransport : IMailTransport
{
    private readonly SmtpOptions options;
    private readonly SmtpAccessToken? accessToken;
    private readonly ILogger<SmtpTransport> logger;

    /// <summary>With an access token the log-in uses XOAUTH2; without one it uses user name and password, when there are any.</summary>
    public SmtpTransport(SmtpOptions options, ILogger<SmtpTransport> logger, SmtpAccessToken? accessToken = null)
    {
        this.options = options;
        this.logger = logger;
        this.accessToken = accessToken;
    }

    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        var message = MimeWriter.Write(mail);
        await using var connection = new SmtpConnection(options);
        var offers = await OpenAsync(connection, cancellation);
        await HandOverAsync(connection, offers, mail, message, cancellation);
        await SayGoodbyeAsync(connection, cancellation);
    }

    private async Task<SmtpOffers> OpenAsync(SmtpConnection connection, CancellationToken cancellation)
    {
        await connection.ConnectAsync(cancellation);
        if (options.Security == SmtpSecurity.ImplicitTls)
        {
            await connection.EncryptAsync(cancellation);
        }

        var greeting = await connection.ReadAnswerAsync(MailStage.Connect, cancellation);
        RequireForConnection(connection, MailStage.Connect, greeting, "does not take mail");
        var offers = await HelloAsync(connection, cancellation);
        if (options.Security == SmtpSecurity.StartTls)
        {
            if (!offers.StartTls)
            {
                throw new MailDelayedException(
                    MailStage.Encryption,
                    $"{connection.Server} does not offer STARTTLS, and mail is to be sent encrypted only."
                );
            }

            var go = await connection.CommandAsync(MailStage.Encryption, "STARTTLS", cancellation);
            RequireForConnection(connection, MailStage.Encryption, go, "refused to encrypt the connection");
            await connection.EncryptAsync(cancellation);
            // What was offered in the clear may come from somebody in between: ask again.
            offers = await HelloAsync(connection, cancellation);
        }

        if (!string.IsNullOrEmpty(options.UserName))
        {
            await new SmtpLogIn(options, connection, accessToken).LogInAsync(offers, cancellation);
        }

        return offers;
    }

    private async Task<SmtpOffers> HelloAsync(SmtpConnection connection, CancellationToken cancellation)
    {
        var answer = await connection.CommandAsync(
            MailStage.Hello,
            $"EHLO {(string.IsNullOrEmpty(options.HelloName) ? connection.OwnAddress : options.HelloName)}",
            cancellation
        );
        RequireForConnection(connection, MailStage.Hello, answer, "did not accept our greeting");
        return SmtpOffers.From(answer);
    }

    private static async Task HandOverAsync(
        SmtpConnection connection,
        SmtpOffers offers,
        OutgoingMail mail,
        byte[] message,
        CancellationToken cancellation
    )
    {
        var sender = $"MAIL FROM:<{mail.From.Address}>";
        if (mail.NeedsSmtpUtf8)
        {
            if (!offers.SmtpUtf8)
            {
                throw new MailRefusedException(
                    MailStage.Sender,
                    $"An address of this mail has letters beyond ASCII before its @, which {connection.Server} cannot carry (it does not offer SMTPUTF8)."
                );
            }

            sender += offers.EightBitMime ? " SMTPUTF8 BODY=8BITMIME" : " SMTPUTF8";
        }

        if (offers.LargestMail is { } largest && message.Length > largest)
        {
            throw new MailRefusedException(
                MailStage.Sender,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The mail is {message.Length} bytes long, and {connection.Server} takes no more than {largest}."
                )
            );
        }

        if (offers.Size)
        {
            sender += string.Create(CultureInfo.InvariantCulture, $" SIZE={message.Length}");
        }

        Require(
            connection,
            MailStage.Sender,
            await connection.CommandAsync(MailStage.Sender, sender, cancellation),
            "refused the sender"
        );
        await ReceiversAsync(connection, mail, cancellation);

        var go = await connection.CommandAsync(MailStage.Content, "DATA", cancellation);
        if (go.Code != 354)
        {
            throw NotTaken(connection, MailStage.Content, go, "refused the mail");
        }

        await connection.WriteAsync(MailStage.Content, WithDotsDoubled(message), cancellation);
        var taken = await connection.CommandAsync(MailStage.Content, ".", cancellation);
        Require(connection, MailStage.Content, taken, "refused the mail");
    }

    private static async Task ReceiversAsync(SmtpConnection connection, OutgoingMail mail, CancellationToken cancellation)
    {
        MailNotSentException? notTaken = null;
        foreach (var receiver in mail.To.DistinctBy(mailbox => mailbox.Address, StringComparer.Ordinal))
        {
            var answer = await connection.CommandAsync(MailStage.Receiver, $"RCPT TO:<{receiver.Address}>", cancellation);
            // A receiver refused for good decides, also over one who is only delayed: waiting would not help.
            if (!answer.Accepts && (notTaken is null || (notTaken is MailDelayedException && answer.IsForGood)))
            {
                notTaken = NotTaken(connection, MailStage.Receiver, answer, "refused a receiver");
            }
        }

        if (notTaken is not null)
        {
            throw notTaken;
        }
    }

    /// <summary>The mail has been taken by now, so nothing that happens here may look as if it had not.</summary>
    private async Task SayGoodbyeAsync(SmtpConnection connection, CancellationToken cancellation)
    {
        try
        {
            await connection.CommandAsync(MailStage.Content, "QUIT", cancellation);
        }
        catch (Exception e) when (e is MailDelayedException or OperationCanceledException)
        {
            logger.LogDebug("The mail server took the mail and did not answer to QUIT ({Kind}).", e.GetType().Name);
        }
    }

    // Answers about the connection say nothing about the mail: whatever the code, it may go later.
    private static void RequireForConnection(SmtpConnection connection, MailStage stage, MailServerAnswer answer, string problem)
    {
        if (!answer.Accepts)
        {
            throw new MailDelayedException(stage, $"{connection.Server} {problem}: {answer}", answer);
        }
    }

    private static void Require(SmtpConnection connection, MailStage stage, MailServerAnswer answer, string problem)
    {
        if (!answer.Accepts)
        {
            throw NotTaken(connection, stage, answer, problem);
        }
    }

    private static MailNotSentException NotTaken(
        SmtpConnection connection,
        MailStage stage,
        MailServerAnswer answer,
        string problem
    )
    {
        var sentence = $"{connection.Server} {problem}: {answer}";
        // 530 asks for a log-in or encryption: a matter of settings, met by every mail.
        return answer.IsForGood && answer.Code != 530
            ? new MailRefusedException(stage, sentence, answer)
            : new MailDelayedException(stage, sentence, answer);
    }

    /// <summary>A line that begins with a dot gets a second one, since a dot alone ends the mail. The message ends with a line end.</summary>
    internal static byte[] WithDotsDoubled(ReadOnlySpan<byte> message)
    {
        var doubled = new List<byte>(message.Length + 16);
        var lineStarts = true;
        foreach (var b in message)
        {
            if (lineStarts && b == '.')
            {
                doubled.Add(b);
            }

            doubled.Add(b);
            lineStarts = b == '\n';
        }

        return [.. doubled];
    }
}

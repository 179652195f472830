using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Mobility.Casework.Mail;

namespace Mobility.Testing.Mail;

/// <summary>One client's conversation with the sink.</summary>
internal sealed class SmtpSinkConversation(SmtpSink sink, TcpClient client) : IAsyncDisposable
{
    private const int LongestLine = 998;

    private readonly byte[] buffer = new byte[8192];
    private readonly List<string> receivers = [];
    private Stream stream = client.GetStream();
    private int start;
    private int end;
    private bool open = true;
    private string? user;
    private string? sender;

    private bool Encrypted => stream is SslStream;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (sink.Settings.Security == SmtpSecurity.ImplicitTls)
        {
            await EncryptAsync(cancellation);
        }

        await AnswerAsync(SinkStage.Greeting, "220 sink.test ESMTP", cancellation);
        while (open && await ReadLineAsync(cancellation) is { } bytes)
        {
            var line = Encoding.UTF8.GetString(bytes);
            sink.Note(new SinkCommand(line, Encrypted));
            await ObeyAsync(line, cancellation);
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private Task ObeyAsync(string line, CancellationToken cancellation)
    {
        var verb = line.Split(' ')[0].ToUpperInvariant();
        return verb switch
        {
            "EHLO" or "HELO" => HelloAsync(cancellation),
            "STARTTLS" => StartTlsAsync(cancellation),
            "AUTH" => LogInAsync(line.Split(' '), cancellation),
            "MAIL" => SenderAsync(line, cancellation),
            "RCPT" => ReceiverAsync(line, cancellation),
            "DATA" => DataAsync(cancellation),
            "RSET" => ResetAsync(cancellation),
            "QUIT" => QuitAsync(cancellation),
            _ => SayAsync("500 5.5.2 What is that?", cancellation),
        };
    }

    private async Task HelloAsync(CancellationToken cancellation)
    {
        var offers = new List<string>(sink.Settings.Offers);
        if (sink.Settings.Security == SmtpSecurity.StartTls && !Encrypted)
        {
            offers.Add("STARTTLS");
        }

        if (sink.Settings.UserName is not null && (Encrypted || sink.Settings.Security == SmtpSecurity.None))
        {
            offers.Add("AUTH " + string.Join(' ', sink.Settings.LogIns));
        }

        string[] lines = ["sink.test", .. offers];
        var answer = string.Join("\r\n", lines.Select((line, i) => (i < lines.Length - 1 ? "250-" : "250 ") + line));
        await AnswerAsync(SinkStage.Hello, answer, cancellation);
    }

    private async Task StartTlsAsync(CancellationToken cancellation)
    {
        if (Encrypted || sink.Settings.Security != SmtpSecurity.StartTls)
        {
            await SayAsync("502 5.5.1 Not now", cancellation);
        }
        else if (await AnswerAsync(SinkStage.StartTls, "220 2.0.0 Go ahead", cancellation))
        {
            await EncryptAsync(cancellation);
        }
    }

    private async Task LogInAsync(string[] words, CancellationToken cancellation)
    {
        var method = words.ElementAtOrDefault(1)?.ToUpperInvariant();
        if (method is null || !sink.Settings.LogIns.Contains(method))
        {
            await SayAsync("504 5.5.4 No such log-in", cancellation);
            return;
        }

        var good = false;
        if (method == "LOGIN")
        {
            var name = await AskAsync("VXNlcm5hbWU6", cancellation);
            var password = await AskAsync("UGFzc3dvcmQ6", cancellation);
            good = name == sink.Settings.UserName && password == sink.Settings.Password;
        }
        else
        {
            var given = words.Length > 2 ? FromBase64(words[2]) : await AskAsync("", cancellation);
            var wanted =
                method == "PLAIN"
                    ? $"\0{sink.Settings.UserName}\0{sink.Settings.Password}"
                    : $"user={sink.Settings.UserName}\u0001auth=Bearer {sink.Settings.AccessToken}\u0001\u0001";
            good = given == wanted;
            if (!good && method == "XOAUTH2")
            {
                await AskAsync(Convert.ToBase64String("{\"status\":\"401\"}"u8), cancellation);
            }
        }

        if (!good)
        {
            await SayAsync("535 5.7.8 Authentication credentials invalid", cancellation);
        }
        else if (await AnswerAsync(SinkStage.LogIn, "235 2.7.0 Welcome", cancellation))
        {
            user = sink.Settings.UserName;
        }
    }

    private async Task SenderAsync(string line, CancellationToken cancellation)
    {
        if (sink.Settings.Security != SmtpSecurity.None && !Encrypted)
        {
            await SayAsync("530 5.7.0 Must issue a STARTTLS command first", cancellation);
        }
        else if (sink.Settings.UserName is not null && user is null)
        {
            await SayAsync("530 5.7.0 Authentication required", cancellation);
        }
        else if (await AnswerAsync(SinkStage.Sender, "250 2.1.0 Fine", cancellation))
        {
            sender = Between(line);
            receivers.Clear();
        }
    }

    private async Task ReceiverAsync(string line, CancellationToken cancellation)
    {
        if (sender is null)
        {
            await SayAsync("503 5.5.1 Who sends it?", cancellation);
        }
        else if (await AnswerAsync(SinkStage.Receiver, "250 2.1.5 Fine", cancellation))
        {
            receivers.Add(Between(line));
        }
    }

    private async Task DataAsync(CancellationToken cancellation)
    {
        if (receivers.Count == 0)
        {
            await SayAsync("503 5.5.1 Who gets it?", cancellation);
        }
        else if (await AnswerAsync(SinkStage.Data, "354 Go on", cancellation))
        {
            await MessageAsync(cancellation);
        }
    }

    private async Task MessageAsync(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        string? fault = null;
        for (var first = true; ; first = false)
        {
            var line =
                await ReadLineAsync(cancellation) ?? throw new IOException("The client hung up in the middle of a message.");
            if (first && await ReactAsync(SinkStage.InMessage, cancellation) is not null)
            {
                return;
            }

            if (line is [(byte)'.'])
            {
                break;
            }

            var text = line.AsMemory(line is [(byte)'.', ..] ? 1 : 0);
            fault ??= text.Length > LongestLine ? "500 5.5.2 Line too long" : null;
            fault ??= text.Span.IndexOfAny((byte)'\n', (byte)'\r') >= 0 ? "554 5.6.0 Bare line feed or carriage return" : null;
            await message.WriteAsync(text, cancellation);
            await message.WriteAsync("\r\n"u8.ToArray(), cancellation);
        }

        if (fault is not null)
        {
            await SayAsync(fault, cancellation);
            return;
        }

        var mail = ReceivedMail.Read(message.ToArray(), sender!, [.. receivers], user, Encrypted);
        sender = null;
        receivers.Clear();
        if (await ReactAsync(SinkStage.Message, cancellation) is { } otherwise)
        {
            if (otherwise.StartsWith('2'))
            {
                sink.Take(mail);
            }

            return;
        }

        // Kept before it is confirmed: whoever has the confirmation finds the mail.
        sink.Take(mail);
        await AnswerAsync(SinkStage.Confirmation, "250 2.0.0 Taken", cancellation);
    }

    private async Task ResetAsync(CancellationToken cancellation)
    {
        sender = null;
        receivers.Clear();
        await SayAsync("250 2.0.0 Forgotten", cancellation);
    }

    private async Task QuitAsync(CancellationToken cancellation)
    {
        await AnswerAsync(SinkStage.Quit, "221 2.0.0 Bye", cancellation);
        open = false;
    }

    /// <summary>True when the sink's own answer was given, not one it was told to give.</summary>
    private async Task<bool> AnswerAsync(SinkStage stage, string answer, CancellationToken cancellation)
    {
        if (await ReactAsync(stage, cancellation) is { } otherwise)
        {
            return open && otherwise[0] == answer[0];
        }

        await SayAsync(answer, cancellation);
        return true;
    }

    /// <summary>What was said in place of the sink's own answer, or null when that is still to be given.</summary>
    private async Task<string?> ReactAsync(SinkStage stage, CancellationToken cancellation)
    {
        switch (sink.ReactionAt(stage))
        {
            case SinkReaction.Answer answer:
                await SayAsync(answer.Text, cancellation);
                return answer.Text;
            case SinkReaction.Drop:
                open = false;
                client.Client.Close(timeout: 0);
                return "dropped";
            case SinkReaction.Hold hold:
                await hold.Waiting.WaitAsync(cancellation);
                return null;
            default:
                return null;
        }
    }

    private async Task<string> AskAsync(string challenge, CancellationToken cancellation)
    {
        await SayAsync("334 " + challenge, cancellation);
        var line = Encoding.UTF8.GetString(
            await ReadLineAsync(cancellation) ?? throw new IOException("The client hung up during the log-in.")
        );
        sink.Note(new SinkCommand(line, Encrypted));
        return FromBase64(line);
    }

    private async Task SayAsync(string answer, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), cancellation);
        await stream.FlushAsync(cancellation);
    }

    private async Task EncryptAsync(CancellationToken cancellation)
    {
        start = end = 0;
        var tls = new SslStream(stream);
        stream = tls;
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = sink.Certificate },
            cancellation
        );
    }

    /// <summary>A line without its CRLF, or null when the client has gone. A line ends with CRLF and nothing else.</summary>
    private async Task<byte[]?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new List<byte>();
        while (true)
        {
            while (start < end)
            {
                var b = buffer[start++];
                if (b == '\n' && line.Count > 0 && line[^1] == '\r')
                {
                    line.RemoveAt(line.Count - 1);
                    return [.. line];
                }

                line.Add(b);
            }

            start = 0;
            end = await stream.ReadAsync(buffer, cancellation);
            if (end == 0)
            {
                return null;
            }
        }
    }

    private static string Between(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.LastIndexOf('>')];

    private static string FromBase64(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}

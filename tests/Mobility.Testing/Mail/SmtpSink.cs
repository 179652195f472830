using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mobility.Casework.Mail;

namespace Mobility.Testing.Mail;

/// <summary>How the sink behaves as a mail server.</summary>
public sealed record SmtpSinkSettings
{
    public SmtpSecurity Security { get; init; } = SmtpSecurity.None;

    /// <summary>With a user name nobody sends mail without logging in.</summary>
    public string? UserName { get; init; }

    public string Password { get; init; } = "";

    /// <summary>What XOAUTH2 accepts.</summary>
    public string AccessToken { get; init; } = "";

    public ImmutableArray<string> LogIns { get; init; } = ["PLAIN", "LOGIN"];

    public ImmutableArray<string> Offers { get; init; } = ["8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE 10485760"];
}

/// <summary>A point in a conversation at which the sink can be told to do something else than take the mail.</summary>
public enum SinkStage
{
    Greeting,
    Hello,
    StartTls,
    LogIn,
    Sender,
    Receiver,
    Data,

    /// <summary>The first line of the message has come; only Drop and Hold make sense here.</summary>
    InMessage,

    /// <summary>The message has come whole.</summary>
    Message,

    /// <summary>The message is kept, and the client is about to be told; only Drop and Hold make sense here.</summary>
    Confirmation,
    Quit,
}

/// <summary>A command as the sink received it, and whether it came encrypted.</summary>
public sealed record SinkCommand(string Line, bool Encrypted);

/// <summary>
/// A real SMTP server in this process, on a free loopback port, which keeps every mail it takes and can be told to fail.
/// It is strict: a bare line feed or a line of more than 998 bytes is refused.
/// </summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly X509Certificate2 certificate = MakeCertificate();
    private readonly Lock gate = new();
    private readonly List<Task> conversations = [];
    private readonly Dictionary<SinkStage, SinkReaction> reactions = [];
    private readonly List<(Func<ReceivedMail, bool> Predicate, TaskCompletionSource<ReceivedMail> Found)> waiting = [];
    private ImmutableList<ReceivedMail> mails = [];
    private ImmutableList<SinkCommand> commands = [];
    private ImmutableList<Exception> faults = [];
    private Task accepting = Task.CompletedTask;

    private SmtpSink(SmtpSinkSettings settings) => Settings = settings;

    public SmtpSinkSettings Settings { get; }

    public string Host => "localhost";

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>SHA-256 of the certificate the sink shows, as <c>Mail:Smtp:CertificateSha256</c> wants it.</summary>
    public string CertificateSha256 => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public string CertificatePem => certificate.ExportCertificatePem();

    /// <summary>Every mail taken, oldest first.</summary>
    public IReadOnlyList<ReceivedMail> Mails => mails;

    /// <summary>Every command received; answers to a log-in challenge count as commands, message lines don't.</summary>
    public IReadOnlyList<SinkCommand> Commands => commands;

    /// <summary>Conversations that ended badly: a client that hung up, or did not like the certificate.</summary>
    public IReadOnlyList<Exception> Faults => faults;

    public static SmtpSink Start(SmtpSinkSettings? settings = null)
    {
        var sink = new SmtpSink(settings ?? new SmtpSinkSettings());
        sink.listener.Start();
        sink.accepting = sink.AcceptAsync();
        return sink;
    }

    /// <summary>The options with which a <see cref="SmtpTransport"/> reaches this sink.</summary>
    public SmtpOptions OptionsToReachIt() =>
        new()
        {
            Host = Host,
            Port = Port,
            Security = Settings.Security,
            UserName = Settings.UserName,
            Password = Settings.Password,
            AllowUnencryptedLogin = true,
            CertificateSha256 = CertificateSha256,
        };

    /// <summary>At this stage the sink gives this answer in place of its own, as often as said.</summary>
    public void Answer(SinkStage stage, string answer, int times = int.MaxValue) =>
        React(stage, new SinkReaction.Answer(answer, times));

    /// <summary>At this stage the sink hangs up.</summary>
    public void Drop(SinkStage stage) => React(stage, new SinkReaction.Drop());

    /// <summary>At this stage the sink says nothing until it is released.</summary>
    public SinkHold Hold(SinkStage stage)
    {
        var hold = new SinkHold();
        React(stage, new SinkReaction.Hold(hold));
        return hold;
    }

    /// <summary>Forgets Answer, Drop and Hold.</summary>
    public void Behave()
    {
        lock (gate)
        {
            reactions.Clear();
        }
    }

    /// <summary>Forgets the mails and commands received.</summary>
    public void Clear()
    {
        lock (gate)
        {
            mails = [];
            commands = [];
        }
    }

    /// <summary>The first mail that fits, whether it has already come or comes within the time.</summary>
    public async Task<ReceivedMail> WaitForMailAsync(Func<ReceivedMail, bool> predicate, TimeSpan timeout)
    {
        var found = new TaskCompletionSource<ReceivedMail>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (mails.FirstOrDefault(predicate) is { } already)
            {
                return already;
            }

            waiting.Add((predicate, found));
        }

        try
        {
            return await found.Task.WaitAsync(timeout);
        }
        catch (TimeoutException e)
        {
            var subjects =
                mails.Count == 0 ? "none came" : "these came: " + string.Join("; ", mails.Select(mail => mail.Subject));
            throw new TimeoutException($"The mail waited for did not come; {subjects}.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(conversations);
        listener.Dispose();
        certificate.Dispose();
        stopping.Dispose();
    }

    internal X509Certificate2 Certificate => certificate;

    internal void Note(SinkCommand command)
    {
        lock (gate)
        {
            commands = commands.Add(command);
        }
    }

    internal void Take(ReceivedMail mail)
    {
        lock (gate)
        {
            mails = mails.Add(mail);
            foreach (var (_, found) in waiting.Where(waiter => waiter.Predicate(mail)))
            {
                found.TrySetResult(mail);
            }
        }
    }

    internal SinkReaction? ReactionAt(SinkStage stage)
    {
        lock (gate)
        {
            if (!reactions.TryGetValue(stage, out var reaction))
            {
                return null;
            }

            if (reaction is SinkReaction.Answer { Times: var times } answer)
            {
                if (times == 1)
                {
                    reactions.Remove(stage);
                }
                else
                {
                    reactions[stage] = answer with { Times = times - 1 };
                }
            }

            return reaction;
        }
    }

    private void React(SinkStage stage, SinkReaction reaction)
    {
        lock (gate)
        {
            reactions[stage] = reaction;
        }
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(stopping.Token);
            }
            catch (Exception e)
                when (stopping.IsCancellationRequested
                    && e is OperationCanceledException or SocketException or ObjectDisposedException
                )
            {
                return;
            }

            conversations.Add(ConverseAsync(client));
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        // A conversation must not hold up the next one, whatever its client does first.
        await Task.Yield();
        using (client)
        {
            try
            {
                await using var conversation = new SmtpSinkConversation(this, client);
                await conversation.RunAsync(stopping.Token);
            }
            catch (Exception e)
                when (e is IOException or SocketException or AuthenticationException or OperationCanceledException)
            {
                lock (gate)
                {
                    faults = faults.Add(e);
                }
            }
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch,
            new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );
        // Windows cannot serve TLS with a key that was never in a file.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

internal abstract record SinkReaction
{
    public sealed record Answer(string Text, int Times) : SinkReaction;

    public sealed record Drop : SinkReaction;

    public sealed record Hold(SinkHold Waiting) : SinkReaction;
}

/// <summary>A conversation that the sink keeps waiting.</summary>
public sealed class SinkHold
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a client has come to the stage and is now waiting.</summary>
    public Task Reached => reached.Task;

    public void Release() => released.TrySetResult();

    internal async Task WaitAsync(CancellationToken cancellation)
    {
        reached.TrySetResult();
        await released.Task.WaitAsync(cancellation);
    }
}

using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mobility.Casework.Mail;

/// <summary>
/// Commands out, answers in, TLS under both. Whatever goes wrong on the wire leaves here as a <see cref="MailDelayedException"/>;
/// the caller's cancellation leaves as itself.
/// </summary>
internal sealed class SmtpConnection(SmtpOptions options) : IAsyncDisposable
{
    private const int LongestLine = 4096;
    private const int MostLines = 200;

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[LongestLine];
    private Stream stream = Stream.Null;
    private int start;
    private int end;

    public string Server { get; } = $"{options.Host}:{options.PortOrDefault}";

    public bool IsEncrypted => stream is SslStream;

    public bool IsOnThisMachine => IPAddress.IsLoopback(Plain(socket.RemoteEndPoint));

    /// <summary>This machine's address as an address literal (RFC 5321, 4.1.3).</summary>
    public string OwnAddress
    {
        get
        {
            var address = Plain(socket.LocalEndPoint);
            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? $"[IPv6:{new IPAddress(address.GetAddressBytes())}]"
                : $"[{address}]";
        }
    }

    public async Task ConnectAsync(CancellationToken cancellation)
    {
        await WithinAsync(
            MailStage.Connect,
            options.ConnectTimeout,
            $"{Server} could not be reached",
            async token =>
            {
                await socket.ConnectAsync(new DnsEndPoint(options.Host, options.PortOrDefault), token);
                return true;
            },
            cancellation
        );
        stream = new NetworkStream(socket, ownsSocket: false);
    }

    public async Task EncryptAsync(CancellationToken cancellation)
    {
        // Whatever was sent in the clear behind the server's consent may come from somebody in between: forget it.
        start = end = 0;
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await WithinAsync(
                MailStage.Encryption,
                options.AnswerTimeout,
                $"no encrypted connection to {Server} could be made",
                async token =>
                {
                    await tls.AuthenticateAsClientAsync(TlsOptions(), token);
                    return true;
                },
                cancellation
            );
            stream = tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    public async Task<MailServerAnswer> CommandAsync(MailStage stage, string command, CancellationToken cancellation)
    {
        await WriteAsync(stage, Encoding.UTF8.GetBytes(command + "\r\n"), cancellation);
        return await ReadAnswerAsync(stage, cancellation);
    }

    public Task WriteAsync(MailStage stage, ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        WithinAsync(
            stage,
            options.AnswerTimeout,
            $"the connection to {Server} was lost",
            async token =>
            {
                await stream.WriteAsync(bytes, token);
                await stream.FlushAsync(token);
                return true;
            },
            cancellation
        );

    public Task<MailServerAnswer> ReadAnswerAsync(MailStage stage, CancellationToken cancellation) =>
        WithinAsync(
            stage,
            options.AnswerTimeout,
            $"the connection to {Server} was lost",
            token => ReadAnswerLinesAsync(stage, token),
            cancellation
        );

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        socket.Dispose();
    }

    private async Task<MailServerAnswer> ReadAnswerLinesAsync(MailStage stage, CancellationToken cancellation)
    {
        var texts = new List<string>();
        var code = 0;
        while (texts.Count < MostLines)
        {
            var line = await ReadLineAsync(stage, cancellation);
            var wellFormed =
                line.Length >= 3
                && int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var lineCode)
                && lineCode is >= 200 and < 600
                && (line.Length == 3 || line[3] is ' ' or '-')
                && (texts.Count == 0 || lineCode == code);
            if (!wellFormed)
            {
                throw new MailDelayedException(stage, $"{Server} answered with something that is not SMTP.");
            }

            code = int.Parse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            texts.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return MailServerAnswer.From(code, texts);
            }
        }

        throw new MailDelayedException(stage, $"{Server} answered with more than {MostLines} lines.");
    }

    private async Task<string> ReadLineAsync(MailStage stage, CancellationToken cancellation)
    {
        while (true)
        {
            var lineEnd = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (lineEnd >= 0)
            {
                var line = Encoding.UTF8.GetString(buffer, start, lineEnd).TrimEnd('\r');
                start += lineEnd + 1;
                return line;
            }

            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                end -= start;
                start = 0;
            }

            if (end == buffer.Length)
            {
                throw new MailDelayedException(stage, $"{Server} answered with a line of more than {LongestLine} bytes.");
            }

            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellation);
            if (read == 0)
            {
                throw new MailDelayedException(stage, $"{Server} closed the connection.");
            }

            end += read;
        }
    }

    private async Task<T> WithinAsync<T>(
        MailStage stage,
        TimeSpan limit,
        string problem,
        Func<CancellationToken, Task<T>> act,
        CancellationToken cancellation
    )
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        try
        {
            return await act(timer.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            var seconds = limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            throw new MailDelayedException(stage, $"{Server} gave no answer within {seconds} seconds.", null, e);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or CryptographicException)
        {
            // A cancelled read can surface as a broken stream.
            cancellation.ThrowIfCancellationRequested();
            throw new MailDelayedException(stage, $"{char.ToUpperInvariant(problem[0])}{problem[1..]}: {e.Message}", null, e);
        }
    }

    private static IPAddress Plain(EndPoint? endPoint)
    {
        var address = ((IPEndPoint)endPoint!).Address;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private SslClientAuthenticationOptions TlsOptions()
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (options.CertificateSha256 is { Length: > 0 } expected)
        {
            tls.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is not null
                && Convert
                    .ToHexString(SHA256.HashData(certificate.GetRawCertData()))
                    .Equals(WithoutSeparators(expected), StringComparison.OrdinalIgnoreCase);
        }

        if (options.CertificateAuthorityFile is { Length: > 0 } file)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(file);
            tls.CertificateChainPolicy = policy;
        }

        return tls;
    }

    internal static string WithoutSeparators(string thumbprint) =>
        thumbprint.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
}

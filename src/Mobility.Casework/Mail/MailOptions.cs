using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Mobility.Casework.Mail;

public enum MailTransportKind
{
    /// <summary>Mails become .eml files in a folder.</summary>
    Folder,

    /// <summary>Mails go to a mail server.</summary>
    Smtp,
}

/// <summary>The section <c>Mail</c> of the configuration.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    public MailTransportKind Transport { get; set; } = MailTransportKind.Folder;

    /// <summary>Where the .eml files go; a relative path starts at the folder the caller of AddMail named.</summary>
    public string Folder { get; set; } = "data/mail";

    /// <summary>The sender of every mail.</summary>
    public string From { get; set; } = "mobility@localhost";

    public string FromName { get; set; } = "Mobility";

    /// <summary>Where answers go, when that is not the sender.</summary>
    public string? ReplyTo { get; set; }

    /// <summary>
    /// What stands behind the @ of every Message-ID; without it the host of <c>Site:Url</c>. A mail tried again after this
    /// was changed looks like another mail to its receiver.
    /// </summary>
    public string? MessageIdHost { get; set; }

    public SmtpOptions Smtp { get; set; } = new();
}

/// <summary>Finds every mistake in the mail settings at start, each a sentence that names its setting.</summary>
internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(MailOptions options)
    {
        if (Mailbox.ProblemWith(options.From) is { } from)
        {
            yield return $"Mail:From: {from}";
        }

        if (!string.IsNullOrWhiteSpace(options.ReplyTo) && Mailbox.ProblemWith(options.ReplyTo) is { } replyTo)
        {
            yield return $"Mail:ReplyTo: {replyTo}";
        }

        if (!string.IsNullOrEmpty(options.MessageIdHost) && Mailbox.ProblemWith($"id@{options.MessageIdHost}") is not null)
        {
            yield return "Mail:MessageIdHost must be a host name.";
        }

        if (options.Transport == MailTransportKind.Folder)
        {
            if (string.IsNullOrWhiteSpace(options.Folder))
            {
                yield return "Mail:Folder must name a folder when Mail:Transport is Folder.";
            }
        }
        else if (options.Transport == MailTransportKind.Smtp)
        {
            foreach (
                var problem in ServerProblems(options.Smtp)
                    .Concat(LogInProblems(options.Smtp))
                    .Concat(CertificateProblems(options.Smtp))
            )
            {
                yield return problem;
            }
        }
        else
        {
            yield return "Mail:Transport must be Folder or Smtp.";
        }
    }

    private static IEnumerable<string> ServerProblems(SmtpOptions smtp)
    {
        if (Uri.CheckHostName(smtp.Host) == UriHostNameType.Unknown)
        {
            yield return "Mail:Smtp:Host must be the mail server's name or address when Mail:Transport is Smtp.";
        }

        if (smtp.PortOrDefault is < 1 or > 65535)
        {
            yield return "Mail:Smtp:Port must be between 1 and 65535.";
        }

        if (!Enum.IsDefined(smtp.Security))
        {
            yield return "Mail:Smtp:Security must be StartTls, ImplicitTls or None.";
        }

        if (smtp.ConnectTimeout <= TimeSpan.Zero || smtp.ConnectTimeout > LongestTimeout)
        {
            yield return "Mail:Smtp:ConnectTimeout must be more than zero and at most ten minutes (00:10:00).";
        }

        if (smtp.AnswerTimeout <= TimeSpan.Zero || smtp.AnswerTimeout > LongestTimeout)
        {
            yield return "Mail:Smtp:AnswerTimeout must be more than zero and at most ten minutes (00:10:00).";
        }

        if (
            smtp.HelloName is not null
            && !smtp.HelloName.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '[' or ']' or ':')
        )
        {
            yield return "Mail:Smtp:HelloName must be a host name, or an address in square brackets.";
        }
    }

    private static IEnumerable<string> LogInProblems(SmtpOptions smtp)
    {
        if (string.IsNullOrEmpty(smtp.UserName))
        {
            if (!string.IsNullOrEmpty(smtp.Password) || smtp.OAuth is not null)
            {
                yield return "Mail:Smtp:UserName is needed with Mail:Smtp:Password or Mail:Smtp:OAuth.";
            }

            yield break;
        }

        if (smtp.UserName.Any(char.IsControl) || (smtp.Password ?? "").Any(char.IsControl))
        {
            yield return "Mail:Smtp:UserName and Mail:Smtp:Password must not hold control characters.";
        }

        if (string.IsNullOrEmpty(smtp.Password) == smtp.OAuth is null)
        {
            yield return "Mail:Smtp:UserName needs either Mail:Smtp:Password or Mail:Smtp:OAuth.";
        }

        if (smtp.Security == SmtpSecurity.None && !smtp.AllowUnencryptedLogin)
        {
            yield return "Mail:Smtp:Security is None, which would send the password in the clear. Use StartTls or ImplicitTls, or, for a server on this machine only, set Mail:Smtp:AllowUnencryptedLogin to true.";
        }

        if (smtp.OAuth is { } oauth)
        {
            if (
                !Uri.TryCreate(oauth.TokenUrl, UriKind.Absolute, out var url)
                || !(url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)
            )
            {
                yield return "Mail:Smtp:OAuth:TokenUrl must be an https address.";
            }

            if (string.IsNullOrEmpty(oauth.ClientId) || string.IsNullOrEmpty(oauth.ClientSecret))
            {
                yield return "Mail:Smtp:OAuth:ClientId and Mail:Smtp:OAuth:ClientSecret are needed with Mail:Smtp:OAuth.";
            }
        }
    }

    private static IEnumerable<string> CertificateProblems(SmtpOptions smtp)
    {
        if (smtp.CertificateSha256 is { Length: > 0 } thumbprint)
        {
            if (SmtpConnection.WithoutSeparators(thumbprint) is not { Length: 64 } hex || !hex.All(char.IsAsciiHexDigit))
            {
                yield return "Mail:Smtp:CertificateSha256 must be 64 hexadecimal digits.";
            }

            if (!string.IsNullOrEmpty(smtp.CertificateAuthorityFile))
            {
                yield return "Use Mail:Smtp:CertificateSha256 or Mail:Smtp:CertificateAuthorityFile, not both.";
            }
        }

        if (smtp.CertificateAuthorityFile is { Length: > 0 } file && ProblemWithAuthorities(file) is { } problem)
        {
            yield return $"Mail:Smtp:CertificateAuthorityFile {file} holds no certificates that can be read: {problem}";
        }
    }

    private static string? ProblemWithAuthorities(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count == 0 ? "there is no BEGIN CERTIFICATE in it." : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return e.Message;
        }
    }
}

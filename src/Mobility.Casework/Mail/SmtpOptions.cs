namespace Mobility.Casework.Mail;

public enum SmtpSecurity
{
    /// <summary>Plain text is upgraded to TLS before anything else is said; a server that cannot do it is not used.</summary>
    StartTls,

    /// <summary>TLS from the first byte, usually on port 465.</summary>
    ImplicitTls,

    /// <summary>No encryption: only for a server on the same machine or a trusted network.</summary>
    None,
}

/// <summary>The mail server, from the section <c>Mail:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    public string Host { get; set; } = "";

    /// <summary>Without one: 587 with StartTls, 465 with ImplicitTls, 25 with None.</summary>
    public int? Port { get; set; }

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Without one nobody logs in.</summary>
    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>Log-in with an access token (XOAUTH2) in place of a password.</summary>
    public SmtpOAuthOptions? OAuth { get; set; }

    /// <summary>Lets the password travel in the clear, and only to a server on this same machine.</summary>
    public bool AllowUnencryptedLogin { get; set; }

    /// <summary>SHA-256 of the one certificate the server must show, for a server whose certificate no authority has signed.</summary>
    public string? CertificateSha256 { get; set; }

    /// <summary>A PEM file with the authorities to trust in place of the system's.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>How this machine introduces itself; without it by its own address, which every server must take.</summary>
    public string? HelloName { get; set; }

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for each single answer. Servers that check content before they take it need minutes.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(2);

    public int PortOrDefault =>
        Port
        ?? Security switch
        {
            SmtpSecurity.ImplicitTls => 465,
            SmtpSecurity.None => 25,
            _ => 587,
        };
}

/// <summary>Where access tokens come from (OAuth 2 client credentials), from the section <c>Mail:Smtp:OAuth</c>.</summary>
public sealed class SmtpOAuthOptions
{
    public string TokenUrl { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    public string Scope { get; set; } = "";
}

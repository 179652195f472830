using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mobility.Casework.Mail;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Casework.Tests.Mail;

public class MailOptionsTests
{
    [Test]
    public void Without_settings_mail_goes_into_a_folder() =>
        Assert.That(Services([]).GetRequiredService<IMailTransport>(), Is.InstanceOf<PickupFolderTransport>());

    [Test]
    public void With_the_smallest_settings_mail_goes_to_a_server_by_starttls()
    {
        var services = Services(["Mail:Transport=Smtp", "Mail:Smtp:Host=mail.example.org", "Mail:From=mobility@example.org"]);

        Assert.That(services.GetRequiredService<IMailTransport>(), Is.InstanceOf<SmtpTransport>());
        var smtp = services.GetRequiredService<IOptions<MailOptions>>().Value.Smtp;
        Assert.That(smtp.Security, Is.EqualTo(SmtpSecurity.StartTls));
        Assert.That(smtp.PortOrDefault, Is.EqualTo(587));
    }

    [Test]
    public void Settings_left_empty_are_the_same_as_settings_left_out() =>
        Assert.That(
            () =>
                Services([
                        "Mail:Transport=Smtp",
                        "Mail:Smtp:Host=mail.example.org",
                        "Mail:Smtp:UserName=",
                        "Mail:Smtp:Password=",
                        "Mail:Smtp:HelloName=",
                        "Mail:Smtp:CertificateSha256=",
                        "Mail:Smtp:CertificateAuthorityFile=",
                        "Mail:ReplyTo=",
                    ])
                    .GetRequiredService<IMailTransport>(),
            Throws.Nothing
        );

    [TestCase("Mail:From=nobody", "Mail:From: The e-mail address needs a name, an @ and a domain, like name@example.org.")]
    [TestCase("Mail:ReplyTo=nobody", "Mail:ReplyTo: The e-mail address needs a name, an @ and a domain, like name@example.org.")]
    [TestCase("Mail:Folder=", "Mail:Folder must name a folder when Mail:Transport is Folder.")]
    [TestCase(
        "Mail:Transport=Pigeon",
        "Failed to convert configuration value 'Pigeon' at 'Mail:Transport' to type 'Mobility.Casework.Mail.MailTransportKind'."
    )]
    [TestCase("Mail:MessageIdHost=a_b", "Mail:MessageIdHost must be a host name.")]
    [TestCase("Mail:Transport=7", "Mail:Transport must be Folder or Smtp.")]
    [TestCase("Mail:Transport=Smtp", "Mail:Smtp:Host must be the mail server's name or address when Mail:Transport is Smtp.")]
    [TestCase("Smtp Mail:Smtp:Port=0", "Mail:Smtp:Port must be between 1 and 65535.")]
    [TestCase("Smtp Mail:Smtp:Security=9", "Mail:Smtp:Security must be StartTls, ImplicitTls or None.")]
    [TestCase(
        "Smtp Mail:Smtp:AnswerTimeout=0",
        "Mail:Smtp:AnswerTimeout must be more than zero and at most ten minutes (00:10:00)."
    )]
    [TestCase(
        "Smtp Mail:Smtp:ConnectTimeout=1.00:00:00",
        "Mail:Smtp:ConnectTimeout must be more than zero and at most ten minutes (00:10:00)."
    )]
    [TestCase("Smtp Mail:Smtp:HelloName=a\r\nb", "Mail:Smtp:HelloName must be a host name, or an address in square brackets.")]
    [TestCase("Smtp Mail:Smtp:Password=x", "Mail:Smtp:UserName is needed with Mail:Smtp:Password or Mail:Smtp:OAuth.")]
    [TestCase("Smtp Mail:Smtp:UserName=x", "Mail:Smtp:UserName needs either Mail:Smtp:Password or Mail:Smtp:OAuth.")]
    [TestCase(
        "Smtp Mail:Smtp:UserName=x Mail:Smtp:Password=x Mail:Smtp:OAuth:ClientId=x Mail:Smtp:OAuth:ClientSecret=x Mail:Smtp:OAuth:TokenUrl=https://example.org",
        "Mail:Smtp:UserName needs either Mail:Smtp:Password or Mail:Smtp:OAuth."
    )]
    [TestCase(
        "Smtp Mail:Smtp:UserName=x Mail:Smtp:OAuth:ClientId=x Mail:Smtp:OAuth:ClientSecret=x Mail:Smtp:OAuth:TokenUrl=http://example.org",
        "Mail:Smtp:OAuth:TokenUrl must be an https address."
    )]
    [TestCase(
        "Smtp Mail:Smtp:UserName=x Mail:Smtp:OAuth:TokenUrl=https://example.org",
        "Mail:Smtp:OAuth:ClientId and Mail:Smtp:OAuth:ClientSecret are needed with Mail:Smtp:OAuth."
    )]
    [TestCase(
        "Smtp Mail:Smtp:Security=None Mail:Smtp:UserName=x Mail:Smtp:Password=x",
        "Mail:Smtp:Security is None, which would send the password in the clear. Use StartTls or ImplicitTls, or, for a server on this machine only, set Mail:Smtp:AllowUnencryptedLogin to true."
    )]
    [TestCase("Smtp Mail:Smtp:CertificateSha256=ABCD", "Mail:Smtp:CertificateSha256 must be 64 hexadecimal digits.")]
    public void A_mistake_stops_the_start_with_one_sentence_that_names_the_setting(string settings, string sentence)
    {
        var lines = settings
            .Split(' ')
            .SelectMany(line => line == "Smtp" ? ["Mail:Transport=Smtp", "Mail:Smtp:Host=mail.example.org"] : new[] { line });

        var problem = Assert.Throws<OptionsValidationException>(() =>
            Services(lines).GetRequiredService<IStartupValidator>().Validate()
        );

        Assert.That(problem!.Failures, Is.EqualTo(new[] { sentence }));
    }

    [Test]
    public void Every_mistake_is_named_not_only_the_first()
    {
        var services = Services([
            "Mail:Transport=Smtp",
            "Mail:From=",
            "Mail:Smtp:Port=99999",
            "Mail:Smtp:CertificateAuthorityFile=/nowhere/at-all.pem",
        ]);

        var problem = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );

        Assert.That(problem!.Failures.Count(), Is.EqualTo(4));
        Assert.That(
            problem.Failures,
            Has.Some.StartsWith("Mail:Smtp:CertificateAuthorityFile /nowhere/at-all.pem holds no certificates that can be read: ")
        );
    }

    private static ServiceProvider Services(IEnumerable<string> settings)
    {
        var values = settings
            .Select(line => line.Split('=', 2))
            .Select(parts => KeyValuePair.Create(parts[0], (string?)parts[1]));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IClock>(SystemClock.Instance)
            .AddMail(configuration, Path.GetTempPath())
            .BuildServiceProvider();
    }
}

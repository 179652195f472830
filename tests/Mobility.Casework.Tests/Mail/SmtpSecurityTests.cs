using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Mobility.Casework.Mail;
using Mobility.Testing.Mail;
using NUnit.Framework;

namespace Mobility.Casework.Tests.Mail;

/// <summary>Encryption and log-in, over real sockets.</summary>
[Parallelizable(ParallelScope.All)]
public class SmtpSecurityTests
{
    private static readonly SmtpSinkSettings WithLogIn = new()
    {
        Security = SmtpSecurity.StartTls,
        UserName = "mobility",
        Password = "påss-wörd",
    };

    [TestCase(SmtpSecurity.StartTls)]
    [TestCase(SmtpSecurity.ImplicitTls)]
    public async Task A_mail_goes_encrypted_without_a_log_in(SmtpSecurity security)
    {
        await using var sink = SmtpSink.Start(new SmtpSinkSettings { Security = security });

        await SendAsync(sink);

        Assert.That(sink.Mails.Single().Encrypted, Is.True);
        Assert.That(sink.Mails.Single().LoggedInAs, Is.Null);
    }

    [TestCase(SmtpSecurity.StartTls, "PLAIN LOGIN", "AUTH PLAIN")]
    [TestCase(SmtpSecurity.StartTls, "CRAM-MD5 LOGIN", "AUTH LOGIN")]
    [TestCase(SmtpSecurity.ImplicitTls, "PLAIN", "AUTH PLAIN")]
    [TestCase(SmtpSecurity.ImplicitTls, "LOGIN", "AUTH LOGIN")]
    [TestCase(SmtpSecurity.None, "LOGIN PLAIN", "AUTH PLAIN")]
    public async Task A_mail_goes_after_a_log_in_by_the_best_way_both_know(SmtpSecurity security, string offered, string used)
    {
        await using var sink = SmtpSink.Start(WithLogIn with { Security = security, LogIns = [.. offered.Split(' ')] });

        await SendAsync(sink);

        Assert.That(sink.Mails.Single().LoggedInAs, Is.EqualTo("mobility"));
        Assert.That(sink.Commands.Select(command => command.Line), Has.Some.StartsWith(used));
        if (security != SmtpSecurity.None)
        {
            Assert.That(
                sink.Commands.Where(command => !command.Encrypted).Select(command => command.Line),
                Has.None.StartsWith("AUTH")
            );
        }
    }

    [Test]
    public async Task With_an_access_token_the_log_in_is_xoauth2()
    {
        await using var sink = SmtpSink.Start(WithLogIn with { LogIns = ["PLAIN", "XOAUTH2"], AccessToken = "a-token" });
        var transport = new SmtpTransport(
            sink.OptionsToReachIt(),
            NullLogger<SmtpTransport>.Instance,
            _ => Task.FromResult("a-token")
        );

        await transport.SendAsync(Mails.Plain, CancellationToken.None);

        Assert.That(sink.Mails.Single().LoggedInAs, Is.EqualTo("mobility"));
        Assert.That(sink.Commands.Select(command => command.Line), Has.Some.StartsWith("AUTH XOAUTH2 "));
    }

    [Test]
    public async Task A_refused_access_token_says_so_after_the_servers_explanation()
    {
        await using var sink = SmtpSink.Start(WithLogIn with { LogIns = ["XOAUTH2"], AccessToken = "a-token" });
        var transport = new SmtpTransport(
            sink.OptionsToReachIt(),
            NullLogger<SmtpTransport>.Instance,
            _ => Task.FromResult("old-token")
        );

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => transport.SendAsync(Mails.Plain, CancellationToken.None));

        Assert.That(delayed!.Stage, Is.EqualTo(MailStage.LogIn));
        Assert.That(delayed.Answer!.Code, Is.EqualTo(535));
    }

    [TestCase("PLAIN")]
    [TestCase("LOGIN")]
    public async Task A_refused_log_in_names_the_servers_sentence_and_concerns_every_mail(string logIn)
    {
        await using var sink = SmtpSink.Start(WithLogIn with { LogIns = [logIn] });
        var options = sink.OptionsToReachIt();
        options.Password = "wrong";

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(options));

        Assert.That(
            delayed!.Message,
            Is.EqualTo($"localhost:{sink.Port} refused the log-in: 535 5.7.8 Authentication credentials invalid")
        );
        Assert.That(delayed.Stage, Is.EqualTo(MailStage.LogIn));
        Assert.That(delayed.Answer!.Code, Is.EqualTo(535));
        Assert.That(delayed.ConcernsEveryMail, Is.True);
        Assert.That(sink.Commands.Select(command => command.Line), Has.None.StartsWith("MAIL"));
    }

    [Test]
    public async Task A_server_that_repeats_the_password_does_not_bring_it_into_the_error()
    {
        await using var sink = SmtpSink.Start(WithLogIn);
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("\0mobility\0påss-wörd"));
        sink.Answer(SinkStage.LogIn, $"535 5.7.8 No such user: {encoded} (påss-wörd)");

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(sink.OptionsToReachIt()));

        Assert.That(delayed!.Message, Does.EndWith("535 5.7.8 No such user: ••• (•••)"));
        Assert.That(delayed.ToString(), Does.Not.Contain("påss-wörd").And.Not.Contain(encoded));
    }

    [Test]
    public async Task Log_in_is_wanted_but_not_offered()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkSettings { Security = SmtpSecurity.StartTls });
        var options = sink.OptionsToReachIt();
        options.UserName = "mobility";
        options.Password = "secret";

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(options));

        Assert.That(delayed!.Message, Does.EndWith("offers no log-in at all; PLAIN or LOGIN is needed."));
    }

    [Test]
    public async Task Nobody_logs_in_unencrypted_unless_allowed()
    {
        await using var sink = SmtpSink.Start(WithLogIn with { Security = SmtpSecurity.None });
        var options = sink.OptionsToReachIt();
        options.AllowUnencryptedLogin = false;

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(options));

        Assert.That(delayed!.Message, Does.Contain("unencrypted connection"));
        Assert.That(sink.Commands.Select(command => command.Line), Has.None.StartsWith("AUTH"));
    }

    [Test]
    public async Task A_server_without_starttls_gets_no_mail_when_starttls_was_asked_for()
    {
        await using var sink = SmtpSink.Start(WithLogIn with { Security = SmtpSecurity.None });
        var options = sink.OptionsToReachIt();
        options.Security = SmtpSecurity.StartTls;

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(options));

        Assert.That(delayed!.Stage, Is.EqualTo(MailStage.Encryption));
        Assert.That(delayed.Message, Does.Contain("does not offer STARTTLS"));
        Assert.That(sink.Commands.Select(command => command.Line.Split(' ')[0]), Is.EqualTo(new[] { "EHLO" }));
    }

    [Test]
    public async Task What_was_slipped_in_before_the_encryption_is_forgotten()
    {
        await using var sink = SmtpSink.Start(WithLogIn);
        sink.Answer(SinkStage.StartTls, "220 Go ahead\r\n250-slipped.in\r\n250 AUTH XSECRET");

        await SendAsync(sink.OptionsToReachIt());

        Assert.That(sink.Mails.Single().LoggedInAs, Is.EqualTo("mobility"));
    }

    [Test]
    public async Task A_server_that_hangs_up_in_place_of_encrypting_delays_the_mail()
    {
        await using var sink = SmtpSink.Start(WithLogIn);
        sink.Drop(SinkStage.StartTls);

        Assert.That(
            Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(sink.OptionsToReachIt()))!.Stage,
            Is.EqualTo(MailStage.Encryption)
        );
    }

    [TestCase(SmtpSecurity.StartTls)]
    [TestCase(SmtpSecurity.ImplicitTls)]
    public async Task A_certificate_nobody_vouches_for_is_not_accepted(SmtpSecurity security)
    {
        await using var sink = SmtpSink.Start(WithLogIn with { Security = security });
        var options = sink.OptionsToReachIt();
        options.CertificateSha256 = null;

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(options));

        Assert.That(delayed!.Stage, Is.EqualTo(MailStage.Encryption));
        Assert.That(delayed.Message, Does.StartWith("No encrypted connection to localhost:"));
        Assert.That(sink.Commands.Select(command => command.Line), Has.None.StartsWith("AUTH"));
    }

    [Test]
    public async Task Another_certificate_than_the_one_named_is_not_accepted()
    {
        await using var sink = SmtpSink.Start(WithLogIn);
        await using var other = SmtpSink.Start(WithLogIn);
        var options = sink.OptionsToReachIt();
        options.CertificateSha256 = other.CertificateSha256;

        Assert.That(Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(options))!.Stage, Is.EqualTo(MailStage.Encryption));
    }

    [Test]
    public async Task A_thumbprint_may_be_written_with_colons_and_in_small_letters()
    {
        await using var sink = SmtpSink.Start(WithLogIn);
        var options = sink.OptionsToReachIt();
        options.CertificateSha256 = string.Join(
            ':',
            sink.CertificateSha256.Chunk(2).Select(pair => new string(pair).ToLowerInvariant())
        );

        await SendAsync(options);

        Assert.That(sink.Mails, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_own_authority_is_trusted_and_the_name_must_still_fit()
    {
        await using var sink = SmtpSink.Start(WithLogIn);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, sink.CertificatePem);
            var options = sink.OptionsToReachIt();
            options.CertificateSha256 = null;
            options.CertificateAuthorityFile = file;
            await SendAsync(options);
            Assert.That(sink.Mails, Has.Count.EqualTo(1));

            // The same server by a name that its certificate does not hold.
            options.Host = "127.0.0.2";
            Assert.That(
                Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(options))!.Stage,
                Is.LessThanOrEqualTo(MailStage.Encryption)
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task SendAsync(SmtpSink sink) => SendAsync(sink.OptionsToReachIt());

    private static Task SendAsync(SmtpOptions options) =>
        new SmtpTransport(options, NullLogger<SmtpTransport>.Instance).SendAsync(Mails.Plain, CancellationToken.None);
}

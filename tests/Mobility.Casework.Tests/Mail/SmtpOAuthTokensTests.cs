using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mobility.Casework.Mail;
using Mobility.Testing;
using Mobility.Testing.Mail;
using NodaTime;

namespace Mobility.Casework.Tests.Mail;

/// <summary>A log-in by access token, as configured: a real token server, a real mail server.</summary>
public class SmtpOAuthTokensTests
{
    [Test]
    public async Task A_token_is_fetched_used_and_kept_until_a_minute_before_it_ends()
    {
        var requests = new List<string>();
        await using var tokens = await TokenServerAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
            requests.Add(await body.ReadToEndAsync());
            await context.Response.WriteAsJsonAsync(
                new
                {
                    access_token = "a-token",
                    expires_in = 3600,
                    token_type = "Bearer",
                }
            );
        });
        await using var sink = SinkWithTokens();
        var clock = FakeClock.On(2026, 11, 22);
        var transport = Transport(sink, tokens, clock);

        await transport.SendAsync(Mails.Plain, CancellationToken.None);
        clock.Advance(Duration.FromMinutes(58));
        await transport.SendAsync(Mails.Plain, CancellationToken.None);
        Assert.That(requests, Is.EqualTo(new[] { "grant_type=client_credentials&client_id=app&client_secret=hush&scope=mail" }));

        clock.Advance(Duration.FromMinutes(1));
        await transport.SendAsync(Mails.Plain, CancellationToken.None);
        Assert.That(requests, Has.Count.EqualTo(2));
        Assert.That(sink.Mails.Select(mail => mail.LoggedInAs), Is.EqualTo(Enumerable.Repeat("mobility@example.org", 3)));
    }

    [TestCase(
        400,
        """{"error":"invalid_client","error_description":"The secret has expired."}""",
        "400 invalid_client The secret has expired."
    )]
    [TestCase(200, """{"token_type":"Bearer"}""", "200")]
    [TestCase(200, "nonsense", "its answer cannot be read.")]
    public async Task Without_a_token_the_mail_is_delayed_and_the_reason_named(int status, string answer, string reason)
    {
        await using var tokens = await TokenServerAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(answer);
        });
        await using var sink = SinkWithTokens();

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() =>
            Transport(sink, tokens, FakeClock.On(2026, 11, 22)).SendAsync(Mails.Plain, CancellationToken.None)
        );

        Assert.That(delayed!.Stage, Is.EqualTo(MailStage.LogIn));
        Assert.That(
            delayed.Message,
            Does.Contain($"{tokens.Urls.First()}/token gave no access token for the mail server: ").And.Contain(reason)
        );
        Assert.That(delayed.Message, Does.Not.Contain("hush"));
    }

    private static SmtpSink SinkWithTokens() =>
        SmtpSink.Start(
            new SmtpSinkSettings
            {
                Security = SmtpSecurity.StartTls,
                UserName = "mobility@example.org",
                AccessToken = "a-token",
                LogIns = ["XOAUTH2"],
            }
        );

    private static IMailTransport Transport(SmtpSink sink, WebApplication tokens, IClock clock)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Mail:Transport"] = "Smtp",
            ["Mail:Smtp:Host"] = sink.Host,
            ["Mail:Smtp:Port"] = $"{sink.Port}",
            ["Mail:Smtp:CertificateSha256"] = sink.CertificateSha256,
            ["Mail:Smtp:UserName"] = "mobility@example.org",
            ["Mail:Smtp:OAuth:TokenUrl"] = $"{tokens.Urls.First()}/token",
            ["Mail:Smtp:OAuth:ClientId"] = "app",
            ["Mail:Smtp:OAuth:ClientSecret"] = "hush",
            ["Mail:Smtp:OAuth:Scope"] = "mail",
        };
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(clock)
            .AddMail(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Path.GetTempPath())
            .BuildServiceProvider()
            .GetRequiredService<IMailTransport>();
    }

    private static async Task<WebApplication> TokenServerAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPost("/token", answer);
        await app.StartAsync();
        return app;
    }
}

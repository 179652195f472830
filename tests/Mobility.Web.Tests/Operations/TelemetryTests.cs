using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.Jobs;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using Mobility.Web.Operations;
using Mobility.Web.Plumbing.Commands;
using OpenTelemetry.Exporter;

namespace Mobility.Web.Tests.Operations;

public sealed class TelemetryTests
{
    [TestCase("Telemetry:Endpoint")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT")]
    public async Task A_collector_of_the_settings_gets_the_numbers_and_nobodys_name(string setting)
    {
        await using var collector = await OtlpCollector.StartAsync();
        string canary;
        using (var host = new WebHost(settings: new Dictionary<string, string?> { [setting] = collector.Address.ToString() }))
        {
            var data = new TestData(host);
            var client = await data.ClientAsync();
            canary = client.Canary;
            var ana = await data.ConsultantAsync($"{canary} Ana");
            var file = await data.CaseAsync(client, ana);
            await data.FillAsync(client, file, ana);
            using (var stranger = host.Browse())
            {
                await stranger.PostAsync("/sign-in", ("Email", $"{canary}@example.org"), ("Password", canary));
            }
            using var browser = await host.BrowseAsync(ana);
            await browser.OpenAsync($"/cases/{file.Number}");
            await browser.OpenAsync($"/cases?q={canary}");
            await browser.OpenAsync($"/nowhere/{canary}");
            await browser.OpenAsync("/cases/M-1999-9999");
            await host.UseAsync<JobRunner>(j => j.RunAsync(JobName.DeadlineSweep, default));
            await host.UseAsync<JobRunner>(j => j.RunAsync(JobName.Mail, default));
            Assert.That(host.Services.GetRequiredService<Telemetry>().Send(), Is.True);
            canary = $"{canary}|{file.Number}|{file.Id}|{ana.Id}|M-1999-9999";
        }

        Assert.That(collector.Requests, Is.Not.Empty);
        Assert.That(collector.Requests, Has.All.EqualTo("/v1/metrics application/x-protobuf"));
        Assert.That(
            collector.Names(),
            Is.SupersetOf([
                "http.server.request.duration",
                "mobility.job.duration",
                "mobility.job.since_success",
                "mobility.mail.handled",
                "mobility.mail.waiting",
                "mobility.mail.oldest",
                "mobility.mail.failed",
                "mobility.alerts.due",
                "mobility.alerts.late",
                "mobility.audit.events",
            ])
        );
        var everything = collector.Everything;
        Assert.That(everything, Does.Contain("cases/{number}").And.Contain("DeadlineSweep").And.Contain("SignInRefused"));
        foreach (var secret in canary.Split('|'))
        {
            Assert.That(everything, Does.Not.Contain(secret).IgnoreCase);
        }
    }

    [Test]
    public async Task A_collector_that_is_not_there_disturbs_nobody()
    {
        using var host = new WebHost(settings: new Dictionary<string, string?> { ["Telemetry:Endpoint"] = "http://127.0.0.1:1" });
        using var browser = await host.BrowseAsync(await new TestData(host).AccountAsync(PersonKind.Administrator));

        Assert.That((await browser.OpenAsync("/admin/operations")).Text, Does.Contain("go to the collector of the settings"));
    }

    [Test]
    public void Without_an_endpoint_there_is_none() =>
        Assert.That(Read([]), Is.EqualTo(new TelemetrySettings(null, OtlpExportProtocol.HttpProtobuf)));

    [Test]
    public void The_programs_own_setting_goes_before_the_general_one() =>
        Assert.That(
            Read(
                new()
                {
                    ["Telemetry:Endpoint"] = "http://own:4318",
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://general:4318",
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
                }
            ),
            Is.EqualTo(new TelemetrySettings(new Uri("http://own:4318"), OtlpExportProtocol.Grpc))
        );

    [TestCase("Telemetry:Endpoint", "collector", "Telemetry:Endpoint must be an http or https address")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector", "OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "must be http/protobuf or grpc")]
    public void A_mistake_in_the_settings_is_refused_in_a_sentence(string setting, string value, string sentence) =>
        Assert.That(
            () => Read(new() { [setting] = value }),
            Throws.TypeOf<CommandRefusedException>().With.Message.Contains(sentence)
        );

    private static TelemetrySettings Read(Dictionary<string, string?> settings) =>
        TelemetrySettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}

using System.Net;
using Mobility.Casework.Jobs;
using Mobility.Casework.Mail;
using Mobility.Casework.Operations;
using Mobility.Casework.People;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Operations;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HealthTests : IDisposable
{
    // A server of its own: what it judges depends on when it started.
    private readonly WebHost host = new(FakeClock.On(2026, 11, 23), settings: new Dictionary<string, string?>());

    [SetUp]
    public void Start() => Assert.That(host.Services, Is.Not.Null);

    public void Dispose() => host.Dispose();

    [Test]
    public async Task When_jobs_stop_the_health_fails_while_the_program_lives_and_takes_requests()
    {
        await RunJobsAsync();
        Assert.That(await AskAsync("/health"), Is.EqualTo((HttpStatusCode.OK, "Healthy")));

        host.Clock.Advance(Duration.FromHours(4));

        Assert.Multiple(async () =>
        {
            Assert.That(await AskAsync("/health"), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Unhealthy")));
            Assert.That(await AskAsync("/health/ready"), Is.EqualTo((HttpStatusCode.OK, "Healthy")));
            Assert.That(await AskAsync("/health/live"), Is.EqualTo((HttpStatusCode.OK, "Healthy")));
        });
        await RunJobsAsync();
        Assert.That(await AskAsync("/health"), Is.EqualTo((HttpStatusCode.OK, "Healthy")));
    }

    [Test]
    public async Task When_mail_is_stuck_the_health_fails()
    {
        using (var db = host.Database.Open())
        {
            db.MailMessages.Add(
                new MailMessage
                {
                    ToAddress = "ana@example.org",
                    ToName = "Ana",
                    Subject = "Permit ends",
                    Text = "",
                    Html = "",
                    CreatedAt = host.Clock.GetCurrentInstant(),
                    NextTryAt = host.Clock.GetCurrentInstant() + Duration.FromDays(1),
                }
            );
            await db.SaveChangesAsync();
        }
        host.Clock.Advance(SystemHealth.MailWithoutSuccess);
        await RunJobsAsync();
        Assert.That((await AskAsync("/health")).Status, Is.EqualTo(HttpStatusCode.OK));

        host.Clock.Advance(Duration.FromMinutes(1));

        Assert.That((await AskAsync("/health")).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task Without_a_usable_database_the_program_lives_and_takes_no_requests()
    {
        await RunJobsAsync();
        using (var db = host.Database.Open())
        {
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                db.Database,
                "ALTER TABLE Clients RENAME TO Gone"
            );
        }

        Assert.Multiple(async () =>
        {
            Assert.That(await AskAsync("/health/live"), Is.EqualTo((HttpStatusCode.OK, "Healthy")));
            Assert.That(await AskAsync("/health/ready"), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Unhealthy")));
            Assert.That(await AskAsync("/health"), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Unhealthy")));
        });
    }

    [Test]
    public async Task An_administrator_reads_what_is_wrong_and_what_to_do_and_nobody_else_does()
    {
        var data = new TestData(host);
        using var admin = await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator));
        host.Clock.Advance(Duration.FromHours(1));

        var page = await admin.OpenAsync("/admin/operations");

        Assert.That(
            page.Rows("Not working"),
            Has.Some.StartsWith("Deadlines stopped Last success: never. See its error on the page of jobs and run it there once.")
        );
        Assert.That(
            Page.Words((await admin.OpenAsync("/admin")).Document.QuerySelector(".tally")!),
            Does.Contain("4things not working")
        );
        await RunJobsAsync();
        Assert.That((await admin.OpenAsync("/admin/operations")).Text, Does.Contain("everything works"));
    }

    private async Task RunJobsAsync()
    {
        foreach (var job in Enum.GetValues<JobName>())
        {
            await host.UseAsync<JobRunner>(j => j.RunAsync(job, default));
        }
    }

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(string address)
    {
        using var client = host.CreateClient();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}

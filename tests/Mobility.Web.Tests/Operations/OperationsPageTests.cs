using Mobility.Casework.Audit;
using Mobility.Casework.Jobs;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Operations;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OperationsPageTests : IDisposable
{
    // A server of its own: what others did on it would be counted too.
    private readonly WebHost host = new(settings: new Dictionary<string, string?>());
    private readonly TestData data;

    public OperationsPageTests() => data = new TestData(host);

    public void Dispose() => host.Dispose();

    [Test]
    public async Task The_numbers_move_with_a_request_a_refusal_a_job_and_a_mail()
    {
        using var admin = await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator));
        var before = await admin.OpenAsync("/admin/operations");
        Assert.That(Page.Words(before.Row("This node", "Everything answered")), Does.EndWith(" 0"));
        using (var db = host.Database.Open())
        {
            foreach (var state in new[] { MailState.Waiting, MailState.Failed })
            {
                db.MailMessages.Add(
                    new MailMessage
                    {
                        ToAddress = "ana@example.org",
                        ToName = "Ana",
                        Subject = "Permit ends",
                        Text = "Permit ends.",
                        Html = "",
                        State = state,
                        CreatedAt = host.Clock.GetCurrentInstant(),
                        NextTryAt = host.Clock.GetCurrentInstant(),
                    }
                );
            }
            await db.SaveChangesAsync();
        }
        var queued = await admin.OpenAsync("/admin/operations");
        await admin.OpenAsync("/admin/people");
        await admin.OpenAsync("/admin/people");
        await admin.OpenAsync($"/admin/people/{Guid.NewGuid()}");
        using (var stranger = host.Browse())
        {
            await stranger.PostAsync("/sign-in", ("Email", "nobody@example.org"), ("Password", "wrong"));
        }
        await host.UseAsync<JobRunner>(j => j.RunAsync(JobName.Mail, default));

        var after = await admin.OpenAsync("/admin/operations");

        Assert.Multiple(() =>
        {
            Assert.That(Page.Words(queued.Row("The whole system", "Mails waiting")), Does.EndWith(" 1"));
            Assert.That(Page.Words(queued.Row("The whole system", "Mails failed")), Does.EndWith(" 1"));
            Assert.That(Page.Words(after.Row("The whole system", "Mails waiting")), Does.EndWith(" 0"));
            Assert.That(Page.Words(after.Row("This node", "Mails sent")), Does.EndWith(" 1"));
            Assert.That(Page.Words(after.Row("This node", "Sign-ins refused")), Does.EndWith(" 1"));
            Assert.That(Page.Words(after.Row("This node", "Pages refused")), Does.EndWith(" 1"));
            Assert.That(Page.Words(after.Row("Pages", "GET /admin/people ")), Does.Match(@"^GET /admin/people 2 0 \d"));
            Assert.That(Page.Words(after.Row("Pages", "{id:guid}")), Does.StartWith("GET /admin/people/{id:guid} 1 0 "));
            Assert.That(Page.Words(after.Row("Jobs", "Mail")), Does.Match(@"^Mail 23 Nov 2026, 13:00 1 0 \d"));
            Assert.That(Page.Words(after.Row("Jobs", "Deadlines")), Is.EqualTo("Deadlines never 0 0 –"));
        });
    }

    [Test]
    public async Task It_says_when_the_last_backup_was_made()
    {
        using var admin = await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator));
        var before = await admin.OpenAsync("/admin/operations");
        using (var db = host.Database.Open())
        {
            foreach (var hours in new[] { 30, 6, 54 })
            {
                db.AuditEvents.Add(
                    new AuditEvent { At = host.Clock.GetCurrentInstant() - Duration.FromHours(hours), Kind = AuditKind.BackedUp }
                );
            }
            await db.SaveChangesAsync();
        }

        var after = await admin.OpenAsync("/admin/operations");

        Assert.That(Page.Words(before.Row("The whole system", "Last backup")), Does.EndWith(" never"));
        Assert.That(Page.Words(after.Row("The whole system", "Last backup")), Does.EndWith(" 23 Nov 2026, 07:00"));
    }

    [Test]
    public async Task It_says_since_when_and_for_whom_it_counts()
    {
        using var admin = await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator));

        var page = await admin.OpenAsync("/admin/operations");

        Assert.That(page.Text, Does.Contain("since its start, 23 Nov 2026, 13:00; other nodes count for themselves"));
        Assert.That(page.Commands, Has.Count.LessThanOrEqualTo(7));
    }

    [Test]
    public async Task A_job_that_fails_is_counted_says_why_and_runs_again_at_a_click_with_a_row_of_history()
    {
        using var admin = await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator, "Freja Lynge"));
        using (var db = host.Database.Open())
        {
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                db.Database,
                "ALTER TABLE MailMessages RENAME TO Gone"
            );
        }
        var failed = await (await admin.OpenAsync("/admin/jobs")).PressAsync("Run now: Mail");
        var words = Page.Words(failed.Row("Jobs", "Sends what waits"));
        using (var db = host.Database.Open())
        {
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                db.Database,
                "ALTER TABLE Gone RENAME TO MailMessages"
            );
        }

        var again = await failed.PressAsync("Run now: Mail");
        var numbers = await admin.OpenAsync("/admin/operations");

        Assert.Multiple(() =>
        {
            Assert.That(words, Does.Contain("failed").And.Contain("MailMessages"));
            Assert.That(Page.Words(again.Row("Jobs", "Sends what waits")), Does.Contain("done").And.Contain("0 mails sent"));
            Assert.That(Page.Words(numbers.Row("Jobs", "Mail")), Does.Match("^Mail 23 Nov 2026, 13:00 2 1 "));
        });
        using var after = host.Database.Open();
        Assert.That(
            after.Changes.Where(c => c.Kind == Casework.History.ChangeKind.JobAsked).Select(c => $"{c.ByName} {c.Subject}"),
            Is.EqualTo(["Freja Lynge Mail", "Freja Lynge Mail"])
        );
    }
}

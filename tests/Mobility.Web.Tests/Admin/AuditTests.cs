using Mobility.Casework.Audit;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Admin;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AuditTests : IDisposable
{
    private readonly WebHost host = new();
    private readonly TestData data;

    public AuditTests() => data = new TestData(host);

    public void Dispose() => host.Dispose();

    [Test]
    public async Task Sign_ins_and_refusals_are_listed_without_what_was_typed()
    {
        var ana = await data.ConsultantAsync("Ana Ruiz");
        using var stranger = host.Browse();
        foreach (
            var (email, password) in new[]
            {
                ("typed@example.org", "secret typed"),
                (ana.Email!, "wrong"),
                (ana.Email!, TestData.Password),
            }
        )
        {
            await stranger.PostAsync("/sign-in", ("Email", email), ("Password", password));
        }
        using var admin = await AdminAsync();

        var page = await admin.OpenAsync("/admin/audit");

        var rows = page.Rows("Audit");
        Assert.That(rows.Count(r => r.StartsWith("Sign-in refused", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(rows, Has.Some.StartsWith("Sign-in refused An address nobody signs in with"));
        Assert.That(rows, Has.Some.StartsWith("Signed in Ana Ruiz"));
        Assert.That(page.Text, Does.Not.Contain("typed@example.org").And.Not.Contain("secret typed"));
    }

    [Test]
    public async Task The_export_is_a_table_of_the_days_asked_for_is_itself_in_the_audit_and_has_no_formulas()
    {
        using (var db = host.Database.Open())
        {
            var now = host.Clock.GetCurrentInstant();
            db.AuditEvents.Add(
                new AuditEvent
                {
                    At = now,
                    Kind = AuditKind.SignedIn,
                    Name = "=HYPERLINK(1)",
                }
            );
            db.AuditEvents.Add(
                new AuditEvent
                {
                    At = now - Duration.FromDays(9),
                    Kind = AuditKind.SignedIn,
                    Name = "Long ago",
                }
            );
            await db.SaveChangesAsync();
        }
        using var admin = await AdminAsync();

        var file = await admin.PostAsync("/admin/audit/export", ("from", "2026-11-22"), ("to", "2026-11-23"));

        var text = file.Document.Body!.TextContent;
        Assert.That(text, Does.Contain("\"At (UTC)\",\"What\",\"Account\",\"Name\",\"Network\",\"Device\",\"Subject\""));
        Assert.That(text, Does.Contain("\"'=HYPERLINK(1)\"").And.Not.Contain("\"=HYPERLINK").And.Not.Contain("Long ago"));
        Assert.That(text, Does.Contain("Exported").And.Contain("audit 2026-11-22 to 2026-11-23"));
    }

    [TestCase("2026-02-30")]
    [TestCase("0001-01-01")]
    [TestCase("9999-12-31")]
    [TestCase("nonsense")]
    public async Task Odd_days_are_answered_plainly(string day)
    {
        using var admin = await AdminAsync();

        Assert.That((int)(await admin.OpenAsync($"/admin/audit?from={day}")).Status, Is.EqualTo(200));
        Assert.That((int)(await admin.OpenAsync($"/admin/audit?to={day}")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task An_administrator_takes_a_lost_factor_away_with_a_reason()
    {
        var ana = await data.ConsultantAsync("Ana");
        using (var db = host.Database.Open())
        {
            db.Authenticators.Add(
                new Authenticator
                {
                    AccountId = ana.Id,
                    ProtectedSecret = "x",
                    ConfirmedAt = host.Clock.GetCurrentInstant(),
                }
            );
            await db.SaveChangesAsync();
        }
        using var hers = await host.BrowseAsync(ana);
        using var admin = await AdminAsync();
        var path = $"/admin/people/{ana.Id}/second-factor/remove";
        Assert.That((await admin.PostAsync(path)).ProblemAt("Why"), Is.Not.Null);

        var page = await admin.PostAsync(path, ("Why", "phone lost, known by voice"));

        Assert.That(page.HasButton("Take the second factor away"), Is.False);
        Assert.That(page.Text, Does.Contain("Second factor taken away").And.Contain("known by voice"));
        Assert.That((await hers.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"));
    }

    private async Task<Browser> AdminAsync() => await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator));
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using Mobility.Web.Admin;
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

    [Test]
    public async Task Rows_are_found_by_what_by_whom_and_by_day()
    {
        var ana = await data.ConsultantAsync("Ana Ruiz");
        var ben = await data.ConsultantAsync("Ben Ito");
        await AddAsync((0, AuditKind.SignedIn, ana), (1, AuditKind.Exported, ana), (2, AuditKind.SignedIn, ben));
        await AddAsync((40, AuditKind.SignedIn, ana));
        using var admin = await AdminAsync();
        var page = await admin.OpenAsync("/admin/audit");

        var hers = await page.Fill("Who", "ruiz").PressAsync("Show");
        var herExports = await hers.Fill("What", "Exported").PressAsync("Show");
        var long_ago = await admin.OpenAsync("/admin/audit?who=ruiz&from=2026-10-01&to=2026-10-20");
        var byAddress = await admin.OpenAsync($"/admin/audit?who={Uri.EscapeDataString(ben.Email!)}");

        Assert.Multiple(() =>
        {
            Assert.That(
                hers.Rows("Audit").Select(r => r.Split(',')[0].Trim()),
                Is.EqualTo(["Signed in Ana Ruiz", "Exported day 1"])
            );
            Assert.That(herExports.Rows("Audit"), Has.Count.EqualTo(1));
            Assert.That(long_ago.Rows("Audit"), Has.Count.EqualTo(1));
            Assert.That(byAddress.Rows("Audit"), Has.Count.EqualTo(1));
        });
        var file = await herExports.PressAsync("Export as CSV");
        var text = file.Document.Body!.TextContent;
        Assert.That(text, Does.Contain("day 1").And.Not.Contain("SignedIn").And.Not.Contain("Ben Ito"));
        Assert.That(text, Does.Contain("Ana Ruiz"));
    }

    [Test]
    public async Task Every_row_is_on_one_page_and_in_the_export_once_however_many_fell_into_one_moment()
    {
        var ana = await data.ConsultantAsync("Ana Ruiz");
        // More than a portion of the export, a third of them at one instant.
        await AddAsync([.. Enumerable.Range(0, 4100).Select(i => (i % 3 == 0 ? 0 : i % 20, AuditKind.Exported, ana))]);
        using var admin = await AdminAsync();

        var page = await admin.OpenAsync("/admin/audit?kind=Exported&who=ruiz");
        var rows = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            rows.AddRange(page.Rows("Audit"));
            page = await page.FollowAsync("Older");
        }
        var before = host.Commands.Texts.Count;
        var newest = await page.FollowAsync("Newest");
        var file = await admin.PostAsync("/admin/audit/export", ("kind", "Exported"), ("who", "ruiz"));

        Assert.That(rows, Has.Count.EqualTo(300));
        Assert.That(before, Is.LessThanOrEqualTo(4), "a page is a few queries, however deep");
        Assert.That(newest.Rows("Audit")[0], Is.EqualTo(rows[0]));
        var lines = file.Document.Body!.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        Assert.That(lines, Has.Count.EqualTo(4100));
        Assert.That(lines, Is.Unique);
    }

    [Test]
    public async Task The_export_reads_a_portion_at_a_time()
    {
        var ana = await data.ConsultantAsync();
        await AddAsync([.. Enumerable.Range(0, 4100).Select(_ => (0, AuditKind.Exported, ana))]);
        await using var scope = host.Services.CreateAsyncScope();
        var list = new AuditList(scope.ServiceProvider.GetRequiredService<MobilityDbContext>(), DateTimeZone.Utc);
        var today = new LocalDate(2026, 11, 23);
        var filter = new AuditFilter(today, today, null, null);
        host.Commands.Clear();
        var asked = new List<int>();

        await foreach (var _ in list.AllAsync(filter, host.Clock.GetCurrentInstant(), default))
        {
            asked.Add(host.Commands.Texts.Count);
        }

        Assert.That(asked, Has.Count.EqualTo(4100));
        Assert.That((asked[0], asked[1999], asked[2000], asked[^1]), Is.EqualTo((1, 1, 2, 3)));
    }

    [Test]
    public async Task A_wrong_own_password_and_the_lock_it_brings_are_in_the_audit()
    {
        var ana = await data.ConsultantAsync("Ana Ruiz");
        using var hers = await host.BrowseAsync(ana);
        for (var i = 0; i < 5; i++)
        {
            await hers.PostAsync(
                "/account/password",
                ("Current", "guess"),
                ("Wanted", "a long new phrase"),
                ("Again", "a long new phrase")
            );
        }
        using var stranger = host.Browse();
        await stranger.PostAsync("/sign-in", ("Email", ana.Email!), ("Password", TestData.Password));

        using var db = host.Database.Open();
        Assert.That(
            db.AuditEvents.OrderBy(e => e.At)
                .ThenBy(e => e.Id)
                .AsEnumerable()
                .Where(e => e.Kind != AuditKind.SignedIn)
                .Select(e => e.Kind)
                .Order(),
            Is.EqualTo(
                Enumerable.Repeat(AuditKind.PasswordRefused, 5).Append(AuditKind.Locked).Append(AuditKind.SignInRefused).Order()
            )
        );
    }

    [Test]
    public void Every_kind_of_event_has_its_words([Values] AuditKind kind)
    {
        using var scope = host.Services.CreateScope();
        var texts = scope.ServiceProvider.GetRequiredService<IStringLocalizer<AdminTexts>>();

        Assert.That(texts[$"AuditKind.{kind}"].ResourceNotFound, Is.False);
    }

    [TestCase("kind=Nothing")]
    [TestCase("kind=99")]
    [TestCase("before=nonsense")]
    [TestCase("before=00000000-0000-0000-0000-000000000001")]
    public async Task Odd_filters_are_answered_plainly(string query)
    {
        using var admin = await AdminAsync();

        Assert.That((int)(await admin.OpenAsync($"/admin/audit?{query}")).Status, Is.EqualTo(200));
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

    private async Task AddAsync(params (int DaysAgo, AuditKind Kind, Account Account)[] rows)
    {
        var count = 0;
        using var db = host.Database.Open();
        db.AuditEvents.AddRange(
            rows.Select(r => new AuditEvent
            {
                At = host.Clock.GetCurrentInstant() - Duration.FromDays(r.DaysAgo),
                Kind = r.Kind,
                AccountId = r.Account.Id,
                Name = r.Account.DisplayName,
                Subject = r.Kind == AuditKind.Exported ? $"day {r.DaysAgo}, {count++}" : null,
            })
        );
        await db.SaveChangesAsync();
    }

    private async Task<Browser> AdminAsync() => await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator));
}

using System.Net;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Admin;

public sealed class AdminPagesTests
{
    private static readonly WebHost Host = new();
    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [Test]
    public async Task For_everybody_else_administration_is_a_page_that_does_not_exist(
        [Values(
            "/admin",
            "/admin/people",
            "/admin/people/invite",
            "/admin/clients",
            "/admin/jobs",
            "/admin/mail",
            "/admin/audit",
            "/admin/operations",
            "/admin/people/{id}"
        )]
            string address,
        [Values(
            PersonKind.Consultant,
            PersonKind.TeamLead,
            PersonKind.ProgrammeManager,
            PersonKind.TaxAdviser,
            PersonKind.Supplier
        )]
            PersonKind kind
    )
    {
        var account = await Data.AccountAsync(kind, client: await Data.ClientAsync());
        using var browser = await Host.BrowseAsync(account);
        var absent = await browser.Client.GetStringAsync("/account");
        using var nothing = await browser.Client.GetAsync("/nothing/here");
        using var answer = await browser.Client.GetAsync(
            address.Replace("{id}", account.Id.ToString(), StringComparison.Ordinal)
        );

        Assert.That(absent, Is.Not.Empty);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(await nothing.Content.ReadAsStringAsync()));
    }

    [TestCase("/admin/people/invite")]
    [TestCase("/admin/people/{id}/link")]
    [TestCase("/admin/people/{id}/deactivate")]
    [TestCase("/admin/people/{id}/reactivate")]
    [TestCase("/admin/clients")]
    [TestCase("/admin/clients/{id}/entities")]
    [TestCase("/admin/jobs/Mail/run")]
    [TestCase("/admin/mail/{id}/retry")]
    public async Task Nor_does_anybody_else_change_anything_there(string address)
    {
        var victim = await Data.ConsultantAsync();
        using var browser = await Host.BrowseAsync(await Data.AccountAsync(PersonKind.TeamLead));

        var answer = await browser.PostAsync(
            address.Replace("{id}", victim.Id.ToString(), StringComparison.Ordinal),
            ("Why", "because"),
            ("Kind", "Administrator"),
            ("DisplayName", "Mallory"),
            ("Email", "mallory@example.org"),
            ("Name", "Mallory & Sons")
        );

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.NotFound));
        using var db = Host.Database.Open();
        Assert.That(db.Accounts.Single(a => a.Id == victim.Id).DeactivatedAt, Is.Null);
        Assert.That(db.Accounts.Any(a => a.DisplayName == "Mallory"), Is.False);
    }

    [Test]
    public async Task Each_number_of_the_first_page_opens_its_page()
    {
        using var browser = await AdminAsync();
        var page = await browser.OpenAsync("/admin");

        foreach (var link in page.Document.QuerySelectorAll(".tally a").ToList())
        {
            var opened = await browser.OpenAsync(link.GetAttribute("href")!);
            Assert.That(opened.Status, Is.EqualTo(HttpStatusCode.OK), opened.Path);
        }
    }

    [Test]
    public async Task The_outbox_shows_what_failed_with_its_error_and_tries_it_again()
    {
        var mail = new MailMessage
        {
            ToAddress = "ana@example.org",
            ToName = "Ana <b>Ruiz</b>",
            Subject = "Permit ends",
            Text = "text-with-a-secret-link",
            Html = "",
            State = MailState.Failed,
            Tries = 8,
            Error = "550 no such mailbox",
            CreatedAt = Host.Clock.GetCurrentInstant(),
            NextTryAt = Host.Clock.GetCurrentInstant() - Duration.FromHours(2),
        };
        using (var db = Host.Database.Open())
        {
            db.MailMessages.Add(mail);
            db.SaveChanges();
        }
        using var browser = await AdminAsync();
        var page = await browser.OpenAsync("/admin/mail");

        var row = page.Row("Failed", "Permit ends");
        Assert.That(Page.Words(row), Does.Contain("550 no such mailbox").And.Contain("Ana <b>Ruiz</b>"));
        Assert.That(page.Document.Source.Text, Does.Not.Contain("secret-link"), "the outbox does not show what the mail says");

        var again = await page.PressAsync("Try again: Permit ends", row);
        Assert.That(Page.Words(again.Row("Waiting", "Permit ends")), Does.Contain("next try 23 Nov 2026"));
        using var after = Host.Database.Open();
        var queued = after.MailMessages.Single(m => m.Id == mail.Id);
        Assert.That((queued.Tries, queued.NextTryAt), Is.EqualTo((0, Host.Clock.GetCurrentInstant())));
    }

    [Test]
    public async Task A_failed_mail_whose_words_are_not_kept_says_what_to_do_and_is_not_tried_again()
    {
        var mail = new MailMessage
        {
            ToAddress = "bo@example.org",
            ToName = "Bo",
            Subject = "Come in, Bo",
            Text = "",
            Html = "",
            State = MailState.Failed,
            Error = "550 no such mailbox",
            CreatedAt = Host.Clock.GetCurrentInstant(),
        };
        using (var db = Host.Database.Open())
        {
            db.MailMessages.Add(mail);
            db.SaveChanges();
        }
        using var browser = await AdminAsync();

        var row = (await browser.OpenAsync("/admin/mail")).Row("Failed", "Come in, Bo");
        await browser.PostAsync($"/admin/mail/{mail.Id}/retry");

        Assert.That(Page.Words(row), Does.Contain("Not kept, for it let somebody in: send a new invitation"));
        Assert.That(row.QuerySelector("button"), Is.Null);
        using var after = Host.Database.Open();
        Assert.That(after.MailMessages.Single(m => m.Id == mail.Id).State, Is.EqualTo(MailState.Failed));
    }

    [Test]
    public async Task A_mail_that_is_not_there_is_not_retried()
    {
        using var browser = await AdminAsync();

        Assert.That((await browser.PostAsync($"/admin/mail/{Guid.NewGuid()}/retry")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_job_runs_at_a_click_and_the_page_says_who_asked_for_it_and_how_it_went()
    {
        using var browser = await AdminAsync("Freja Lynge");
        var page = await browser.OpenAsync("/admin/jobs");
        Assert.That(page.Rows("Jobs"), Has.Count.EqualTo(5));

        var after = await page.PressAsync("Run now: Deadlines", page.Row("Jobs", "Raises the reminders"));

        Assert.That(
            Page.Words(after.Row("Jobs", "Raises the reminders")),
            Does.Contain("asked for by Freja Lynge").And.Contain("done").And.Contain("reminders raised")
        );
    }

    [TestCase("/admin/jobs/Nothing/run")]
    [TestCase("/admin/jobs/17/run")]
    public async Task A_job_that_is_none_is_not_there(string address)
    {
        using var browser = await AdminAsync();

        Assert.That((await browser.PostAsync(address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_client_and_its_entities_are_added_and_kept_apart()
    {
        using var browser = await AdminAsync();
        var list = await browser.OpenAsync("/admin/clients");

        var client = await list.Fill("Name of the client", "Óbuda Instruments").PressAsync("Add client");
        Assert.That(client.Heading, Is.EqualTo("Óbuda Instruments"));
        var added = await client
            .Fill("Name of the entity", "Óbuda GmbH")
            .Fill("Country", "Germany")
            .Fill("City", "Jena")
            .PressAsync("Add entity");
        Assert.That(added.Rows("Entities"), Is.EqualTo(["Óbuda GmbH Jena, Germany"]));

        var again = await (await browser.OpenAsync("/admin/clients"))
            .Fill("Name of the client", "Óbuda Instruments")
            .PressAsync("Add client");
        Assert.That(again.ProblemAt("Name of the client"), Does.Contain("already"));
        var unknown = await added.Fill("Name of the entity", "Óbuda Ltd").Fill("Country", "Ruritania").PressAsync("Add entity");
        Assert.That(unknown.ProblemAt("Country"), Is.EqualTo("Choose a country from the list."));
        Assert.That(unknown.Value("Name of the entity"), Is.EqualTo("Óbuda Ltd"));
    }

    private static async Task<Browser> AdminAsync(string? name = null) =>
        await Host.BrowseAsync(await Data.AccountAsync(PersonKind.Administrator, name));
}

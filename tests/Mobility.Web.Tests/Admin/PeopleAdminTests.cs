using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Admin;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PeopleAdminTests : IDisposable
{
    private readonly WebHost host = new();
    private readonly TestData data;

    public PeopleAdminTests() => data = new TestData(host);

    public void Dispose() => host.Dispose();

    [Test]
    public async Task People_are_found_by_name_without_accents_by_address_kind_and_state()
    {
        using var browser = await AdminAsync();
        await data.AccountAsync(PersonKind.Consultant, "Ágnes Kővári");
        var adviser = await data.AccountAsync(PersonKind.TaxAdviser, "Priya Raghunathan");

        Assert.That(
            (await FindAsync(browser, "Name or address", "kovari")).Rows("Results"),
            Has.Count.EqualTo(1).And.All.Contain("Ágnes Kővári")
        );
        Assert.That(
            (await FindAsync(browser, "Name or address", adviser.Email!)).Rows("Results"),
            Has.Count.EqualTo(1).And.All.Contain("Priya")
        );
        Assert.That(
            (await FindAsync(browser, "Kind", "Tax adviser")).Rows("Results"),
            Has.Count.EqualTo(1).And.All.Contain("Priya")
        );
        Assert.That((await FindAsync(browser, "State", "Active")).Rows("Results"), Has.Count.EqualTo(3));
        Assert.That((await FindAsync(browser, "State", "Invited")).Text, Does.Contain("Nobody is like that"));
    }

    [Test]
    public async Task More_than_fifty_people_take_more_pages_than_one()
    {
        using var browser = await AdminAsync();
        for (var i = 0; i < 51; i++)
        {
            await data.ConsultantAsync();
        }
        var first = await browser.OpenAsync("/admin/people?kind=Consultant");
        var second = await first.FollowAsync("Next");

        Assert.That((first.Rows("Results").Count, second.Rows("Results").Count), Is.EqualTo((50, 1)));
        Assert.That(second.Text, Does.Contain("51 to 51 of 51"));
        Assert.That((await browser.OpenAsync("/admin/people?page=-3")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await browser.OpenAsync("/admin/people?page=999999999")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_list_takes_as_many_queries_for_fifty_people_as_for_one()
    {
        using var browser = await AdminAsync();
        var few = (await browser.OpenAsync("/admin/people")).Commands.Count;
        for (var i = 0; i < 30; i++)
        {
            await data.AccountAsync(PersonKind.TaxAdviser);
        }

        Assert.That((await browser.OpenAsync("/admin/people")).Commands, Has.Count.EqualTo(few).And.Count.LessThanOrEqualTo(3));
    }

    [Test]
    public async Task An_invited_adviser_has_a_firm_and_a_mail_on_its_way()
    {
        using var browser = await AdminAsync("Freja Lynge");
        var form = await (await browser.OpenAsync("/admin/people/invite")).FollowAsync("Tax adviser");

        var person = await form.Fill("Name", "Priya Raghunathan")
            .Fill("E-mail address", "priya@marlowe.example")
            .Fill("Or a firm that is not in the list", "Marlowe & Raghunathan")
            .PressAsync("Send invitation");

        Assert.That(person.Heading, Is.EqualTo("Priya Raghunathan"));
        Assert.That(person.Text, Does.Contain("Tax adviser, Marlowe & Raghunathan").And.Contain("link until 30 Nov 2026"));
        Assert.That(person.Rows("History"), Has.Count.EqualTo(1).And.All.Contain("Link sent").And.All.Contain("Freja Lynge"));
        using var db = host.Database.Open();
        Assert.That((await db.MailMessages.SingleAsync()).ToAddress, Is.EqualTo("priya@marlowe.example"));
    }

    [Test]
    public async Task What_is_missing_is_named_beside_its_field_and_nothing_is_half_done()
    {
        using var browser = await AdminAsync();
        var form = await browser.OpenAsync("/admin/people/invite?kind=ProgrammeManager");

        var refused = await form.Fill("Name", "Birgitta Ek")
            .Fill("E-mail address", "birgitta@sundqvist.example")
            .PressAsync("Send invitation");

        Assert.That(refused.ProblemAt("Client"), Is.EqualTo("Choose the client this person works for."));
        Assert.That(refused.Value("Name"), Is.EqualTo("Birgitta Ek"));
        using var db = host.Database.Open();
        Assert.That((await db.MailMessages.AnyAsync(), await db.Accounts.CountAsync()), Is.EqualTo((false, 1)));
    }

    [TestCase("Assignee")]
    [TestCase("FamilyMember")]
    [TestCase("Emperor")]
    public async Task Kinds_that_are_not_invited_here_are_asked_for_again(string kind)
    {
        using var browser = await AdminAsync();

        Assert.That((await browser.OpenAsync($"/admin/people/invite?kind={kind}")).HasLink("Consultant"), Is.True);
        var posted = await browser.PostAsync(
            "/admin/people/invite",
            ("Kind", kind),
            ("DisplayName", "X"),
            ("Email", "x@example.org")
        );
        Assert.That(posted.HasLink("Consultant"), Is.True);
        using var db = host.Database.Open();
        Assert.That(await db.Accounts.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_field_of_another_kind_does_not_slip_in()
    {
        var client = await data.ClientAsync();
        using var browser = await AdminAsync();

        await browser.PostAsync(
            "/admin/people/invite",
            ("Kind", "Consultant"),
            ("DisplayName", "Ana"),
            ("Email", "ana@example.org"),
            ("ClientId", client.Id.ToString()),
            ("PersonId", Guid.NewGuid().ToString()),
            ("EmailConfirmed", "true")
        );

        using var db = host.Database.Open();
        var ana = await db.Accounts.SingleAsync(a => a.Email == "ana@example.org");
        Assert.That((ana.ClientId, ana.PersonId, ana.EmailConfirmed), Is.EqualTo(((Guid?)null, (Guid?)null, false)));
    }

    [Test]
    public async Task Deactivating_needs_a_reason_which_stands_in_the_history_and_can_be_taken_back()
    {
        var ana = await data.ConsultantAsync("Ana Ruiz");
        using var browser = await AdminAsync();
        var page = await browser.OpenAsync($"/admin/people/{ana.Id}");

        var refused = await page.PressAsync("Deactivate");
        Assert.That(refused.ProblemAt("Why"), Is.Not.Null);
        var shutOut = await refused.Fill("Why", "left the company").PressAsync("Deactivate");
        Assert.That(shutOut.Text, Does.Contain("Deactivated since 23 Nov 2026"));
        Assert.That(shutOut.Rows("History"), Has.Some.Contain("left the company"));

        var back = await shutOut.Fill("Why", "came back").PressAsync("Let back in");
        Assert.That(back.Rows("History"), Has.Count.EqualTo(2));
        Assert.That(back.HasButton("Deactivate"), Is.True);
    }

    [Test]
    public async Task Nobody_deactivates_themselves()
    {
        var admin = await data.AccountAsync(PersonKind.Administrator);
        using var browser = await host.BrowseAsync(admin);

        Assert.That((await browser.OpenAsync($"/admin/people/{admin.Id}")).HasButton("Deactivate"), Is.False);
        var posted = await browser.PostAsync($"/admin/people/{admin.Id}/deactivate", ("Why", "tired"));
        using var db = host.Database.Open();
        Assert.That((await db.Accounts.SingleAsync()).DeactivatedAt, Is.Null);
        Assert.That(posted.Document.Body!.TextContent, Does.Contain("This is you"));
    }

    [Test]
    public async Task Shutting_out_somebody_with_open_cases_says_so()
    {
        var ana = await data.ConsultantAsync("Ana Ruiz");
        await data.CaseAsync(await data.ClientAsync(), ana);
        using var browser = await AdminAsync();

        Assert.That((await browser.OpenAsync($"/admin/people/{ana.Id}")).Text, Does.Contain("Open cases: 1."));
    }

    [Test]
    public async Task A_new_link_goes_by_mail_and_the_page_says_it_went()
    {
        var ana = await data.ConsultantAsync("Ana Ruiz");
        using var browser = await AdminAsync();
        var page = await browser.OpenAsync($"/admin/people/{ana.Id}");

        var sent = await page.PressAsync("Send a new link");

        Assert.That(Page.Words(sent.Section("A new link")), Does.Contain("Sent"));
        using var db = host.Database.Open();
        Assert.That((await db.MailMessages.SingleAsync()).ToAddress, Is.EqualTo(ana.Email));
    }

    [Test]
    public async Task Somebody_closed_out_by_wrong_passwords_is_shown_with_the_time()
    {
        var ana = await data.ConsultantAsync("Ana Ruiz");
        using (var db = host.Database.Open())
        {
            var until = (DateTimeOffset?)(host.Clock.GetCurrentInstant() + Duration.FromMinutes(15)).ToDateTimeOffset();
            await db.Accounts.Where(a => a.Id == ana.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.LockoutEnd, until));
        }
        using var browser = await AdminAsync();

        Assert.That(
            (await browser.OpenAsync("/admin/people?state=Locked")).Rows("Results"),
            Has.Count.EqualTo(1).And.All.Contain("until 23 Nov 2026, 13:15")
        );
    }

    [Test]
    public async Task Nobody_is_there_under_an_id_that_is_nobodys()
    {
        using var browser = await AdminAsync();

        Assert.That((await browser.OpenAsync($"/admin/people/{Guid.NewGuid()}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(
            (await browser.PostAsync($"/admin/people/{Guid.NewGuid()}/link")).Status,
            Is.EqualTo(HttpStatusCode.NotFound)
        );
    }

    private static async Task<Page> FindAsync(Browser browser, string field, string value) =>
        await (await browser.OpenAsync("/admin/people")).Fill(field, value).PressAsync("Search");

    private async Task<Browser> AdminAsync(string? name = null) =>
        await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator, name));
}

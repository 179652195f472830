using Microsoft.EntityFrameworkCore;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.People;

public sealed class AccountPageTests
{
    private static readonly WebHost Host = new();
    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [Test]
    public async Task A_changed_name_language_and_zone_hold_from_the_next_page_on()
    {
        var ana = await Data.ConsultantAsync("Ana Ruiz");
        using var browser = await Host.BrowseAsync(ana);
        var page = await browser.OpenAsync("/account");

        var saved = await page.Fill("Name", "Ana Ruiz Peña")
            .Fill("Language", "Deutsch")
            .Fill("Time zone", "Asia/Tokyo")
            .PressAsync("Save");

        Assert.That(Page.Words(saved.Section("You")), Does.Contain("Saved"));
        Assert.That(
            (saved.Value("Name"), saved.Value("Language"), saved.Value("Time zone")),
            Is.EqualTo(("Ana Ruiz Peña", "Deutsch", "Asia/Tokyo"))
        );
        Assert.That(Page.Words(saved.Document.QuerySelector("header.top")!), Does.Contain("Ana Ruiz Peña"));
        using var db = Host.Database.Open();
        var change = await db.Changes.SingleAsync(c => c.AboutAccountId == ana.Id);
        Assert.That(change.FieldChanges().Select(f => f.Field), Is.EqualTo(["DisplayName", "Language", "TimeZone"]));
    }

    [Test]
    public async Task What_is_refused_keeps_what_was_typed()
    {
        using var browser = await Host.BrowseAsync(await Data.ConsultantAsync("Ana"));
        var page = await browser.OpenAsync("/account");

        var refused = await page.Fill("Name", " ").Fill("Time zone", "Asia/Tokyo").PressAsync("Save");

        Assert.That(refused.ProblemAt("Name"), Is.EqualTo("A name is needed, of 200 characters at most."));
        Assert.That(refused.Value("Time zone"), Is.EqualTo("Asia/Tokyo"));
    }

    [TestCase("Light", "light")]
    [TestCase("Dark", "dark")]
    public async Task A_chosen_look_holds_in_this_browser_and_the_systems_can_be_chosen_back(string choice, string theme)
    {
        using var browser = await Host.BrowseAsync(await Data.ConsultantAsync("Ana"));
        var page = await browser.OpenAsync("/account");
        Assert.That(page.Document.DocumentElement.HasAttribute("data-bs-theme"), Is.False);

        var chosen = await page.Fill("Light or dark", choice).PressAsync("Save");
        Assert.That(chosen.Document.DocumentElement.GetAttribute("data-bs-theme"), Is.EqualTo(theme));
        Assert.That(chosen.Value("Light or dark"), Is.EqualTo(choice));

        var system = await chosen.Fill("Light or dark", "As the system").PressAsync("Save");
        Assert.That(system.Document.DocumentElement.HasAttribute("data-bs-theme"), Is.False);
    }

    [Test]
    public async Task A_changed_password_keeps_this_session_and_ends_the_others()
    {
        var ana = await Data.ConsultantAsync("Ana");
        using var here = await Host.BrowseAsync(ana);
        using var elsewhere = await Host.BrowseAsync(ana);
        var page = await (await here.OpenAsync("/account")).FollowAsync("Change password");

        var saved = await page.Fill("Current password", TestData.Password)
            .Fill("New password", "herons sleep on one leg")
            .Fill("The same password again", "herons sleep on one leg")
            .PressAsync("Change password");

        Assert.That(Page.Words(saved.Section("Password")), Does.Contain("Saved"));
        Assert.That((await here.OpenAsync("/account")).Heading, Is.EqualTo("Your account"));
        Assert.That((await elsewhere.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"));
        using var fresh = Host.Browse();
        Assert.That((await SignInTests.SignInAsync(fresh, ana, "herons sleep on one leg")).Path, Is.EqualTo("/my-day"));
    }

    [TestCase("wrong", "herons sleep on one leg", "herons sleep on one leg", "Current password")]
    [TestCase(TestData.Password, "qwertyuiop12", "qwertyuiop12", "New password")]
    [TestCase(TestData.Password, "herons sleep on one leg", "herons", "The same password again")]
    public async Task A_refused_change_says_why_beside_its_field(string current, string wanted, string again, string field)
    {
        var ana = await Data.ConsultantAsync("Ana");
        using var browser = await Host.BrowseAsync(ana);
        var page = await browser.OpenAsync("/account/password");

        var refused = await page.Fill("Current password", current)
            .Fill("New password", wanted)
            .Fill("The same password again", again)
            .PressAsync("Change password");

        Assert.That(refused.ProblemAt(field), Is.Not.Null);
        Assert.That(refused.Problems, Has.Count.EqualTo(1));
        using var fresh = Host.Browse();
        Assert.That((await SignInTests.SignInAsync(fresh, ana, TestData.Password)).Path, Is.EqualTo("/my-day"));
    }

    [Test]
    public async Task A_person_of_a_family_has_an_account_page_too()
    {
        var file = await Data.CaseAsync(await Data.ClientAsync(), await Data.ConsultantAsync());
        using var browser = await Host.BrowseAsync(await Data.AccountAsync(PersonKind.Assignee, personId: file.AssigneeId));

        Assert.That((await browser.OpenAsync("/account")).Heading, Is.EqualTo("Your account"));
    }
}

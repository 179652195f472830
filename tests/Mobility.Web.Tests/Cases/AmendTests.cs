using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Cases;

public sealed class AmendTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private Case file = null!;
    private Browser ilse = null!;
    private Browser tomas = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        var client = await data.ClientAsync("Brightwater");
        var consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        ilse = await host.BrowseAsync(consultant);
        tomas = await host.BrowseAsync(await data.ConsultantAsync("Tomás Ó Briain"));
        file = await data.CaseAsync(client, consultant);
    }

    [TearDown]
    public void TearDown()
    {
        ilse.Dispose();
        tomas.Dispose();
        host.Dispose();
    }

    private string Address => $"/cases/{file.Number}/amend";

    [Test]
    public async Task The_form_stands_as_the_case_stands_and_saves_what_changed_with_its_reason()
    {
        var form = await ilse.OpenAsync(Address);
        Assert.Multiple(() =>
        {
            Assert.That(form.Value("First day"), Is.EqualTo("1 Nov 2026"));
            Assert.That(form.Value("Home country"), Is.EqualTo("United Kingdom"));
            Assert.That(form.Value("Host entity"), Is.EqualTo("Brightwater GmbH, Brightwaterstadt"));
            Assert.That(form.Value("Consultant"), Is.EqualTo("Ilse Vandermeulen"));
        });

        await form.Fill("Last day", "31 Dec 2028").Fill("Why this change", "Client asks for two more months").PressAsync("Save");

        using var db = host.Database.Open();
        Assert.That((await data.ReloadAsync(file)).End, Is.EqualTo(new LocalDate(2028, 12, 31)));
        var change = await db.Changes.SingleAsync(c => c.CaseId == file.Id && c.Kind == ChangeKind.CaseAmended);
        Assert.That((change.ByName, change.Why), Is.EqualTo(("Ilse Vandermeulen", "Client asks for two more months")));
        Assert.That(change.FieldChanges(), Is.EqualTo(new[] { new FieldChange("End", "2028-10-31", "2028-12-31") }));
    }

    [Test]
    public async Task A_change_needs_a_reason_and_keeps_what_was_typed()
    {
        var page = await (await ilse.OpenAsync(Address)).Fill("Host city", "Augsburg").PressAsync("Save");

        Assert.That(page.ProblemAt("Why this change"), Is.EqualTo("Say why, in a few words."));
        Assert.That(page.Value("Host city"), Is.EqualTo("Augsburg"));
        Assert.That((await data.ReloadAsync(file)).HostCity, Is.EqualTo("Brightwaterstadt"));
    }

    [Test]
    public async Task Two_people_who_changed_different_fields_see_both_picked_and_save_again()
    {
        var mine = await ilse.OpenAsync(Address);
        var theirs = await tomas.OpenAsync(Address);
        await theirs.Fill("Host city", "Augsburg").Fill("Why this change", "Plant moved").PressAsync("Save");

        var conflict = await mine.Fill("Last day", "31 Dec 2028").Fill("Why this change", "Two more months").PressAsync("Save");

        Assert.Multiple(() =>
        {
            Assert.That(conflict.Status, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(conflict.Heading, Is.EqualTo("Someone saved this case before you"));
            Assert.That(conflict.Text, Does.Contain("Tomás Ó Briain saved version 2"));
            Assert.That(conflict.Text, Does.Contain("No field was changed by both of you"));
            Assert.That(
                conflict.Row("2 fields differ", "Last day").TextContent,
                Does.Contain("only yours").And.Contain("31 Oct 2028").And.Contain("31 Dec 2028")
            );
            Assert.That(
                conflict.Row("2 fields differ", "Host city").TextContent,
                Does.Contain("only theirs").And.Contain("Augsburg")
            );
            Assert.That(Checked(conflict), Is.EqualTo(new[] { "Pick[HostCity]=theirs", "Pick[End]=yours" }));
            Assert.That(conflict.Value("Why this change"), Is.EqualTo("Two more months"));
        });

        await conflict.PressAsync("Save as version 3");

        var saved = await data.ReloadAsync(file);
        Assert.That(
            (saved.HostCity, saved.End, saved.Version),
            Is.EqualTo(("Augsburg", (LocalDate?)new LocalDate(2028, 12, 31), 3L))
        );
    }

    [Test]
    public async Task A_field_both_changed_is_not_picked_and_not_saved_until_it_is()
    {
        var mine = await ilse.OpenAsync(Address);
        var theirs = await tomas.OpenAsync(Address);
        await theirs.Fill("Policy", "Policy T").Fill("Why this change", "T").PressAsync("Save");

        var conflict = await mine.Fill("Policy", "Policy I").Fill("Why this change", "I").PressAsync("Save");
        Assert.That(Checked(conflict), Is.Empty);
        Assert.That(conflict.Text, Does.Contain("One field needs your choice: Policy."));
        var unchosen = await conflict.PressAsync("Save as version 3");
        Assert.That(unchosen.Problems, Is.EqualTo(new[] { "Choose theirs or yours: Policy." }));
        Assert.That((await data.ReloadAsync(file)).PolicyName, Is.EqualTo("Policy T"));

        ((IHtmlInputElement)unchosen.Document.QuerySelector("input[name='Pick[PolicyName]'][value=yours]")!).IsChecked = true;
        await unchosen.PressAsync("Save as version 3");

        Assert.That((await data.ReloadAsync(file)).PolicyName, Is.EqualTo("Policy I"));
    }

    [Test]
    public async Task Theirs_can_be_kept_against_an_own_change()
    {
        var mine = await ilse.OpenAsync(Address);
        await (await tomas.OpenAsync(Address)).Fill("Policy", "Policy T").Fill("Why this change", "T").PressAsync("Save");
        var conflict = await mine.Fill("Policy", "Policy I")
            .Fill("Host city", "Augsburg")
            .Fill("Why this change", "I")
            .PressAsync("Save");

        ((IHtmlInputElement)conflict.Document.QuerySelector("input[name='Pick[PolicyName]'][value=theirs]")!).IsChecked = true;
        await conflict.PressAsync("Save as version 3");

        var saved = await data.ReloadAsync(file);
        Assert.That((saved.PolicyName, saved.HostCity), Is.EqualTo(("Policy T", "Augsburg")));
    }

    [Test]
    public async Task A_third_save_in_between_shows_the_clash_again()
    {
        var mine = await ilse.OpenAsync(Address);
        await (await tomas.OpenAsync(Address)).Fill("Host city", "Augsburg").Fill("Why this change", "T").PressAsync("Save");
        var conflict = await mine.Fill("Last day", "31 Dec 2028").Fill("Why this change", "I").PressAsync("Save");
        await (await tomas.OpenAsync(Address)).Fill("Last day", "30 Nov 2028").Fill("Why this change", "T").PressAsync("Save");

        var again = await conflict.PressAsync("Save as version 3");

        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(again.Text, Does.Contain("Theirs, version 3").And.Contain("Was, version 1").And.Contain("30 Nov 2028"));
        Assert.That(again.Row("2 fields differ", "Last day").TextContent, Does.Contain("choose"));
        Assert.That((await data.ReloadAsync(file)).End, Is.EqualTo(new LocalDate(2028, 11, 30)));
    }

    [TestCase("confirm", "Confirm")]
    [TestCase("hold", "Put on hold")]
    [TestCase("cancel", "Cancel")]
    [TestCase("close", "Close")]
    public async Task A_turn_of_the_case_is_taken_with_a_day_and_a_reason(string act, string button)
    {
        var form = await ilse.OpenAsync($"/cases/{file.Number}/{act}");

        var refused = await form.PressAsync(button);
        Assert.That(refused.Problems, Is.EqualTo(new[] { "Say why, in a few words." }));
        await refused.Fill("Why this change", "Agreed by mail").PressAsync(button);

        var saved = await data.ReloadAsync(file);
        var day = act switch
        {
            "confirm" => saved.ConfirmedOn,
            "hold" => saved.OnHoldSince,
            "cancel" => saved.CancelledOn,
            _ => saved.ClosedOn,
        };
        Assert.That(day, Is.EqualTo(data.Today));
        using var db = host.Database.Open();
        Assert.That(
            await db.Changes.AnyAsync(c => c.CaseId == file.Id && c.Why == "Agreed by mail" && c.ByName == "Ilse Vandermeulen")
        );
    }

    [Test]
    public async Task A_turn_taken_on_an_older_version_is_held_back_once_and_says_so()
    {
        var form = await ilse.OpenAsync($"/cases/{file.Number}/hold");
        await (await tomas.OpenAsync(Address)).Fill("Host city", "Augsburg").Fill("Why this change", "T").PressAsync("Save");

        var held = await form.Fill("Why this change", "Visa late").PressAsync("Put on hold");

        Assert.That(held.Problems, Has.Count.EqualTo(1).And.All.StartWith("Somebody changed this case"));
        Assert.That((await data.ReloadAsync(file)).OnHoldSince, Is.Null);
        await held.PressAsync("Put on hold");
        Assert.That((await data.ReloadAsync(file)).OnHoldSince, Is.EqualTo(data.Today));
    }

    [Test]
    public async Task A_day_to_come_is_refused()
    {
        var page = await (await ilse.OpenAsync($"/cases/{file.Number}/confirm"))
            .Fill("Agreed on", "24 Nov 2026")
            .Fill("Why this change", "Soon")
            .PressAsync("Confirm");

        Assert.That(page.ProblemAt("Agreed on"), Is.EqualTo("Must be on or before 23 Nov 2026."));
    }

    [Test]
    public async Task A_member_of_the_family_is_added_once()
    {
        var form = await ilse.OpenAsync($"/cases/{file.Number}/people/new");
        form.Fill("Full name", "Noor").Fill("Relation", "Child").Fill("E-mail", "noor@example.org");
        await form.PressAsync("Add a person");

        var again = await (await ilse.OpenAsync($"/cases/{file.Number}/people/new"))
            .Fill("Full name", "Noor")
            .Fill("Relation", "Child")
            .Fill("E-mail", "noor@example.org")
            .PressAsync("Add a person");

        Assert.That(again.ProblemAt("E-mail"), Is.EqualTo("Noor is on this case already."));
        using var db = host.Database.Open();
        Assert.That(await db.CaseMembers.CountAsync(m => m.CaseId == file.Id), Is.EqualTo(2));
    }

    [Test]
    public async Task An_engaged_adviser_sees_the_case_from_then_on()
    {
        var adviser = await data.AccountAsync(PersonKind.TaxAdviser, "Priya Raghunathan");
        using var priya = await host.BrowseAsync(adviser);
        Assert.That((await priya.OpenAsync("/cases")).Text, Does.Not.Contain(file.Number));

        var form = await ilse.OpenAsync($"/cases/{file.Number}/advisers/new");
        var name = form.Field("Adviser or supplier")
            .QuerySelectorAll("option")
            .Select(o => o.TextContent)
            .Single(o => o.StartsWith("Priya", StringComparison.Ordinal));
        await form.Fill("Adviser or supplier", name).PressAsync("Engage");

        Assert.That((await priya.OpenAsync("/cases")).Text, Does.Contain(file.Number));
    }

    [TestCase("amend")]
    [TestCase("confirm")]
    [TestCase("people/new")]
    [TestCase("advisers/new")]
    public async Task Who_may_not_change_a_case_finds_no_form(string page)
    {
        var client = await data.ClientAsync();
        foreach (
            var account in new[]
            {
                await data.AccountAsync(PersonKind.ProgrammeManager, client: client),
                await data.AccountAsync(PersonKind.TaxAdviser),
                await data.AccountAsync(PersonKind.Assignee, personId: file.AssigneeId),
            }
        )
        {
            using var browser = await host.BrowseAsync(account);
            Assert.That((await browser.OpenAsync($"/cases/{file.Number}/{page}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    private static IEnumerable<string> Checked(Page page) =>
        page
            .Document.QuerySelectorAll("input[type=radio]")
            .OfType<IHtmlInputElement>()
            .Where(r => r.IsChecked)
            .Select(r => $"{r.Name}={r.Value}");
}

using Mobility.Casework.Cases;
using Mobility.Casework.Deadlines;
using Mobility.Casework.People;
using Mobility.Rules.Deadlines;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Queue;

public sealed class QueuePageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2026, 11, 22));
        data = new TestData(host);
        client = await data.ClientAsync();
        consultant = await data.ConsultantAsync();
    }

    [TearDown]
    public void Stop() => host.Dispose();

    [Test]
    public async Task An_adviser_finds_the_cases_engaged_on_and_no_others()
    {
        var mine = await data.ConfirmedCaseAsync(client, consultant);
        var other = await data.ConfirmedCaseAsync(client, consultant);
        var adviser = await EngagedAsync(PersonKind.TaxAdviser, mine);
        await DeadlineAsync(mine, "Mine", Actor.TaxAdviser);
        await DeadlineAsync(other, "Not mine", Actor.TaxAdviser);

        var page = await PageOfAsync(adviser);

        Assert.That(page.Text, Does.Contain(mine.Number).And.Not.Contain(other.Number));
    }

    [TestCase(PersonKind.TaxAdviser, "File the return")]
    [TestCase(PersonKind.ImmigrationAdviser, "Renew the permit")]
    public async Task Each_kind_of_adviser_finds_the_own_deadlines_late_ones_named(PersonKind kind, string title)
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        var adviser = await EngagedAsync(kind, file);
        await DeadlineAsync(file, "File the return", Actor.TaxAdviser);
        await DeadlineAsync(file, "Renew the permit", Actor.ImmigrationAdviser);
        await DeadlineAsync(file, "Sign", Actor.Employer);

        var page = await PageOfAsync(adviser);

        Assert.That(page.Rows("Deadlines for you").Single(), Does.Contain(title).And.Contain("late since 20 Nov 2026"));
    }

    [Test]
    public async Task Each_list_begins_with_what_is_due_first_and_the_rest_is_on_pages_of_its_own()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        var adviser = await EngagedAsync(PersonKind.TaxAdviser, file);
        for (var i = 0; i < 60; i++)
        {
            await DeadlineAsync(file, $"Return {i:00}", Actor.TaxAdviser, new LocalDate(2026, 11, 20).PlusDays(i));
        }
        using var browser = await host.BrowseAsync(adviser);

        var queue = await browser.OpenAsync("/queue");
        var first = await queue.FollowAsync("40 more");
        var second = await first.FollowAsync("Next");

        Assert.Multiple(() =>
        {
            Assert.That(queue.Rows("Deadlines for you"), Has.Count.EqualTo(20));
            Assert.That(queue.Rows("Deadlines for you")[^1], Does.Contain("Return 19"));
            Assert.That(queue.Document.QuerySelectorAll(".tally b").Take(2).Select(b => b.TextContent), Is.EqualTo(["2", "60"]));
            Assert.That(first.Rows("Deadlines for you"), Has.Count.EqualTo(50));
            Assert.That(second.Rows("Deadlines for you"), Has.Count.EqualTo(10));
            Assert.That(second.Rows("Deadlines for you")[^1], Does.Contain("Return 59"));
            Assert.That(second.FindSection("Limits passed or near"), Is.Null, "one list at a time");
        });
    }

    [Test]
    public async Task A_search_narrows_every_list_and_the_number_of_cases_is_that_of_the_list_it_opens()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        var other = await data.ConfirmedCaseAsync(client, consultant);
        var adviser = await EngagedAsync(PersonKind.TaxAdviser, file);
        await host.UseAsync<CaseService>(s => s.EngageAsync(other.Id, adviser.Id, data.Change(), default));
        await DeadlineAsync(file, "One", Actor.TaxAdviser);
        await DeadlineAsync(other, "Two", Actor.TaxAdviser);
        using var browser = await host.BrowseAsync(adviser);

        var page = await (await browser.OpenAsync("/queue")).Fill("Assignee, number or city", file.Number).PressAsync("Search");
        var cases = page.Document.QuerySelectorAll(".tally a").OfType<AngleSharp.Html.Dom.IHtmlAnchorElement>().Last();

        Assert.Multiple(async () =>
        {
            Assert.That(page.Rows("Deadlines for you").Single(), Does.Contain("One"));
            Assert.That(cases.QuerySelector("b")!.TextContent, Is.EqualTo("1"));
            Assert.That((await browser.OpenAsync(cases.Href)).Rows("Results"), Has.Count.EqualTo(1));
            Assert.That((await page.FollowAsync("Clear")).Rows("Deadlines for you"), Has.Count.EqualTo(2));
        });
    }

    [TestCase("/queue?list=Nonsense&page=-7&q=%20")]
    [TestCase("/queue?list=Limits&page=999999999")]
    public async Task Any_address_is_answered(string address)
    {
        using var browser = await host.BrowseAsync(await data.AccountAsync(PersonKind.TaxAdviser));

        Assert.That((await browser.OpenAsync(address)).Status, Is.EqualTo(System.Net.HttpStatusCode.OK));
    }

    [TestCase(PersonKind.TaxAdviser, "United States")]
    [TestCase(PersonKind.ImmigrationAdviser, "Schengen area")]
    public async Task Each_kind_of_adviser_finds_the_limits_that_are_theirs_with_a_way_to_the_reason(
        PersonKind kind,
        string place
    )
    {
        var file = await Trips.Eilidh.AddAsync(data, host, client, consultant);

        var page = await PageOfAsync(await EngagedAsync(kind, file));

        var rows = page.Rows("Limits passed or near");
        Assert.That(rows, Has.Some.Contains(place).And.All.Contains("Eilidh MacGillivray-Sørensen"));
        Assert.That(page.Document.QuerySelectorAll("#limits a[href*='why=']"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task An_empty_queue_says_why()
    {
        var adviser = await data.AccountAsync(PersonKind.TaxAdviser);
        using var browser = await host.BrowseAsync(adviser);

        var page = await browser.OpenAsync("/queue");

        Assert.That(page.Text, Does.Contain("You are engaged on no case"));
    }

    private async Task<Account> EngagedAsync(PersonKind kind, Case file)
    {
        var adviser = await data.AccountAsync(kind);
        await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, adviser.Id, data.Change(), default));
        return adviser;
    }

    private async Task<Page> PageOfAsync(Account adviser)
    {
        using var browser = await host.BrowseAsync(adviser);
        return await browser.OpenAsync("/queue");
    }

    // As if a rule had planned it; what the rules do plan is cleared away. The next review of the case would undo both: make it last.
    private async Task DeadlineAsync(Case file, string title, Actor actor, LocalDate? due = null)
    {
        using var db = host.Database.Open();
        foreach (var planned in db.Deadlines.Where(d => d.CaseId == file.Id && d.RuleId != "test/deadline"))
        {
            planned.State = DeadlineState.Waived;
        }
        db.Deadlines.Add(
            new Deadline
            {
                CaseId = file.Id,
                RuleId = "test/deadline",
                RuleVersion = "1",
                Subject = title,
                Title = title,
                DueOn = due ?? new LocalDate(2026, 11, 20),
                TimeZone = file.TimeZone,
                Actor = actor,
                Reason = "{}",
            }
        );
        await db.SaveChangesAsync();
    }
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.TripChecks;

/// <summary>
/// A Briton, employed in Britain, installs machines for a client in France from 7 to 18 December; it is Monday 23 November 2026. The notice is due on the day before, Sunday 6
/// December.
/// </summary>
public sealed class TripCheckPageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;
    private Case file = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        client = await data.ClientAsync();
        consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        browser = await host.BrowseAsync(consultant);
        file = await data.CaseAsync(client, consultant);
        using var db = host.Database.Open();
        await db.People.Where(p => p.Id == file.AssigneeId).ExecuteUpdateAsync(s => s.SetProperty(p => p.HomeCountry, "GB"));
    }

    [TearDown]
    public void TearDown()
    {
        browser.Dispose();
        host.Dispose();
    }

    [Test]
    public async Task Seven_results_are_shown_and_nothing_is_kept_until_asked()
    {
        var page = await (await TellAsync()).PressAsync("Check");

        Assert.That(page.Heading, Is.EqualTo("Check a trip before it is booked"));
        Assert.That(page.Document.QuerySelectorAll("article.find"), Has.Length.EqualTo(7));
        Assert.That(Result(page, "fr-postingnotice"), Does.Contain("Required by 6 Dec 2026").And.Contain("SIPSI"));
        Assert.That(Result(page, "fr-socialsecurity"), Does.Contain("Portable Document A1 needed"));
        Assert.That(page.Value("Where"), Is.EqualTo("France"), "What was typed stays.");
        using var db = host.Database.Open();
        Assert.That(db.TripChecks, Is.Empty);
    }

    [Test]
    public async Task A_kept_check_is_confirmed_into_tasks_and_a_deadline_of_the_case()
    {
        var kept = await KeepAsync();
        Assert.That(kept.Path, Is.EqualTo("/trip-checks/TC-2026-0001"));
        Assert.That(Page.Words(kept.Section("What it asks to be done")), Does.Contain("Ask for the Portable Document A1"));

        var confirmed = await kept.PressAsync("Confirm: make tasks and deadlines");

        Assert.That(
            Page.Words(confirmed.Section("Tasks and deadlines")),
            Does.Contain("Sun 6 Dec 2026").And.Contain("deadline of the case")
        );
        var casePage = await browser.OpenAsync($"/cases/{file.Number}");
        Assert.That(casePage.Rows("Tasks"), Has.Some.Contains("TC-2026-0001: Ask for the Portable Document A1"));
        Assert.That(Page.Words(casePage.Section("Deadlines")), Does.Contain("SIPSI"));
    }

    [Test]
    public async Task Amending_keeps_the_number_and_the_old_version_and_shows_the_difference()
    {
        var kept = await KeepAsync();
        var form = await kept.FollowAsync("Amend");
        Assert.That(
            (form.Value("Where"), form.Value("First day there"), form.Value("What is done there")),
            Is.EqualTo(("France", "7 Dec 2026", "installation, testing or repair"))
        );

        var preview = await form.Tick("A1 or certificate of coverage").PressAsync("Check");
        Assert.That(
            Page.Words(preview.Section("What differs")),
            Does.Contain("Social security, France").And.Contain("Portable Document A1 held")
        );
        var amended = await preview.Fill("Why", "the A1 came").PressAsync("Keep it as the new version");

        Assert.That(amended.Text, Does.Contain("TC-2026-0001, version 2"));
        Assert.That(Page.Words(amended.Section("Versions")), Does.Contain("the A1 came"));
        var old = await amended.FollowAsync("Version 1");
        Assert.That(Result(old, "fr-socialsecurity"), Does.Contain("Portable Document A1 needed"));
        Assert.That(old.HasButton("Confirm: make tasks and deadlines"), Is.False);
    }

    [Test]
    public async Task Calling_off_asks_why()
    {
        var kept = await KeepAsync();
        var form = await kept.FollowAsync("Call off");
        var refused = await form.PressAsync("Call off");
        Assert.That(refused.ProblemAt("Why"), Is.EqualTo("Say why."));

        var off = await refused.Fill("Why", "the client went elsewhere").PressAsync("Call off");

        Assert.That(off.Text, Does.Contain("the client went elsewhere"));
        Assert.That(off.HasLink("Amend"), Is.False);
        Assert.That((await browser.OpenAsync($"{kept.Path}/amend")).Path, Is.EqualTo(kept.Path));
        Assert.That((await browser.OpenAsync($"{kept.Path}/cancel")).Path, Is.EqualTo(kept.Path));
        Assert.That((await browser.OpenAsync("/trip-checks")).Rows("Kept checks")[0], Does.Contain("called off"));
    }

    [Test]
    public async Task What_is_wrong_stands_beside_its_field_and_stays_as_typed()
    {
        var page = await (await TellAsync())
            .Fill("Where", "Narnia")
            .Fill("Last day there", "1 Dec 2026")
            .Fill("Days on which it is done", "a few")
            .PressAsync("Check");

        Assert.That(page.ProblemAt("Where"), Does.Contain("Narnia"));
        Assert.That(page.ProblemAt("Days on which it is done"), Does.StartWith("Write the days as a whole number"));
        Assert.That((page.Value("Where"), page.Value("Days on which it is done")), Is.EqualTo(("Narnia", "a few")));

        page = await page.Fill("Where", "France").Fill("Days on which it is done", "13").PressAsync("Check");
        Assert.That(page.ProblemAt("Last day there"), Is.EqualTo("The stay ends on 1 Dec 2026, before it begins on 7 Dec 2026."));

        page = await page.Fill("Last day there", "18 Dec 2026").PressAsync("Check");
        Assert.That(page.ProblemAt("Days on which it is done"), Does.Contain("takes 13 days, and the stay has 12 days"));
    }

    [Test]
    public async Task Days_that_nobody_said_are_asked_for()
    {
        var page = await (await TellAsync()).Fill("Days on which it is done", "").PressAsync("Check");

        Assert.That(Result(page, "fr-permanentestablishment"), Does.Contain("On how many days is work done?"));
    }

    [Test]
    public async Task A_second_stop_is_added_and_has_its_own_seven_results()
    {
        var page = await (await TellAsync()).PressAsync("Add a stop");
        var second = page.Document.QuerySelectorAll("fieldset.stay")[1];
        page = await page.Fill("Where", "Germany", second)
            .Fill("First day there", "18 Dec 2026", second)
            .Fill("Last day there", "20 Dec 2026", second)
            .PressAsync("Check");

        Assert.That(page.Document.QuerySelectorAll("article.find"), Has.Length.EqualTo(14));
    }

    [Test]
    public async Task A_traveller_of_a_common_name_is_asked_for_by_number()
    {
        await data.CaseAsync(client, consultant);
        var page = await (await TellAsync()).Fill("Who travels", client.Canary).PressAsync("Check");

        Assert.That(page.ProblemAt("Who travels"), Does.StartWith("Several cases fit"));
        Assert.That(page.Text, Does.Contain(file.Number));
        Assert.That(
            (await page.Fill("Who travels", "nobody at all").PressAsync("Check")).ProblemAt("Who travels"),
            Does.StartWith("No case fits")
        );
    }

    [Test]
    public async Task Somebody_who_amended_first_is_not_overwritten()
    {
        var kept = await KeepAsync();
        var mine = await kept.FollowAsync("Amend");
        var theirs = await (await kept.FollowAsync("Amend")).Fill("Last day there", "17 Dec 2026").PressAsync("Check");
        await theirs.PressAsync("Keep it as the new version");

        var page = await (await mine.Fill("Last day there", "16 Dec 2026").PressAsync("Check")).PressAsync(
            "Keep it as the new version"
        );

        Assert.That(page.Problems, Has.Some.StartsWith("Somebody else changed this check"));
        Assert.That(page.Value("Last day there"), Is.EqualTo("16 Dec 2026"));
        using var db = host.Database.Open();
        Assert.That(db.TripCheckVersions.Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_traveller_checks_own_trips_and_the_consultant_confirms_them()
    {
        var account = await data.AccountAsync(PersonKind.Assignee, personId: file.AssigneeId);
        using var own = await host.BrowseAsync(account);
        var form = await (await own.OpenAsync("/trip-checks")).FollowAsync("Check a trip");
        Assert.That(form.Document.QuerySelector("[name=Who]"), Is.Null);

        var kept = await (await Tell(form).PressAsync("Check")).PressAsync("Keep this check");

        Assert.That(kept.HasButton("Confirm: make tasks and deadlines"), Is.False);
        Assert.That(
            kept.Document.QuerySelectorAll($"a[href*='/cases/'], a[href*='/rules/']"),
            Is.Empty,
            "These are not theirs to open."
        );
        var seen = await browser.OpenAsync(kept.Path);
        Assert.That(seen.HasButton("Confirm: make tasks and deadlines"), Is.True);
    }

    [Test]
    public async Task A_version_that_is_not_there_is_not_there()
    {
        var kept = await KeepAsync();

        Assert.That((await browser.OpenAsync($"{kept.Path}?version=7")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_list_asks_a_fixed_number_of_questions_however_many_checks_there_are()
    {
        await KeepAsync();
        await browser.OpenAsync("/trip-checks");
        var few = (await browser.OpenAsync("/trip-checks")).Commands.Count;
        await KeepAsync();
        await KeepAsync();

        Assert.That((await browser.OpenAsync("/trip-checks")).Commands, Has.Count.EqualTo(few).And.Count.LessThanOrEqualTo(5));
        Assert.That((await browser.OpenAsync("/trip-checks/TC-2026-0001")).Commands, Has.Count.LessThanOrEqualTo(5));
        await (await browser.OpenAsync("/trip-checks/TC-2026-0001")).PressAsync("Confirm: make tasks and deadlines");
        Assert.That((await browser.OpenAsync("/trip-checks/TC-2026-0001")).Commands, Has.Count.LessThanOrEqualTo(7));
    }

    [Test]
    public async Task What_a_confirmed_check_made_leads_to_where_it_is_done()
    {
        var confirmed = await (await KeepAsync()).PressAsync("Confirm: make tasks and deadlines");
        using var db = host.Database.Open();
        var deadline = await db.Deadlines.SingleAsync(d => d.RuleId == "fr/posting-notice");
        var task = await db.Tasks.FirstAsync(t => t.What.Contains("Portable Document A1"));

        Assert.That(
            confirmed.Section("Tasks and deadlines").QuerySelectorAll("a").Select(a => a.GetAttribute("href")),
            Is.SupersetOf(new[] { $"/cases/{file.Number}#task-{task.Id}", $"/cases/{file.Number}#deadline-{deadline.Id}" })
        );
        await browser.PostAsync($"/cases/{file.Number}/tasks/{task.Id}/done");
        var later = await browser.OpenAsync(confirmed.Path);
        Assert.That(Page.Words(later.Section("Tasks and deadlines")), Does.Contain("done"));
    }

    [Test]
    public async Task A_trip_that_a_traveller_kept_waits_in_the_consultants_day_and_on_the_case()
    {
        using var own = await host.BrowseAsync(await data.AccountAsync(PersonKind.Assignee, personId: file.AssigneeId));
        var form = await own.OpenAsync("/trip-checks/new");
        await (await Tell(form).PressAsync("Check")).PressAsync("Keep this check");

        var day = await browser.OpenAsync("/my-day");
        Assert.That(Page.Words(day.Section("Trips to confirm")), Does.Contain("TC-2026-0001").And.Contain("France"));
        var casePage = await browser.OpenAsync($"/cases/{file.Number}");
        Assert.That(casePage.Rows("Trip checks"), Has.Exactly(1).Contains("TC-2026-0001").And.One.Contains("not confirmed"));

        await (await browser.OpenAsync("/trip-checks/TC-2026-0001")).PressAsync("Confirm: make tasks and deadlines");

        Assert.That((await browser.OpenAsync("/my-day")).FindSection("Trips to confirm"), Is.Null);
    }

    [Test]
    public async Task The_list_is_narrowed_by_name_state_country_and_time()
    {
        await KeepAsync();
        var other = await data.CaseAsync(
            client,
            consultant,
            c => c with { Assignee = c.Assignee with { FullName = "Rania Al-Khatib" } }
        );
        var form = (await browser.OpenAsync("/trip-checks/new")).Fill("Who travels", other.Number);
        await (await Tell(form).Fill("Where", "Germany").PressAsync("Check")).PressAsync("Keep this check");
        await (await browser.OpenAsync("/trip-checks/TC-2026-0002")).PressAsync("Confirm: make tasks and deadlines");

        async Task<IReadOnlyList<string>> Numbers(string query)
        {
            var page = await browser.OpenAsync($"/trip-checks?{query}");
            return [.. page.Document.QuerySelectorAll("#list tbody th a").Select(a => a.TextContent)];
        }
        Assert.Multiple(async () =>
        {
            Assert.That(await Numbers(""), Is.EqualTo(new[] { "TC-2026-0001", "TC-2026-0002" }));
            Assert.That(await Numbers("q=khatib"), Is.EqualTo(new[] { "TC-2026-0002" }));
            Assert.That(await Numbers($"q={file.Number}"), Is.EqualTo(new[] { "TC-2026-0001" }));
            Assert.That(await Numbers("state=Confirmed"), Is.EqualTo(new[] { "TC-2026-0002" }));
            Assert.That(await Numbers("state=ToConfirm"), Is.EqualTo(new[] { "TC-2026-0001" }));
            Assert.That(await Numbers("country=DE"), Is.EqualTo(new[] { "TC-2026-0002" }));
            Assert.That(await Numbers("answer=Required"), Does.Contain("TC-2026-0001"));
            Assert.That(await Numbers("answer=NotRequired"), Is.Empty);
            Assert.That(await Numbers("when=Past"), Is.Empty);
            Assert.That(await Numbers($"client={client.Id}&when=Any"), Has.Count.EqualTo(2));
        });
        var told = await browser.OpenAsync("/trip-checks?country=ZZ&state=Perhaps");
        Assert.That(told.Problems, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_programme_manager_reads_the_checks_of_the_client_and_changes_none()
    {
        var kept = await KeepAsync();
        using var manager = await host.BrowseAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: client));

        var page = await (await manager.OpenAsync("/trip-checks")).FollowAsync("TC-2026-0001");

        Assert.Multiple(() =>
        {
            Assert.That(page.Document.QuerySelectorAll("article.find"), Has.Length.EqualTo(7));
            Assert.That(page.Document.QuerySelectorAll("main form"), Is.Empty);
            Assert.That(page.HasLink("Amend") || page.HasLink("Call off") || page.HasLink("Check again"), Is.False);
            Assert.That(page.Document.QuerySelectorAll("main a[href^='/rules/'], main a[href^='/trip-checks/new']"), Is.Empty);
        });
        var rival = await data.ClientAsync("Rival");
        using var stranger = await host.BrowseAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: rival));
        Assert.That((await stranger.OpenAsync(kept.Path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await stranger.OpenAsync("/trip-checks")).Text, Does.Not.Contain("TC-2026-0001"));
    }

    [Test]
    public async Task Somebody_without_a_case_is_checked_by_what_is_said_and_nothing_is_kept()
    {
        var page = await (await TellAsync()).Fill("Who travels", "Anna Berg").PressAsync("Check");
        Assert.That(page.ProblemAt("Who travels"), Does.StartWith("No case fits “Anna Berg”"));

        page = await page.Fill("Citizenships", "Sweden").PressAsync("Check");
        Assert.That(page.ProblemAt("Lives in"), Is.EqualTo("Say where the traveller lives."));

        page = await page.Fill("Lives in", "Sweden").Fill("Employer in", "Sweden").PressAsync("Check");
        Assert.That(page.Document.QuerySelectorAll("article.find"), Has.Length.EqualTo(7));
        Assert.That(Result(page, "fr-socialsecurity"), Does.Contain("Portable Document A1 needed"));
        Assert.That(Result(page, "fr-immigration"), Does.Contain("Free movement").IgnoreCase);
        Assert.That(page.HasButton("Keep this check"), Is.False);
        using var db = host.Database.Open();
        Assert.That(db.TripChecks, Is.Empty);
    }

    private async Task<Page> TellAsync() => Tell((await browser.OpenAsync("/trip-checks/new")).Fill("Who travels", file.Number));

    private static Page Tell(Page form) =>
        form.Fill("Where", "France")
            .Fill("First day there", "7 Dec 2026")
            .Fill("Last day there", "18 Dec 2026")
            .Fill("What is done there", "installation, testing or repair")
            .Fill("Days on which it is done", "9")
            .Fill("Who benefits or pays", "A client there, by contract")
            .Fill("Who acts as employer there", "The employer directs the work");

    private async Task<Page> KeepAsync() => await (await (await TellAsync()).PressAsync("Check")).PressAsync("Keep this check");

    private static string Result(Page page, string anchor) => Page.Words(page.Document.GetElementById(anchor)!);
}

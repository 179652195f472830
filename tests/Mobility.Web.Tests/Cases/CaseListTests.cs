using System.Net;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Cases;

public sealed class CaseListTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        client = await data.ClientAsync("Óbuda");
        consultant = await data.ConsultantAsync("Ilse Vandermeulen");
    }

    [TearDown]
    public void TearDown() => host.Dispose();

    [Test]
    public async Task A_consultant_starts_with_the_own_cases_and_is_one_click_from_all()
    {
        var other = await data.ConsultantAsync("Tomás Ó Briain");
        var mine = await data.CaseAsync(client, consultant, r => Named(r, "Ōta Sayuri"));
        await data.CaseAsync(client, other, r => Named(r, "Håkan Sjögren"));
        using var browser = await host.BrowseAsync(consultant);

        var own = await browser.OpenAsync("/cases");
        var all = await own.FollowAsync("Show everybody’s");

        Assert.Multiple(() =>
        {
            Assert.That(own.Text, Does.Contain("2 active in all, 1 of them yours"));
            Assert.That(own.Rows("Results"), Has.Count.EqualTo(1).And.All.Contain("Ōta Sayuri"));
            Assert.That(own.Link("Ōta Sayuri").PathName, Is.EqualTo($"/cases/{mine.Number}"));
            Assert.That(all.Rows("Results"), Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task A_name_is_found_without_its_accents_and_in_any_order_of_words()
    {
        await data.CaseAsync(client, consultant, r => Named(r, "Grzegorz Brzęczyszczykiewicz"));
        await data.CaseAsync(client, consultant, r => Named(r, "Sulistyowati"));
        using var browser = await host.BrowseAsync(consultant);

        var page = await (await browser.OpenAsync("/cases")).Fill("Name or number", "brzecz GRZEG").PressAsync("Search");

        Assert.That(page.Rows("Results"), Has.Count.EqualTo(1).And.All.Contain("Brzęczyszczykiewicz"));
        Assert.That(page.Value("Name or number"), Is.EqualTo("brzecz GRZEG"));
    }

    [Test]
    public async Task A_number_finds_its_case()
    {
        var file = await data.CaseAsync(client, consultant);
        await data.CaseAsync(client, consultant);
        using var browser = await host.BrowseAsync(consultant);

        var page = await browser.OpenAsync($"/cases?q={file.Number.ToLowerInvariant()}");

        Assert.That(page.Rows("Results"), Has.Count.EqualTo(1).And.All.Contain(file.Number));
    }

    [Test]
    public async Task Every_phase_filter_shows_the_cases_whose_row_says_that_phase()
    {
        var day = data.Today;
        await data.CaseAsync(client, consultant);
        await Confirmed(day.PlusDays(20), day.PlusYears(1));
        await Confirmed(day.PlusDays(-20), null);
        await Confirmed(day.PlusYears(-1), day.PlusMonths(3));
        await Confirmed(day.PlusYears(-1), day.PlusDays(9));
        await Confirmed(day.PlusYears(-1), day.PlusDays(-1));
        var cancelled = await data.CaseAsync(client, consultant);
        await host.UseAsync<CaseService>(s => s.CancelAsync(cancelled.Id, cancelled.Version, day, data.Change(), default));
        var closed = await Confirmed(day.PlusYears(-2), day.PlusYears(-1));
        await host.UseAsync<CaseService>(s => s.CloseAsync(closed.Id, closed.Version, day, data.Change(), default));
        using var browser = await host.BrowseAsync(consultant);
        var start = await browser.OpenAsync("/cases");
        Assert.That(start.Rows("Results"), Has.Count.EqualTo(6), "The list starts with the active cases.");

        foreach (
            var word in new[]
            {
                "Pending confirmation",
                "Pre-departure",
                "On assignment",
                "Start repatriation",
                "Offboarding",
                "Post-assignment",
                "Cancelled",
                "Closed",
            }
        )
        {
            var page = await start.Fill("Phase", word).PressAsync("Search");
            Assert.That(page.Rows("Results"), Has.Count.EqualTo(1).And.All.Contain(word));
        }

        Task<Case> Confirmed(LocalDate from, LocalDate? to) =>
            data.ConfirmedCaseAsync(client, consultant, r => r with { Terms = r.Terms with { Start = from, End = to } });
    }

    [Test]
    public async Task The_list_is_ordered_by_the_column_asked_for_and_turns_round_on_the_second_press()
    {
        await Named("Anna", data.Today.PlusDays(3));
        await Named("Bert", data.Today.PlusDays(1));
        await Named("Carla", data.Today.PlusDays(2));
        using var browser = await host.BrowseAsync(consultant);

        var byName = await browser.OpenAsync("/cases");
        var byStart = await byName.FollowAsync("First day");
        var turned = await byStart.FollowAsync("First day ↑");

        Assert.Multiple(() =>
        {
            Assert.That(Names(byName), Is.EqualTo(new[] { "Anna", "Bert", "Carla" }));
            Assert.That(Names(byStart), Is.EqualTo(new[] { "Bert", "Carla", "Anna" }));
            Assert.That(Names(turned), Is.EqualTo(new[] { "Anna", "Carla", "Bert" }));
            Assert.That(turned.Document.QuerySelector("th[aria-sort=descending]")?.TextContent, Does.Contain("First day"));
        });

        Task<Case> Named(string name, LocalDate start) =>
            data.CaseAsync(
                client,
                consultant,
                r => CaseListTests.Named(r, name) with { Terms = r.Terms with { Start = start, End = start.PlusYears(1) } }
            );
        static IEnumerable<string> Names(Page page) => page.Rows("Results").Select(r => r.Split(' ')[0]);
    }

    [Test]
    public async Task The_next_deadline_is_the_earliest_open_one_and_says_when_it_is_late()
    {
        var later = await data.CaseAsync(client, consultant, r => Named(r, "Later"));
        await data.DeadlineAsync(later, "A", new LocalDate(2027, 3, 9));
        var late = await data.CaseAsync(client, consultant, r => Named(r, "Late"));
        await data.DeadlineAsync(late, "B", new LocalDate(2027, 3, 1));
        await data.DeadlineAsync(late, "C", new LocalDate(2026, 11, 20));
        await data.CaseAsync(client, consultant, r => Named(r, "Nothing"));
        using var browser = await host.BrowseAsync(consultant);

        var rows = (await browser.OpenAsync("/cases?sort=deadline")).Rows("Results");

        Assert.Multiple(() =>
        {
            Assert.That(rows[0], Does.StartWith("Late").And.Contain("20 Nov 2026").And.Contain("3 days late"));
            Assert.That(rows[1], Does.StartWith("Later").And.Contain("9 Mar 2027").And.Not.Contain("late "));
            Assert.That(rows[2], Does.StartWith("Nothing"));
        });
    }

    [Test]
    public async Task Filters_work_together_and_stand_as_they_were_chosen()
    {
        var rival = await data.ClientAsync("Rival");
        var other = await data.ConsultantAsync("Tomás Ó Briain");
        await data.CaseAsync(client, other, r => Named(r, "Wanted"));
        await data.CaseAsync(
            client,
            other,
            r => Named(r, "Trip") with { Terms = r.Terms with { Type = AssignmentType.BusinessTraveller } }
        );
        await data.CaseAsync(client, other, r => Named(r, "To France") with { Terms = r.Terms with { HostCountry = "FR" } });
        await data.CaseAsync(client, consultant, r => Named(r, "Mine"));
        await data.CaseAsync(rival, other, r => Named(r, "Rival"));
        using var browser = await host.BrowseAsync(consultant);

        var page = await (await browser.OpenAsync("/cases"))
            .Fill("Client", client.Name)
            .Fill("Consultant", "Tomás Ó Briain")
            .Fill("Type", "Long-term assignment")
            .Fill("Host country", "Germany")
            .PressAsync("Search");

        Assert.Multiple(() =>
        {
            Assert.That(page.Rows("Results"), Has.Count.EqualTo(1).And.All.Contain("Wanted"));
            Assert.That(page.Value("Client"), Is.EqualTo(client.Name));
            Assert.That(page.Value("Consultant"), Is.EqualTo("Tomás Ó Briain"));
            Assert.That(page.Value("Type"), Is.EqualTo("Long-term assignment"));
            Assert.That(page.Value("Host country"), Is.EqualTo("Germany"));
        });
    }

    [Test]
    public async Task An_empty_list_names_the_case_the_words_find_and_offers_to_drop_each_filter()
    {
        var file = await data.CaseAsync(client, consultant, r => Named(r, "Grzegorz Brzęczyszczykiewicz"));
        using var browser = await host.BrowseAsync(consultant);

        var page = await browser.OpenAsync("/cases?q=Brzecz&phase=OnAssignment&host=FR&consultant=all");

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("No case matches all three"));
            Assert.That(page.Text, Does.Contain($"Grzegorz Brzęczyszczykiewicz, {client.Name}, Pending confirmation"));
            Assert.That(page.Link("Open that case").PathName, Is.EqualTo($"/cases/{file.Number}"));
            Assert.That(page.Link("Drop the host country").Search, Is.EqualTo("?q=Brzecz&phase=OnAssignment&consultant=all"));
            Assert.That(page.HasLink("Drop the phase"));
        });
    }

    [Test]
    public async Task Pages_of_fifty_lead_to_each_other_and_keep_the_filters()
    {
        for (var i = 0; i < 51; i++)
        {
            await data.CaseAsync(client, consultant, r => Named(r, $"Person {i:00}") with { Family = [] });
        }
        using var browser = await host.BrowseAsync(consultant);

        var first = await browser.OpenAsync("/cases?q=person");
        var second = await first.FollowAsync("Next");

        Assert.Multiple(() =>
        {
            Assert.That(first.Rows("Results"), Has.Count.EqualTo(50));
            Assert.That(first.Text, Does.Contain("1 to 50 of 51"));
            Assert.That(second.Rows("Results"), Has.Count.EqualTo(1).And.All.Contain("Person 50"));
            Assert.That(second.Path, Is.EqualTo("/cases?q=person&page=2"));
            Assert.That(second.HasLink("Next"), Is.False);
        });
    }

    [Test]
    public async Task A_programme_manager_sees_the_own_company_and_an_adviser_the_cases_engaged_on()
    {
        var rival = await data.ClientAsync("Rival");
        var own = await data.CaseAsync(client, consultant, r => Named(r, "Own Person"));
        await data.CaseAsync(rival, consultant, r => Named(r, "Rival Person"));
        var manager = await data.AccountAsync(PersonKind.ProgrammeManager, client: client);
        var adviser = await data.AccountAsync(PersonKind.TaxAdviser);
        await host.UseAsync<CaseService>(s => s.EngageAsync(own.Id, adviser.Id, data.Change(), default));

        foreach (var account in new[] { manager, adviser })
        {
            using var browser = await host.BrowseAsync(account);
            var page = await browser.OpenAsync("/cases");
            var searched = await browser.OpenAsync("/cases?q=person&host=FR");
            Assert.Multiple(() =>
            {
                Assert.That(page.Rows("Results"), Has.Count.EqualTo(1).And.All.Contain("Own Person"), account.Kind.ToString());
                Assert.That(page.Document.DocumentElement.TextContent, Does.Not.Contain("Rival"));
                Assert.That(searched.Document.DocumentElement.TextContent, Does.Not.Contain("Rival"));
                Assert.That(page.HasLink("New case"), Is.False);
            });
        }
    }

    [TestCase(PersonKind.Assignee)]
    [TestCase(PersonKind.FamilyMember)]
    [TestCase(PersonKind.Supplier)]
    public async Task For_everybody_else_there_is_no_case_list(PersonKind kind)
    {
        using var browser = await host.BrowseAsync(await data.AccountAsync(kind));

        Assert.That((await browser.OpenAsync("/cases")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase(1)]
    [TestCase(30)]
    public async Task The_list_takes_six_queries_however_many_cases_there_are(int cases)
    {
        for (var i = 0; i < cases; i++)
        {
            var file = await data.CaseAsync(client, consultant);
            await data.DeadlineAsync(file, "Deadline", data.Today.PlusDays(i));
        }
        using var browser = await host.BrowseAsync(consultant);

        var page = await browser.OpenAsync("/cases");

        Assert.That(page.Commands, Has.Count.EqualTo(6), string.Join("\n\n", page.Commands));
    }

    private static OpenCase Named(OpenCase request, string name) =>
        request with
        {
            Assignee = request.Assignee with { FullName = name },
        };
}

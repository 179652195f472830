using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Board;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;
using Mobility.Web.Tests.Trips;
using NodaTime;

namespace Mobility.Web.Tests.Board;

public sealed class BoardPageTests
{
    private const string Section = "Travellers by rule";

    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2026, 11, 22));
        data = new TestData(host);
        client = await data.ClientAsync("Nordlicht");
        consultant = await data.ConsultantAsync();
    }

    [TearDown]
    public void Stop() => host.Dispose();

    [Test]
    public async Task A_row_has_the_numbers_of_the_counter_it_leads_to()
    {
        Case[] files =
        [
            await Eilidh.AddAsync(data, host, client, consultant),
            await TravellerAsync(
                "Håkan Sjögren",
                ("DE", "2026-09-01", "2026-10-30", false),
                ("US", "2026-12-01", "2027-08-15", true)
            ),
            await TravellerAsync("Sulistyowati", (null, "2026-10-01", "2026-11-20", false)),
        ];
        using var browser = await host.BrowseAsync(consultant);
        foreach (var file in files)
        {
            var rows = (await browser.OpenAsync("/board"))
                .Section(Section)
                .QuerySelectorAll("tbody tr")
                .Where(r => r.QuerySelector($"a[href*='{file.Number}/days?why=']") is not null)
                .ToList();

            Assert.That(rows.Select(Page.Words), Has.Some.Contains("Schengen area"));
            foreach (var row in rows)
            {
                var days = await browser.OpenAsync(row.QuerySelector<IHtmlAnchorElement>("a[href*='why=']")!.Href);
                var rule = System.Web.HttpUtility.ParseQueryString(days.Address.Query)["why"]!;
                var counter = days.Document.GetElementById($"finding-{rule.Replace('/', '-')}")!;
                // Used, unknown, planned, limit, left.
                var numbers = counter.QuerySelectorAll("dd").Select(Page.Words).ToList();
                var cells = row.Children.Select(Page.Words).ToList();
                Assert.Multiple(() =>
                {
                    Assert.That(cells[0], Does.StartWith(Page.Words(counter.QuerySelector(".st")!)), rule);
                    Assert.That(cells[3], Does.StartWith($"{numbers[0]} of {numbers[3]}"), rule);
                    Assert.That(cells[3].Contains(" unknown", StringComparison.Ordinal), Is.EqualTo(numbers[1] != "0"), rule);
                    Assert.That(cells[3], Does.Contain(numbers[1] == "0" ? "" : $"{numbers[1]} unknown"), rule);
                    Assert.That(cells[3], Does.Contain(numbers[2] == "0" ? "" : $"{numbers[2]} planned"), rule);
                    Assert.That(cells[4], Is.EqualTo(numbers[4]), rule);
                    Assert.That(
                        Page.Words(days.Document.GetElementById("why")!),
                        Does.Contain(Page.Words(row.Children[2]).Split(' ')[0])
                    );
                });
            }
        }
        var warned = (await browser.OpenAsync("/board")).Section(Section).QuerySelector("tbody tr")!;
        Assert.That(Page.Words(warned), Does.Contain("Eilidh").Or.Contain("Håkan"), "the worst first");
    }

    [Test]
    public async Task Everybody_sees_the_travellers_of_the_cases_they_may_open_and_no_others()
    {
        var other = await data.ClientAsync("Zaunkönig");
        var mine = await data.ConfirmedCaseAsync(client, consultant);
        var engaged = await data.ConfirmedCaseAsync(other, consultant);
        var foreign = await data.ConfirmedCaseAsync(other, consultant);
        var closed = await data.ConfirmedCaseAsync(client, consultant);
        await host.UseAsync<CaseService>(s => s.CloseAsync(closed.Id, closed.Version, data.Today, data.Change(), default));
        var adviser = await data.AccountAsync(PersonKind.TaxAdviser);
        await host.UseAsync<CaseService>(s => s.EngageAsync(engaged.Id, adviser.Id, data.Change(), default));
        var immigration = await data.AccountAsync(PersonKind.ImmigrationAdviser);
        await host.UseAsync<CaseService>(s => s.EngageAsync(closed.Id, immigration.Id, data.Change(), default));

        Assert.Multiple(async () =>
        {
            foreach (var kind in new[] { PersonKind.Consultant, PersonKind.TeamLead, PersonKind.Administrator })
            {
                Assert.That(
                    await NumbersAsync(await data.AccountAsync(kind)),
                    Is.EquivalentTo([mine.Number, engaged.Number, foreign.Number])
                );
            }
            Assert.That(
                await NumbersAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: client)),
                Is.EquivalentTo([mine.Number])
            );
            Assert.That(await NumbersAsync(adviser), Is.EquivalentTo([engaged.Number]));
            Assert.That(await NumbersAsync(immigration), Is.Empty);
        });
    }

    [Test]
    public async Task A_traveller_with_two_cases_is_shown_by_the_one_the_reader_may_open()
    {
        var first = await data.ConfirmedCaseAsync(client, consultant);
        var person = await PersonAsync(first.AssigneeId);
        var second = await data.ConfirmedCaseAsync(
            client,
            consultant,
            r => r with { Assignee = r.Assignee with { Email = person.Email, FullName = person.FullName } }
        );
        var adviser = await data.AccountAsync(PersonKind.TaxAdviser);
        await host.UseAsync<CaseService>(s => s.EngageAsync(first.Id, adviser.Id, data.Change(), default));

        Assert.That(second.AssigneeId, Is.EqualTo(first.AssigneeId));
        Assert.That(await NumbersAsync(adviser), Is.EqualTo([first.Number]));
    }

    [Test]
    public async Task The_board_is_narrowed_by_client_country_rule_level_and_date_and_says_when_nothing_is_left()
    {
        await Eilidh.AddAsync(data, host, client, consultant);
        await data.ConfirmedCaseAsync(await data.ClientAsync("Zaunkönig"), consultant);
        using var browser = await host.BrowseAsync(consultant);
        var board = await browser.OpenAsync("/board");

        var hers = await board.Fill("Client", client.Name).PressAsync("Show");
        var french = await hers.Fill("Country", "France").PressAsync("Show");
        var schengen = await french.Fill("Rule", "Schengen area: Short stays in the Schengen area").PressAsync("Show");
        var soon = await (await hers.FollowAsync("Clear")).Fill("Limit passed within … days", "60").PressAsync("Show");
        var sooner = await soon.Fill("Limit passed within … days", "1").PressAsync("Show");

        Assert.Multiple(() =>
        {
            Assert.That(board.Rows(Section), Has.Some.Contains("Zaunkönig"));
            Assert.That(hers.Rows(Section), Is.Not.Empty.And.All.Contains(client.Name));
            Assert.That(french.Rows(Section), Is.Not.Empty.And.None.Contains("United States").And.Some.Contains("Schengen area"));
            Assert.That(schengen.Rows(Section), Has.Count.EqualTo(1));
            // The booked trip of the US ends the year at 183 days on 11 December.
            Assert.That(soon.Rows(Section), Is.Not.Empty.And.All.Contains("Dec 2026"));
            Assert.That(sooner.Text, Does.Contain("Nobody matches"));
        });
        Assert.That((await sooner.FollowAsync("Any date")).Rows(Section), Has.Count.EqualTo(board.Rows(Section).Count));
    }

    [Test]
    public async Task The_count_of_each_level_is_the_length_of_the_list_it_opens()
    {
        await Eilidh.AddAsync(data, host, client, consultant);
        await data.ConfirmedCaseAsync(client, consultant);
        using var browser = await host.BrowseAsync(consultant);
        var board = await browser.OpenAsync("/board");

        foreach (var link in board.Document.QuerySelectorAll(".tally a").OfType<IHtmlAnchorElement>())
        {
            var page = await browser.OpenAsync(link.Href);
            var rows = page.Section(Section).QuerySelectorAll("tbody tr").Length;
            Assert.That($"{rows}", Is.EqualTo(Page.Words(link.QuerySelector("b")!)), Page.Words(link));
        }
    }

    [Test]
    public async Task Columns_order_the_board_by_links_and_turn_it_round_on_the_second_press()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await RowsAsync(file, 150, (row, i) => row.LeftLow = row.LeftHigh = i % 3 == 0 ? null : i);
        using var browser = await host.BrowseAsync(consultant);

        var byLeft = await (await browser.OpenAsync("/board")).FollowAsync("Left");
        var turned = await byLeft.FollowAsync("Left ↑");
        var last = await turned.FollowAsync("Next");

        Assert.Multiple(() =>
        {
            Assert.That(Left(byLeft).Take(3), Is.EqualTo(["1", "2", "4"]));
            Assert.That(Left(turned).Take(3), Is.EqualTo(["149", "148", "146"]));
            Assert.That(turned.Rows(Section), Has.Count.EqualTo(100));
            Assert.That(last.Rows(Section), Has.Count.EqualTo(50));
            Assert.That(Left(last)[^1], Is.EqualTo("none"), "what has no number comes last both ways");
            Assert.That(turned.Document.QuerySelector("th[aria-sort=descending]")?.TextContent, Does.Contain("Left"));
        });

        static List<string> Left(Page page) =>
            [.. page.Section(Section).QuerySelectorAll("tbody tr").Select(r => Page.Words(r.Children[4]))];
    }

    [Test]
    public async Task A_page_costs_the_same_few_queries_however_many_rows_there_are()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        using var browser = await host.BrowseAsync(consultant);
        await RowsAsync(file, 1, (_, _) => { });
        var few = (await browser.OpenAsync("/board")).Commands;
        await RowsAsync(file, 400, (_, _) => { });

        var many = await browser.OpenAsync("/board?page=3");

        Assert.That(many.Rows(Section), Has.Count.EqualTo(100));
        Assert.That(many.Commands, Has.Count.EqualTo(few.Count).And.Count.EqualTo(5), string.Join("\n\n", many.Commands));
    }

    [TestCase("within=0", "Limit passed within … days", "Write a whole number of days from 1 to 730.")]
    [TestCase("within=731", "Limit passed within … days", "Write a whole number of days from 1 to 730.")]
    [TestCase("country=XX", "Country", "choose")]
    [TestCase("rule=no/such-rule", "Rule", "choose")]
    [TestCase("level=99", "Level", "choose")]
    public async Task What_a_filter_cannot_be_is_said_beside_it_and_asks_for_nothing(string query, string label, string problem)
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        using var browser = await host.BrowseAsync(consultant);

        var page = await browser.OpenAsync($"/board?{query}");

        Assert.That(page.ProblemAt(label), Does.Contain(problem).IgnoreCase);
        Assert.That(page.Rows(Section), Is.Not.Empty.And.All.Contains(file.Number));
    }

    [Test]
    public async Task The_export_has_every_row_the_reader_may_see_once_and_is_in_the_audit()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await RowsAsync(file, 4100, (row, i) => row.Rank = i % 7);
        var foreign = await data.ConfirmedCaseAsync(await data.ClientAsync("Zaunkönig"), consultant);
        var manager = await data.AccountAsync(PersonKind.ProgrammeManager, client: client);
        using var browser = await host.BrowseAsync(manager);

        var export = await (await browser.OpenAsync("/board?level=Within")).PressAsync("Export as CSV");

        var lines = export.Document.Body!.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Count.EqualTo(4100).And.Unique);
            Assert.That(lines, Has.All.Contains(file.Number).And.None.Contains(foreign.Number));
        });
        using var db = host.Database.Open();
        var row = db.AuditEvents.Single(e => e.Kind == AuditKind.Exported);
        Assert.That((row.AccountId, row.Subject), Is.EqualTo(((Guid?)manager.Id, "board, 4100 rows, level Within")));
    }

    [Test]
    public async Task An_export_of_what_cannot_be_asked_for_is_refused()
    {
        await data.ConfirmedCaseAsync(client, consultant);
        using var browser = await host.BrowseAsync(consultant);

        var page = await browser.PostAsync("/board/export", ("within", "soon"));

        Assert.That(page.Problems, Is.Not.Empty);
        using var db = host.Database.Open();
        Assert.That(db.AuditEvents.Any(e => e.Kind == AuditKind.Exported), Is.False);
    }

    [Test]
    public async Task A_board_without_travellers_says_why()
    {
        using var browser = await host.BrowseAsync(consultant);
        var nobody = await browser.OpenAsync("/board");
        await data.ConfirmedCaseAsync(client, consultant);
        using (var db = host.Database.Open())
        {
            await db.BoardRows.ExecuteDeleteAsync();
        }

        var before = await browser.OpenAsync("/board");

        Assert.That(nobody.Text, Does.Contain("Nobody travels"));
        Assert.That(before.Text, Does.Contain("Nothing is computed yet"));
    }

    [Test]
    public async Task The_board_says_when_what_it_shows_was_computed()
    {
        await data.ConfirmedCaseAsync(client, consultant);
        using var browser = await host.BrowseAsync(consultant);

        Assert.That((await browser.OpenAsync("/board")).Text, Does.Contain("Computed 22 Nov 2026, 13:00."));
    }

    [Test]
    public async Task The_reason_of_a_test_of_residence_is_not_offered_to_those_who_may_not_read_it()
    {
        await Eilidh.AddAsync(data, host, client, consultant);
        using var staff = await host.BrowseAsync(consultant);
        using var manager = await host.BrowseAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: client));

        var hers = (await staff.OpenAsync("/board")).Document.QuerySelectorAll("main tbody a[href*='/residence']");
        var theirs = (await manager.OpenAsync("/board")).Document.QuerySelectorAll("main tbody a[href*='/residence']");

        Assert.That((hers.Length > 0, theirs.Length), Is.EqualTo((true, 0)));
    }

    /// <summary>The numbers of the cases a reader's board leads to.</summary>
    private async Task<IReadOnlyList<string>> NumbersAsync(Account reader)
    {
        using var browser = await host.BrowseAsync(reader);
        var page = await browser.OpenAsync("/board");
        return
        [
            .. page
                .Document.QuerySelectorAll("main tbody th small")
                .Select(s => Page.Words(s).Split(" · ")[1])
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private async Task<Person> PersonAsync(Guid id)
    {
        using var db = host.Database.Open();
        return await db.People.SingleAsync(p => p.Id == id);
    }

    private async Task<Case> TravellerAsync(string name, params (string? Country, string From, string To, bool Planned)[] trips)
    {
        var file = await data.ConfirmedCaseAsync(
            client,
            consultant,
            r => r with { Assignee = r.Assignee with { FullName = name, Citizenships = [] } }
        );
        foreach (var (country, from, to, planned) in trips)
        {
            await host.UseAsync<TripService, Trip>(s =>
                s.RecordAsync(
                    file.Id,
                    new NewTrip
                    {
                        PersonId = file.AssigneeId,
                        Country = country,
                        Arrive = Day(from),
                        Depart = Day(to),
                        Status = planned ? TripStatus.Planned : TripStatus.Actual,
                    },
                    data.Change(),
                    default
                )
            );
        }
        return file;

        static LocalDate Day(string iso) => NodaTime.Text.LocalDatePattern.Iso.Parse(iso).Value;
    }

    /// <summary>As many rows as a review of many rules would write, in place of those that are there.</summary>
    private async Task RowsAsync(Case file, int count, Action<BoardRow, int> change)
    {
        using var db = host.Database.Open();
        await db.BoardRows.ExecuteDeleteAsync();
        for (var i = 0; i < count; i++)
        {
            var row = new BoardRow
            {
                PersonId = file.AssigneeId,
                RuleId = $"test/rule-{i}",
                ClientId = file.ClientId,
                SortName = "somebody",
                RuleVersion = "1",
                Level = BoardLevel.Within,
                Rank = i,
                ComputedAt = host.Clock.GetCurrentInstant(),
            };
            change(row, i);
            db.BoardRows.Add(row);
        }
        await db.SaveChangesAsync();
    }
}

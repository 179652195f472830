using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Residence;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Trips;

public sealed class DayPageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;
    private Case file = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2026, 11, 22));
        data = new TestData(host);
        client = await data.ClientAsync();
        consultant = await data.ConsultantAsync();
        file = await Eilidh.AddAsync(data, host, client, consultant);
        browser = await host.BrowseAsync(consultant);
    }

    [TearDown]
    public void Stop()
    {
        browser.Dispose();
        host.Dispose();
    }

    private string Days => $"/cases/{file.Number}/days";

    [Test]
    public async Task The_counters_keep_used_unknown_and_planned_days_apart_and_say_how_many_are_left()
    {
        var page = await browser.OpenAsync(Days);

        var counter = page.Document.GetElementById("finding-us-substantial-presence")!;
        var us = Page.Words(counter);
        Assert.Multiple(() =>
        {
            Assert.That(
                counter.QuerySelectorAll(".four dd").Select(Page.Words),
                Is.EqualTo(new[] { "174", "3", "12", "183", "5 to 8" })
            );
            Assert.That(us, Does.Contain("118 + 126/3 + 84/6 = 174 < 183"));
            Assert.That(us, Does.Contain("breach with plans"));
            Assert.That(us, Does.Contain("Sat 5 Dec 2026 to Tue 8 Dec 2026"));
            Assert.That(us, Does.Contain("Fri 4 Dec 2026, or Mon 7 Dec 2026 if the unknown days are proved elsewhere"));
        });
    }

    [Test]
    public async Task The_page_opens_with_the_breach_and_the_day_to_leave_by()
    {
        var page = await browser.OpenAsync(Days);

        var note = Page.Words(page.Document.QuerySelector(".note")!);
        Assert.Multiple(() =>
        {
            Assert.That(note, Does.StartWith("United States: With the recorded plans the test of 183 days is met on 5 Dec 2026"));
            Assert.That(note, Does.Contain("The trip ends on Fri 11 Dec 2026."));
        });
    }

    [Test]
    public async Task The_worst_finding_is_explained_first_and_any_other_on_request()
    {
        var page = await browser.OpenAsync(Days);
        Assert.That(page.Section("Why: United States"), Is.Not.Null);

        page = await page.FollowAsync("Why: Schengen area, Short stays in the Schengen area");

        var why = Page.Words(page.Section("Why: Schengen area"));
        Assert.Multiple(() =>
        {
            Assert.That(why, Does.Contain("Germany"));
            Assert.That(why, Does.Contain("allowed days: 90 days"));
            Assert.That(why, Does.Contain("12 Nov 2026 to 14 Nov 2026"));
        });
    }

    [Test]
    public async Task The_year_reads_without_colour()
    {
        var page = await browser.OpenAsync(Days);

        var grid = page.Document.QuerySelector("table.yr")!;
        Assert.Multiple(() =>
        {
            Assert.That(Cell(grid, "Jan", 8).TextContent, Is.EqualTo("US"));
            Assert.That(Cell(grid, "Nov", 12).TextContent, Is.EqualTo("?"));
            Assert.That(Cell(grid, "Nov", 12).ClassList, Does.Contain("u"));
            Assert.That(Cell(grid, "Dec", 1).ClassList, Does.Contain("p"));
            Assert.That(Cell(grid, "Nov", 22).ClassList, Does.Contain("now"));
            Assert.That(Cell(grid, "Jan", 8).GetAttribute("title"), Is.EqualTo("8 Jan: United States"));
        });
    }

    [Test]
    public async Task What_the_days_rest_on_and_what_is_missing_is_said()
    {
        var page = await browser.OpenAsync(Days);

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("Evidence, in days: 219 boarding pass or booking."));
            Assert.That(Page.Words(page.Section("Why: United States")), Does.Contain("104 days of 2026 have no record."));
        });
    }

    [Test]
    public async Task The_key_tells_the_totals()
    {
        var page = await browser.OpenAsync(Days);

        var key = page.Document.QuerySelectorAll(".key span").Select(Page.Words);
        Assert.That(key, Is.SupersetOf(new[] { "US 118", "DE 91", "FR 5", "NL 5", "US planned 17", "? unknown 3" }));
    }

    [Test]
    public async Task An_earlier_day_shows_what_was_known_then()
    {
        host.Clock.Set(NodaTime.Instant.FromUtc(2026, 12, 20, 12, 0));

        var page = await browser.OpenAsync(Days + "?asOf=22+Nov+2026");

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("This is what was known by the end of 22 Nov 2026."));
            Assert.That(page.Text, Does.Contain("118 + 126/3 + 84/6 = 174 < 183"));
            Assert.That(page.HasButton("Record the trip"), Is.False, "the past is not written on");
        });
    }

    [Test]
    public async Task Before_anything_was_recorded_nothing_was_known()
    {
        var page = await browser.OpenAsync(Days + "?asOf=2026-11-21");

        Assert.That(page.Text, Does.Contain("No trips are recorded yet"));
    }

    [Test]
    public async Task A_day_to_come_is_refused_with_the_day_that_was_typed()
    {
        var page = await browser.OpenAsync(Days + "?asOf=24+Dec+2026");

        Assert.Multiple(() =>
        {
            Assert.That(page.Problems.Single(), Does.Contain("choose 22 Nov 2026 or a day before"));
            Assert.That(page.Value("As known on"), Is.EqualTo("24 Dec 2026"));
        });
    }

    [TestCase(PersonKind.ProgrammeManager)]
    [TestCase(PersonKind.ImmigrationAdviser)]
    public async Task Who_may_only_read_finds_no_form_that_changes_trips(PersonKind kind)
    {
        var reader = await data.AccountAsync(kind, client: client);
        if (kind == PersonKind.ImmigrationAdviser)
        {
            await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, reader.Id, data.Change(), default));
        }
        using var theirs = await host.BrowseAsync(reader);

        var page = await theirs.OpenAsync(Days);

        Assert.Multiple(() =>
        {
            Assert.That(page.Section("Counters"), Is.Not.Null);
            Assert.That(page.HasButton("Record the trip"), Is.False);
            Assert.That(page.HasButton("Remove the trip"), Is.False);
            Assert.That(page.HasLink("Import trips"), Is.False);
        });
    }

    [Test]
    public async Task A_declared_status_takes_its_days_out_of_the_counter()
    {
        await host.UseAsync<DeclaredFactService>(s =>
            s.RecordAsync(
                file.Id,
                new NewDeclaredFact
                {
                    PersonId = file.AssigneeId,
                    Name = "us_status_periods",
                    Jurisdiction = "US",
                    Value = """[{"from": "2026-01-01", "to": null, "category": "student"}]""",
                    Reason = "Visa",
                },
                data.Change(),
                default
            )
        );

        var page = await browser.OpenAsync(Days + "?why=us/substantial-presence");

        var counter = page.Document.GetElementById("finding-us-substantial-presence")!;
        Assert.That(
            counter.QuerySelectorAll(".four dd").Select(Page.Words).Take(4),
            Is.EqualTo(new[] { "56", "0", "0", "183" }),
            "126/3 + 84/6 of the two years before; this year's days are exempt"
        );
        Assert.That(Page.Words(page.Section("Why: United States")!), Does.Contain("status"));
    }

    [Test]
    public async Task The_page_takes_no_more_queries_for_more_trips()
    {
        var page = await browser.OpenAsync(Days);

        Assert.That(page.Commands, Has.Count.LessThanOrEqualTo(9), string.Join('\n', page.Commands));
    }

    internal static IElement Cell(IElement grid, string month, int day) =>
        grid.QuerySelectorAll("tbody tr").Single(r => Page.Words(r.QuerySelector("th")!) == month).QuerySelectorAll("td")[
            day - 1
        ];
}

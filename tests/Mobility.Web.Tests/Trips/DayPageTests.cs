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

    [Test]
    public async Task A_trip_is_tried_without_being_saved()
    {
        var page = await browser.OpenAsync(Days);
        page.Fill("Country", "Germany", page.Section("Try a trip"));
        page.Fill("First day", "11 Jan 2027", page.Section("Try a trip"));
        page.Fill("Last day", "5 Feb 2027", page.Section("Try a trip"));

        page = await page.PressAsync("Work it out");

        using var db = host.Database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("Germany, 11 Jan 2027 to 5 Feb 2027, 26 days, on top of all plans"));
            Assert.That(Page.Words(page.Row("Try a trip", "Schengen area")), Does.Contain("77 of 90"));
            Assert.That(Page.Words(page.Row("Try a trip", "United States")), Does.Contain("no effect"));
            Assert.That(db.Trips.Any(t => t.Arrive == new NodaTime.LocalDate(2027, 1, 11)), Is.False);
        });
    }

    [Test]
    public async Task A_tried_trip_keeps_what_was_typed_and_names_the_field()
    {
        var page = await browser.OpenAsync(Days + "?Try.Country=Germny&Try.From=30+Feb+2027&Try.To=5+Mar+2027");

        var form = page.Section("Try a trip");
        Assert.Multiple(() =>
        {
            Assert.That(page.ProblemAt("Country", form), Does.Contain("Germny"));
            Assert.That(page.ProblemAt("First day", form), Does.Contain("There is no such day"));
            Assert.That(page.Value("First day", form), Is.EqualTo("30 Feb 2027"));
            Assert.That(page.Problems, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task A_recorded_trip_appears_in_the_list_and_in_the_history()
    {
        var page = await browser.OpenAsync(Days);
        Fill(page, "Italy", "9 Nov 2026", "11 Nov 2026");

        page = await page.PressAsync("Record the trip");

        using var db = host.Database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(
                Page.Words(page.Row("Trips of 2026", "9 Nov 2026 to 11 Nov 2026")),
                Does.Contain("Italy").And.Contain("recorded")
            );
            Assert.That(
                db.Changes.Where(c => c.Kind == ChangeKind.TripRecorded).Select(c => c.ByAccountId),
                Does.Contain(consultant.Id)
            );
        });
    }

    [Test]
    public async Task A_trip_that_ends_before_it_begins_is_refused_beside_its_field()
    {
        var page = await browser.OpenAsync(Days);
        Fill(page, "Italy", "11 Nov 2026", "9 Nov 2026");

        page = await page.PressAsync("Record the trip");

        var form = page.Section("Add a trip");
        Assert.Multiple(() =>
        {
            Assert.That(page.ProblemAt("Last day", form), Does.Contain("11 Nov 2026"));
            Assert.That(page.Value("Country", form), Is.EqualTo("Italy"));
            Assert.That(page.Value("Last day", form), Is.EqualTo("9 Nov 2026"));
        });
    }

    [Test]
    public async Task The_same_stay_is_not_recorded_twice()
    {
        var page = await browser.OpenAsync(Days);
        Fill(page, "France", "20 Jul 2026", "24 Jul 2026");

        page = await page.PressAsync("Record the trip");

        Assert.That(page.ProblemAt("First day", page.Section("Add a trip")), Is.EqualTo("This stay is recorded already."));
    }

    [Test]
    public async Task Days_of_unknown_place_need_no_country()
    {
        var page = await browser.OpenAsync(Days);
        Fill(page, "", "9 Nov 2026", "10 Nov 2026");
        page.Tick("Nobody knows where: count these days as unknown");

        page = await page.PressAsync("Record the trip");

        Assert.That(Page.Words(page.Row("Trips of 2026", "9 Nov 2026 to 10 Nov 2026")), Does.Contain("place unknown"));
    }

    [Test]
    public async Task A_trip_is_removed_with_a_reason_and_stays_known_for_the_days_before()
    {
        var page = await browser.OpenAsync(Days);
        var row = page.Row("Trips of 2026", "20 Jul 2026");
        page.Fill("Why?", "It was a colleague", row);

        page = await page.PressAsync("Remove the trip", row);

        using var db = host.Database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(page.Rows("Trips of 2026"), Has.None.Contains("20 Jul 2026"));
            Assert.That(db.Trips.Single(t => t.Country == "FR").RemovedAt, Is.EqualTo(host.Clock.GetCurrentInstant()));
            Assert.That(db.Changes.Single(c => c.Kind == ChangeKind.TripRemoved).Why, Is.EqualTo("It was a colleague"));
        });
    }

    [Test]
    public async Task A_trip_is_not_removed_without_a_reason()
    {
        var page = await browser.OpenAsync(Days);

        page = await page.PressAsync("Remove the trip", page.Row("Trips of 2026", "20 Jul 2026"));

        Assert.Multiple(() =>
        {
            Assert.That(page.Problems.Single(), Does.StartWith("Say why the trip is wrong"));
            Assert.That(page.Rows("Trips of 2026"), Has.One.Contains("20 Jul 2026"));
        });
    }

    [Test]
    public async Task A_plan_gone_by_can_be_confirmed_and_is_unknown_until_then()
    {
        host.Clock.Set(NodaTime.Instant.FromUtc(2026, 12, 1, 12, 0));
        var page = await browser.OpenAsync(Days);
        var row = page.Row("Trips of 2026", "30 Nov 2026");
        Assert.That(Page.Words(row), Does.Contain("planned, not confirmed"));

        page = await page.PressAsync("It happened", row);

        Assert.Multiple(() =>
        {
            Assert.That(Page.Words(page.Row("Trips of 2026", "30 Nov 2026")), Does.Not.Contain("not confirmed"));
            Assert.That(Cell(page.Document.QuerySelector("table.yr")!, "Nov", 30).TextContent, Is.EqualTo("US"));
        });
    }

    [Test]
    public async Task The_days_between_trips_count_at_home_once_somebody_says_so()
    {
        var page = await browser.OpenAsync(Days);
        Assert.That(Used(page, "finding-gb-midnights-183"), Is.EqualTo("0"));

        page = await page.PressAsync("Record the days between");

        Assert.Multiple(() =>
        {
            Assert.That(Used(page, "finding-gb-midnights-183"), Is.EqualTo("77"));
            Assert.That(Used(page, "finding-us-substantial-presence"), Is.EqualTo("174"));
            Assert.That(page.HasButton("Record the days between"), Is.False, "nothing lies between any more");
            Assert.That(Cell(page.Document.QuerySelector("table.yr")!, "Feb", 1).TextContent, Is.EqualTo("·"));
        });
    }

    [Test]
    public async Task Days_at_home_give_way_to_a_trip_whether_tried_or_recorded()
    {
        var page = await (await browser.OpenAsync(Days)).PressAsync("Record the days between");
        page.Fill("Country", "Ireland", page.Section("Try a trip"));
        page.Fill("First day", "16 Nov 2026", page.Section("Try a trip"));
        page.Fill("Last day", "19 Nov 2026", page.Section("Try a trip"));
        var tried = await page.PressAsync("Work it out");
        Assert.That(
            Page.Words(tried.Row("Try a trip", "United Kingdom")),
            Does.Contain("80").And.Contain("77 of 183"),
            "three nights away"
        );

        Fill(page, "Ireland", "16 Nov 2026", "19 Nov 2026");
        page = await page.PressAsync("Record the trip");

        Assert.Multiple(() =>
        {
            Assert.That(Used(page, "finding-gb-midnights-183"), Is.EqualTo("74"));
            Assert.That(page.Rows("Trips of 2026"), Has.One.StartsWith("15 Nov 2026 to 16 Nov 2026"));
            Assert.That(page.Rows("Trips of 2026"), Has.One.StartsWith("19 Nov 2026 to 22 Nov 2026"));
        });
    }

    [Test]
    public async Task Days_at_home_stay_if_the_person_says_so()
    {
        var page = await (await browser.OpenAsync(Days)).PressAsync("Record the days between");
        Fill(page, "Ireland", "16 Nov 2026", "19 Nov 2026");
        page.Tick("Shorten days at home in United Kingdom around it", on: false);

        page = await page.PressAsync("Record the trip");

        Assert.That(Used(page, "finding-gb-midnights-183"), Is.EqualTo("77"));
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

    private static void Fill(Page page, string country, string arrive, string depart)
    {
        var form = page.Section("Add a trip");
        page.Fill("Country", country, form).Fill("First day", arrive, form).Fill("Last day", depart, form);
        page.Fill("Did it happen?", "Yes, it happened", form);
    }

    private static string Used(Page page, string finding) =>
        Page.Words(page.Document.GetElementById(finding)!.QuerySelector(".four dd")!);

    private static IElement Cell(IElement grid, string month, int day) =>
        grid.QuerySelectorAll("tbody tr").Single(r => Page.Words(r.QuerySelector("th")!) == month).QuerySelectorAll("td")[
            day - 1
        ];
}

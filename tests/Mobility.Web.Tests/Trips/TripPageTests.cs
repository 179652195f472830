using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Residence;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Trips;

/// <summary>What is done to the ledger on the day page: trips tried, recorded, removed, confirmed.</summary>
public sealed class TripPageTests
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
            Assert.That(DayPageTests.Cell(page.Document.QuerySelector("table.yr")!, "Nov", 30).TextContent, Is.EqualTo("US"));
        });
    }

    [Test]
    public async Task A_plan_that_has_not_begun_is_not_confirmed_and_the_page_says_why()
    {
        Guid plan;
        using (var db = host.Database.Open())
        {
            plan = (await db.Trips.SingleAsync(t => t.Arrive == new NodaTime.LocalDate(2026, 11, 30))).Id;
        }

        var page = await browser.PostAsync($"/cases/{file.Number}/trips/{plan}/confirm");

        Assert.That(page.Text, Does.Contain("This trip begins on 30 Nov 2026. Confirm it when it has begun."));
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
            Assert.That(DayPageTests.Cell(page.Document.QuerySelector("table.yr")!, "Feb", 1).TextContent, Is.EqualTo("·"));
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

    private static void Fill(Page page, string country, string arrive, string depart)
    {
        var form = page.Section("Add a trip");
        page.Fill("Country", country, form).Fill("First day", arrive, form).Fill("Last day", depart, form);
        page.Fill("Did it happen?", "Yes, it happened", form);
    }

    private static string Used(Page page, string finding) =>
        Page.Words(page.Document.GetElementById(finding)!.QuerySelector(".four dd")!);
}

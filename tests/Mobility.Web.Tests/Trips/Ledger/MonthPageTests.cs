using AngleSharp.Dom;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Testing;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Trips.Ledger;

/// <summary>Eilidh's November: in Germany to the 6th, nobody knows the 12th to the 14th, nothing else is recorded.</summary>
public sealed class MonthPageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Case file = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2026, 11, 22));
        data = new TestData(host);
        client = await data.ClientAsync();
        var consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        file = await Eilidh.AddAsync(data, host, client, consultant);
        browser = await host.BrowseAsync(consultant);
    }

    [TearDown]
    public void Stop()
    {
        browser.Dispose();
        host.Dispose();
    }

    private string Ledger => $"/cases/{file.Number}/ledger";

    [Test]
    public async Task The_month_says_in_words_what_its_colours_say()
    {
        var page = await browser.OpenAsync(Ledger);

        Assert.Multiple(() =>
        {
            Assert.That(page.Heading, Is.EqualTo("November 2026"));
            Assert.That(page.Text, Does.Contain("6 of 22 days known").And.Contain("16 days missing"));
            Assert.That(Cell(page, 6).TextContent, Does.Contain("DE").And.Contain("6 Nov: Germany"));
            Assert.That(Cell(page, 12).ClassList, Does.Contain("u"));
            Assert.That(Cell(page, 12).TextContent, Does.Contain("?").And.Contain("12 Nov: unknown"));
            Assert.That(Cell(page, 20).TextContent, Does.Contain("?").And.Contain("nothing recorded"));
            Assert.That(Cell(page, 22).TextContent, Does.Contain(", today"));
            Assert.That(Cell(page, 30).TextContent, Does.Contain("planned: United States"));
        });
    }

    [Test]
    public async Task Every_cell_leads_to_its_day()
    {
        var page = await browser.OpenAsync(Ledger);

        var links = page.Document.QuerySelectorAll(".mo a").Select(a => a.GetAttribute("href")![1..]).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(links, Has.Count.EqualTo(30));
            Assert.That(links.Where(id => page.Document.GetElementById(id) is null), Is.Empty);
        });
    }

    [Test]
    public async Task Staff_say_where_somebody_was_and_the_day_shows_who_said_it()
    {
        var page = await SayAsync("16 Nov 2026", "17 Nov 2026", "United Kingdom");

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("8 of 22 days known"));
            var row = page.Row("Day by day", "Mon 16 Nov");
            Assert.That(
                Page.Words(row),
                Does.Contain("United Kingdom").And.Contain("entered by Ilse Vandermeulen").And.Contain("medium")
            );
            Assert.That(Page.Words(page.Row("Days per country", "United Kingdom")), Does.Contain("2"));
        });
    }

    [Test]
    public async Task A_split_day_has_its_parts()
    {
        var page = await browser.OpenAsync(Ledger);
        var form = page.Section("Say where the person was");
        page.Fill("First day", "16 Nov 2026", form)
            .Fill("Country", "France", form)
            .Fill("Also in, on the same day", "Belgium", form)
            .Fill("Part of the day there", "a quarter", form)
            .Fill("What was done", "work", form);

        page = await page.PressAsync("Save the days");

        Assert.Multiple(() =>
        {
            Assert.That(
                Page.Words(page.Row("Day by day", "Mon 16 Nov")),
                Does.Contain("Belgium (25 %), France (75 %)").And.Contain("work")
            );
            Assert.That(Cell(page, 16).ClassList, Does.Contain("sp"));
        });
    }

    [Test]
    public async Task A_declared_day_counts_in_the_counters_of_the_day_page()
    {
        var before = await CounterAsync();

        await SayAsync("16 Nov 2026", "20 Nov 2026", "United States");

        Assert.That((before, await CounterAsync()), Is.EqualTo(("118", "123")), "this year's days in the United States");
    }

    [Test]
    public async Task What_was_said_is_taken_back_with_a_reason()
    {
        var page = await SayAsync("16 Nov 2026", "", "United Kingdom");
        page = await page.PressAsync("Take this day back", page.Row("Day by day", "Mon 16 Nov"));
        Assert.That(page.Text, Does.Contain("Say why the day is taken back"));

        page.Fill("Why is it taken back?", "Was the week before", page.Row("Day by day", "Mon 16 Nov"));
        page = await page.PressAsync("Take this day back", page.Row("Day by day", "Mon 16 Nov"));

        Assert.Multiple(async () =>
        {
            Assert.That(Page.Words(page.Row("Day by day", "Mon 16 Nov")), Does.Contain("nothing recorded"));
            var history = await browser.OpenAsync($"/cases/{file.Number}/history");
            Assert.That(history.Text, Does.Contain("Days taken back").And.Contain("Was the week before"));
        });
    }

    [Test]
    public async Task A_day_to_come_is_refused_with_what_to_do_instead()
    {
        var page = await SayAsync("30 Nov 2026", "", "United Kingdom");

        Assert.That(page.Problems.Single(), Does.Contain("30 Nov 2026 has not come yet").And.Contain("planned trip"));
    }

    [Test]
    public async Task The_year_tells_how_much_of_each_month_is_known()
    {
        var page = await browser.OpenAsync($"/cases/{file.Number}/days");

        var november = page.Document.QuerySelectorAll(".yr tbody tr")[10].QuerySelector(".kn a")!;
        Assert.Multiple(() =>
        {
            Assert.That(november.TextContent, Does.Contain("6/22").And.Contain("November 2026: day by day, 6 of 22 days known"));
            Assert.That(november.GetAttribute("href"), Is.EqualTo($"{Ledger}?month=2026-11-01"));
        });
    }

    [Test]
    public async Task A_removed_trip_can_be_put_back()
    {
        var page = await browser.OpenAsync($"/cases/{file.Number}/days");
        var row = page.Row("Trips of 2026", "19 Oct 2026");
        page.Fill("Why?", "Somebody else's", row);
        page = await page.PressAsync("Remove the trip", row);
        Assert.That(page.Rows("Trips of 2026"), Has.None.Contains("19 Oct 2026"));

        page = await page.FollowAsync("Show removed trips");
        page = await page.PressAsync("Put back");

        Assert.That(page.Rows("Trips of 2026"), Has.One.Contains("19 Oct 2026 to 6 Nov 2026"));
    }

    [Test]
    public async Task A_client_reads_the_month_and_changes_nothing()
    {
        using var theirs = await host.BrowseAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: client));

        var page = await theirs.OpenAsync(Ledger);

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("6 of 22 days known"));
            Assert.That(page.HasButton("Save the days"), Is.False);
            Assert.That(page.HasButton("Stop these mails"), Is.False);
        });
    }

    [Test]
    public async Task The_month_takes_as_many_queries_whatever_it_shows()
    {
        var page = await browser.OpenAsync(Ledger);

        Assert.That(page.Commands, Has.Count.EqualTo(5), string.Join("\n\n", page.Commands));
    }

    private async Task<Page> SayAsync(string from, string to, string country)
    {
        var page = await browser.OpenAsync(Ledger);
        var form = page.Section("Say where the person was");
        page.Fill("First day", from, form).Fill("Last day", to, form).Fill("Country", country, form);
        return await page.PressAsync("Save the days");
    }

    private async Task<string> CounterAsync()
    {
        var page = await browser.OpenAsync($"/cases/{file.Number}/days");
        // 118 days of this year count whole.
        return page.Text.Contains("123", StringComparison.Ordinal) ? "123" : "118";
    }

    private static IElement Cell(Page page, int day) => page.Document.QuerySelectorAll(".mo td:not(.x)")[day - 1];
}

using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Trips;

public sealed class ImportPageTests
{
    private const string TwoTrips = "Country,Arrival,Departure\nGermany,14 Mar 2026,18 Mar 2026\nUS,2026-04-13,2026-05-01\n";

    private WebHost host = null!;
    private TestData data = null!;
    private Account consultant = null!;
    private Case file = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2026, 11, 22));
        data = new TestData(host);
        consultant = await data.ConsultantAsync();
        file = await data.ConfirmedCaseAsync(await data.ClientAsync(), consultant);
        browser = await host.BrowseAsync(consultant);
    }

    [TearDown]
    public void Stop()
    {
        browser.Dispose();
        host.Dispose();
    }

    private string Import => $"/cases/{file.Number}/trips/import";

    [Test]
    public async Task A_file_is_shown_before_anything_is_recorded_and_then_saved_as_a_whole()
    {
        var page = await SendAsync(TwoTrips, "travel.csv");

        Assert.Multiple(() =>
        {
            Assert.That(page.Heading, Is.EqualTo("Look before saving"));
            Assert.That(page.Text, Does.Contain("one row per trip").And.Contain("UTF-8").And.Contain("separated by commas"));
            Assert.That(page.Rows("What the file says"), Has.Count.EqualTo(2));
            Assert.That(Standing(), Is.Empty);
        });

        page = await page.PressAsync("Save 2 trips");

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("2 trips saved"));
            Assert.That(Standing(), Is.EqualTo(new[] { "DE", "US" }));
        });
        page = await page.FollowAsync("See the days");
        Assert.That(page.Rows("Trips of 2026"), Has.Some.Contains("13 Apr 2026 to 1 May 2026").And.Some.Contains("imported"));
    }

    [Test]
    public async Task The_history_names_the_import_once()
    {
        await (await SendAsync(TwoTrips, "travel.csv")).PressAsync("Save 2 trips");

        using var db = host.Database.Open();
        var row = db.Changes.Single(c => c.Kind == ChangeKind.TripsImported);
        Assert.That((row.Subject, row.ByAccountId), Is.EqualTo(("travel.csv", (Guid?)consultant.Id)));
    }

    [Test]
    public async Task Every_bad_row_is_named_with_its_line_and_how_to_mend_it_and_nothing_is_imported()
    {
        var page = await SendAsync(
            "Country,Arrival,Departure\nGermany,14 Mar 2026,18 Mar 2026\nGermny,2026-04-13,2026-05-01\nFrance,29 Feb 2025,2 Mar 2025\n",
            "travel.csv"
        );

        var rows = page.Rows("What to mend");
        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("2 things in travel.csv must be mended"));
            Assert.That(rows[0], Does.Contain("Line 3, Country").And.Contain("Germny").And.Contain("Germany"));
            Assert.That(rows[1], Does.Contain("Line 4, Arrival").And.Contain("29 Feb 2025"));
            Assert.That(Standing(), Is.Empty);
        });
    }

    [Test]
    public async Task The_text_of_a_small_file_can_be_mended_where_it_is()
    {
        var page = await SendAsync("Country,Arrival,Departure\nGermny,2026-03-14,2026-03-18\n", "travel.csv");
        var text = ((IHtmlTextAreaElement)page.Field("Or paste it")).Value;

        page = await SendAsync(null, null, text.Replace("Germny", "Germany", StringComparison.Ordinal));
        await page.PressAsync("Save 1 trip");

        Assert.That(Standing(), Is.EqualTo(new[] { "DE" }));
    }

    [Test]
    public async Task Dates_that_can_be_two_days_are_asked_about_and_never_guessed()
    {
        const string rows = "Country,Arrival,Departure\nGermany,03/04/2026,05/04/2026\n";
        var page = await SendAsync(rows, "travel.csv");
        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("Say which number comes first"));
            Assert.That(Standing(), Is.Empty);
        });

        page = await SendAsync(null, null, rows, "MonthFirst");

        Assert.That(page.Rows("What the file says").Single(), Does.Contain("4 Mar 2026 to 4 May 2026"));
    }

    [Test]
    public async Task A_file_that_comes_again_adds_nothing()
    {
        await (await SendAsync(TwoTrips, "travel.csv")).PressAsync("Save 2 trips");

        var page = await SendAsync(TwoTrips, "travel-again.csv");

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("everything is there already"));
            Assert.That(page.HasButton("Save 0 trips"), Is.False);
            Assert.That(Standing(), Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task An_overlap_waits_for_a_decision()
    {
        await (await SendAsync(TwoTrips, "travel.csv")).PressAsync("Save 2 trips");
        var page = await SendAsync(
            "Country,Arrival,Departure\nFrance,16 Mar 2026,20 Mar 2026\nItaly,1 Jun 2026,3 Jun 2026\n",
            "more.csv"
        );
        Assert.That(page.Rows("Overlaps").Single(), Does.Contain("France").And.Contain("Germany"));

        page.Tick("Keep both");
        page.Fill("What to do with France, 16 Mar 2026", "Leave the row out");
        await page.PressAsync("Save 2 trips");

        Assert.That(Standing(), Is.EqualTo(new[] { "DE", "US", "IT" }));
    }

    [Test]
    public async Task The_recorded_trip_gives_way_if_that_is_the_decision()
    {
        await (await SendAsync(TwoTrips, "travel.csv")).PressAsync("Save 2 trips");
        var page = await SendAsync("Country,Arrival,Departure\nFrance,16 Mar 2026,20 Mar 2026\n", "more.csv");

        page.Tick("Leave the row of the file out; of two rows the later one");
        page.Fill("What to do with France, 16 Mar 2026", "Take the recorded trip out");
        await page.PressAsync("Save 1 trip");

        Assert.That(Standing(), Is.EqualTo(new[] { "FR", "US" }));
    }

    [Test]
    public async Task Overlaps_nobody_decided_are_asked_about_again_with_what_was_chosen()
    {
        await (await SendAsync(TwoTrips, "travel.csv")).PressAsync("Save 2 trips");
        var page = await SendAsync(
            "Country,Arrival,Departure\nFrance,16 Mar 2026,20 Mar 2026\nItaly,15 Apr 2026,17 Apr 2026\n",
            "more.csv"
        );
        var answers = (IHtmlSelectElement)page.Field("What to do with Italy, 15 Apr 2026");
        var shorten = answers.Options.Single(o => Page.Words(o) == "Shorten the recorded trip around it");

        // One of the two is answered, and nothing is said about the rest.
        page = await browser.PostAsync(page.Path + "/confirm", ("Answers", ""), ("Answers", shorten.Value));

        Assert.Multiple(() =>
        {
            Assert.That(page.Problems.Single(), Is.EqualTo("Say what to do with the overlaps."));
            Assert.That(page.Value("What to do with Italy, 15 Apr 2026"), Is.EqualTo("Shorten the recorded trip around it"));
            Assert.That(Standing(), Has.Count.EqualTo(2));
        });

        page.Tick("Keep both");
        await page.PressAsync("Save 2 trips");

        Assert.That(Standing(), Is.EqualTo(new[] { "DE", "FR", "US", "IT", "US" }));
    }

    [Test]
    public async Task Rows_of_one_file_that_overlap_wait_for_a_decision_too()
    {
        var page = await SendAsync(
            "Country,Arrival,Departure\nGermany,14 Mar 2026,18 Mar 2026\nFrance,16 Mar 2026,20 Mar 2026\n",
            "travel.csv"
        );

        page.Tick("Leave the row of the file out; of two rows the later one");
        page.Fill("What to do with France, 16 Mar 2026", "Leave line 2 out");
        await page.PressAsync("Save 2 trips");

        Assert.That(Standing(), Is.EqualTo(new[] { "FR" }));
    }

    [Test]
    public async Task An_import_is_undone_with_a_reason()
    {
        await (await SendAsync(TwoTrips, "travel.csv")).PressAsync("Save 2 trips");
        var page = await browser.OpenAsync(Import);
        var row = page.Row("Earlier imports", "travel.csv");
        page.Fill("Why?", "Wrong traveller", row);

        page = await page.PressAsync("Take its trips out again", row);

        using var db = host.Database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(Standing(), Is.Empty);
            Assert.That(page.Rows("Earlier imports").Single(), Does.Contain("undone"));
            Assert.That(db.Changes.Single(c => c.Kind == ChangeKind.TripImportUndone).Why, Is.EqualTo("Wrong traveller"));
        });
    }

    [Test]
    public async Task A_file_that_is_not_wanted_leaves_nothing()
    {
        var page = await SendAsync(TwoTrips, "travel.csv");

        page = await page.PressAsync("Don’t import");

        using var db = host.Database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(page.Heading, Is.EqualTo("Import trips"));
            Assert.That(Standing(), Is.Empty);
            Assert.That(db.TripImports.Single().Rows, Is.Null);
        });
    }

    [Test]
    public async Task Days_a_file_calls_unknown_stay_unknown()
    {
        var page = await SendAsync("Date,Country\n2026-11-10,DE\n2026-11-11,?\n2026-11-12,?\n", "days.csv");
        Assert.That(page.Text, Does.Contain("one row per day"));

        await page.PressAsync("Save 2 trips");

        page = await browser.OpenAsync($"/cases/{file.Number}/days");
        Assert.That(page.Document.QuerySelectorAll(".key span").Select(Page.Words), Does.Contain("? unknown 2"));
    }

    [Test]
    public async Task A_calendar_is_read_too_and_says_what_it_left_out()
    {
        var page = await SendAsync(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20260314
            DTEND;VALUE=DATE:20260319
            SUMMARY:Business trip
            LOCATION:Berlin\, Germany
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART;VALUE=DATE:20260401
            SUMMARY:Dentist
            END:VEVENT
            END:VCALENDAR
            """.ReplaceLineEndings("\r\n"),
            "travel.ics"
        );

        Assert.Multiple(() =>
        {
            Assert.That(
                page.Rows("What the file says").Single(),
                Does.Contain("14 Mar 2026 to 18 Mar 2026").And.Contain("Germany")
            );
            Assert.That(page.Text, Does.Contain("Dentist").And.Contain("neither place nor title names a country"));
        });
    }

    [Test]
    public async Task A_file_over_20_MB_is_refused_with_a_sentence()
    {
        var page = await SendAsync(new string('x', 21 * 1024 * 1024), "big.csv");

        Assert.Multiple(() =>
        {
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
            Assert.That(page.Heading, Is.EqualTo("The file is too large"));
            Assert.That(page.Text, Does.Contain("21 MB").And.Contain("Up to 20 MB are read, so this was not."));
        });
    }

    [Test]
    public async Task Nothing_sent_is_said_beside_the_field()
    {
        var page = await SendAsync(null, null, "  ");

        Assert.That(page.Problems.Single(), Is.EqualTo("Choose a file, or paste the travel history."));
    }

    [Test]
    public async Task An_import_of_another_case_is_not_here()
    {
        var page = await SendAsync(TwoTrips, "travel.csv");
        var other = await data.ConfirmedCaseAsync(await data.ClientAsync(), consultant);
        var id = page.Path.Split('/')[^1];

        var theirs = await browser.OpenAsync($"/cases/{other.Number}/trips/import/{id}");

        Assert.That(theirs.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    /// <summary>The countries of the trips in the ledger, by arrival.</summary>
    private List<string?> Standing()
    {
        using var db = host.Database.Open();
        return [.. db.Trips.Where(t => t.RemovedAt == null).OrderBy(t => t.Arrive).Select(t => t.Country)];
    }

    private async Task<Page> SendAsync(string? content, string? name, string? text = null, string? order = null)
    {
        var form = await browser.OpenAsync(Import);
        var token = form.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var fields = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        if (content is not null)
        {
            fields.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "File", name!);
        }
        fields.Add(new StringContent(text ?? ""), "Text");
        fields.Add(new StringContent(order ?? ""), "Order");
        return await browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(form.Address, Import)) { Content = fields }
        );
    }
}

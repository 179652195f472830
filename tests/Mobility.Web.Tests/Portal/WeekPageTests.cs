using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Portal;

/// <summary>A traveller's own week. It is Thursday 26 November 2026.</summary>
public sealed class WeekPageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private Case file = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2026, 11, 26));
        data = new TestData(host);
        var client = await data.ClientAsync();
        file = await data.ConfirmedCaseAsync(
            client,
            await data.ConsultantAsync(),
            request => request with { Terms = request.Terms with { Start = new LocalDate(2026, 11, 16) } }
        );
        browser = await host.BrowseAsync(await data.AccountAsync(PersonKind.Assignee, personId: file.AssigneeId));
    }

    [TearDown]
    public void Stop()
    {
        browser.Dispose();
        host.Dispose();
    }

    [Test]
    public async Task The_week_has_a_row_for_each_day_that_has_come()
    {
        var page = await browser.OpenAsync("/portal/days");

        Assert.That(
            Days(page).Select(d => Page.Words(d.QuerySelector("legend")!)[..10]),
            Is.EqualTo(["Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov"])
        );
    }

    [Test]
    public async Task One_press_saves_the_week_as_it_is_filled_in()
    {
        await SayAsync(new LocalDate(2026, 11, 22), "DE");

        var page = await browser.OpenAsync("/portal/days");
        Assert.That(Days(page).Select(Chosen), Is.All.EqualTo("DE"), "where the day before ended");
        page = await page.PressAsync("Save these days");

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("4 days saved."));
            Assert.That(Declared(), Has.Count.EqualTo(5).And.All.EqualTo("DE"));
        });
    }

    [Test]
    public async Task A_plan_is_filled_in_before_the_day_before()
    {
        await SayAsync(new LocalDate(2026, 11, 22), "DE");
        await TripAsync("US", new(2026, 11, 25), new(2026, 11, 27), TripStatus.Planned);

        var page = await browser.OpenAsync("/portal/days");

        Assert.That(Days(page).Select(Chosen), Is.EqualTo(["DE", "DE", "US", "US"]));
    }

    [Test]
    public async Task What_somebody_said_meanwhile_is_not_undone_by_a_page_opened_before()
    {
        await SayAsync(new LocalDate(2026, 11, 23), "DE");
        await SayAsync(new LocalDate(2026, 11, 24), "DE");
        var page = await browser.OpenAsync("/portal/days");
        await SayAsync(new LocalDate(2026, 11, 23), "FR");
        await SayAsync(new LocalDate(2026, 11, 24), "FR");
        page.Fill("What you did", "Work", Days(page)[1]);

        page = await page.PressAsync("Save these days");

        Assert.Multiple(() =>
        {
            // Of the first day the page said nothing new; of the second it did, to what was no longer so.
            Assert.That(page.Text, Does.Contain("This day was changed meanwhile by"));
            Assert.That(page.Document.QuerySelectorAll(".dayrow .err"), Has.Count.EqualTo(1));
            Assert.That(Declared(), Is.EqualTo(new[] { "FR", "FR" }));
        });
        // Who presses again has been told.
        await page.PressAsync("Save these days");
        Assert.That(Declared(), Is.EqualTo(new[] { "FR", "DE", "DE", "DE" }));
    }

    [Test]
    public async Task Where_somebody_said_that_nobody_knows_no_place_is_filled_in()
    {
        await SayAsync(new LocalDate(2026, 11, 22), "DE");
        await SayAsync(new LocalDate(2026, 11, 23), null);

        var page = await browser.OpenAsync("/portal/days");

        Assert.That(Days(page).Select(Chosen), Is.EqualTo(new[] { "?", "", "", "" }));
    }

    [Test]
    public async Task A_traveller_who_adds_what_was_done_keeps_the_parts_and_the_proof_of_the_day()
    {
        await host.UseAsync<DayDeclarationService>(s =>
            s.DeclareAsync(
                file.Id,
                [
                    new NewDay
                    {
                        Day = new(2026, 11, 23),
                        Places = [new("FR", 25), new("DE", 75)],
                        Evidence = TripEvidence.Booked,
                        Document = "LH 1040",
                    },
                ],
                new(2026, 11, 26),
                data.Change(),
                default
            )
        );
        var page = await browser.OpenAsync("/portal/days");
        page.Fill("What you did", "Work", Days(page)[0]);
        await page.PressAsync("Save these days");

        using var db = host.Database.Open();
        var day = db.DayDeclarations.Single(d => d.RemovedAt == null && d.Day == new LocalDate(2026, 11, 23));
        Assert.That(
            (day.Places, day.Activity, day.Document),
            Is.EqualTo(("FR 25,DE 75", (DayActivity?)DayActivity.Work, "LH 1040"))
        );
    }

    [Test]
    public async Task What_is_known_and_left_as_it_is_is_not_said_again()
    {
        await TripAsync("FR", new(2026, 11, 23), new(2026, 11, 26), TripStatus.Actual);

        var page = await (await browser.OpenAsync("/portal/days")).PressAsync("Save these days");

        Assert.Multiple(() =>
        {
            Assert.That(Declared(), Is.Empty);
            Assert.That(page.Path, Does.EndWith("saved=0"));
        });
    }

    [Test]
    public async Task What_was_done_is_asked_and_filled_in_only_as_on_the_same_weekday_before()
    {
        var page = await browser.OpenAsync("/portal/days");
        Assert.That(Days(page).Select(d => Selected(d, "Activity")), Is.All.Empty);

        await SayAsync(new LocalDate(2026, 11, 17), "DE", Mobility.Rules.Trips.DayActivity.Leave);
        page = await browser.OpenAsync("/portal/days");

        Assert.That(Days(page).Select(d => Selected(d, "Activity")), Is.EqualTo(["", "Leave", "", ""]));
    }

    [Test]
    public async Task Two_countries_in_one_day_and_one_that_is_not_in_the_list_can_be_typed()
    {
        var page = await browser.OpenAsync("/portal/days");
        var thursday = Days(page)[3];
        page.Fill("Another country", "Portugal", thursday).Fill("Also in, that day", "Spain", thursday);

        await page.PressAsync("Save these days");

        Assert.That(Declared().Last(), Is.EqualTo("ES,PT"), "the day ended in Portugal");
    }

    [Test]
    public async Task A_country_that_is_none_stands_beside_its_field_and_nothing_is_saved()
    {
        await SayAsync(new LocalDate(2026, 11, 22), "DE");
        var page = await browser.OpenAsync("/portal/days");
        page.Fill("Another country", "Atlantis", Days(page)[3]);

        page = await page.PressAsync("Save these days");

        Assert.Multiple(() =>
        {
            Assert.That(page.Problems.Single(), Does.Contain("Atlantis"));
            Assert.That(page.Value("Another country", Days(page)[3]), Is.EqualTo("Atlantis"));
            Assert.That(Declared(), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task I_do_not_know_is_an_answer()
    {
        var page = await browser.OpenAsync("/portal/days");
        page.Fill("Where", "I do not know", Days(page)[0]);

        page = await page.PressAsync("Save these days");

        Assert.Multiple(() =>
        {
            Assert.That(Declared().First(), Is.Empty);
            Assert.That(Page.Words(Days(page)[0].QuerySelector("legend")!), Does.Contain("missing"));
        });
    }

    [Test]
    public async Task Weeks_behind_are_offered_back_to_the_first_day_of_the_case()
    {
        var page = await browser.OpenAsync("/portal/days");
        Assert.That(
            page.Rows("Weeks with days missing").Single(),
            Does.StartWith("16 Nov 2026 to 22 Nov 2026").And.EndWith("7 days missing")
        );

        page = await page.FollowAsync("16 Nov 2026 to 22 Nov 2026");

        Assert.Multiple(() =>
        {
            Assert.That(Days(page), Has.Count.EqualTo(7));
            Assert.That(page.HasLink("The week before"), Is.False, "the case had not begun");
        });
    }

    [Test]
    public async Task The_traveller_can_stop_the_mails()
    {
        var page = await (await browser.OpenAsync("/portal/days")).PressAsync("Stop these mails");

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("You get no mails about missing days."));
            using var db = host.Database.Open();
            Assert.That(db.People.Single(p => p.Id == file.AssigneeId).DayRemindersStoppedAt, Is.Not.Null);
        });
    }

    [Test]
    public async Task A_day_of_somebody_elses_choosing_is_not_saved()
    {
        var page = await browser.PostAsync(
            "/portal/days",
            ("Week", "2026-11-23"),
            ("Rows[0].Day", "2026-11-27"),
            ("Rows[0].Place", "DE"),
            ("Rows[1].Day", "2026-11-02"),
            ("Rows[1].Place", "DE")
        );

        Assert.Multiple(() =>
        {
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(Declared(), Is.Empty, "tomorrow, and a day before the case");
        });
    }

    [Test]
    public async Task The_week_takes_as_many_queries_whatever_it_shows()
    {
        var page = await browser.OpenAsync("/portal/days");

        Assert.That(page.Commands, Has.Count.EqualTo(4), string.Join("\n\n", page.Commands));
    }

    private static IReadOnlyList<IElement> Days(Page page) => [.. page.Document.QuerySelectorAll(".dayrow")];

    private static string Chosen(IElement day) => Selected(day, "Place");

    private static string Selected(IElement day, string field) =>
        day.QuerySelectorAll("select")
            .OfType<IHtmlSelectElement>()
            .Single(s => s.Name!.EndsWith(field, StringComparison.Ordinal))
            .Value
        ?? "";

    private List<string> Declared()
    {
        using var db = host.Database.Open();
        return [.. db.DayDeclarations.Where(d => d.RemovedAt == null).OrderBy(d => d.Day).Select(d => d.Places)];
    }

    private Task SayAsync(LocalDate day, string? country, DayActivity? activity = null) =>
        host.UseAsync<DayDeclarationService>(s =>
            s.DeclareAsync(
                file.Id,
                [
                    new NewDay
                    {
                        Day = day,
                        Places = country is null ? [] : [new(country, null)],
                        Activity = activity,
                    },
                ],
                day,
                data.Change(),
                default
            )
        );

    private Task TripAsync(string country, LocalDate from, LocalDate to, TripStatus status) =>
        host.UseAsync<TripService>(s =>
            s.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = country,
                    Arrive = from,
                    Depart = to,
                    Status = status,
                },
                data.Change(),
                default
            )
        );
}

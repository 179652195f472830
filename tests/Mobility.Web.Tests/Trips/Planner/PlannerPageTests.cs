using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Trips.Planner;

/// <summary>A trip that is not booked: what it would do, which other dates there are, and that nothing is saved until somebody asks.</summary>
public sealed class PlannerPageTests
{
    private const string TooLong = "Try.Country=Germany&Try.From=20+Dec+2026&Try.To=10+Mar+2027";

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
        var consultant = await data.ConsultantAsync();
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

    // Days in the Schengen area in the 180 days to 27 January: September 19 + 5, to 6 November 19, unknown 3, December 5, the trip 39: 90. To be there
    // 81 days they must end on 4 May: 6 November, 3, 5 and 81 are 90; and on 16 April 19 + 3 + 5 + 63.
    [Test]
    public async Task A_trip_that_goes_too_far_is_answered_with_dates_that_do_not_and_why_no_others()
    {
        var page = await browser.OpenAsync($"{Days}?{TooLong}");

        var plan = Page.Words(page.Document.GetElementById("plan")!);
        Assert.Multiple(() =>
        {
            Assert.That(
                plan,
                Does.Contain(
                    "This trip goes too far on Thu 28 Jan 2027. Short stays in the Schengen area: 91 against a limit of 90"
                )
            );
            Assert.That(plan, Does.Contain("Latest safe exit Wed 27 Jan 2027, entering on Sun 20 Dec 2026"));
            Assert.That(plan, Does.Contain("42 days shorter: 20 Dec 2026 to 27 Jan 2027, 39 days"));
            Assert.That(plan, Does.Contain("Begin 55 days later: 13 Feb 2027 to 4 May 2027, 81 days"));
            Assert.That(
                plan,
                Does.Contain("One day earlier and Short stays in the Schengen area is at 91 against 90 on 16 Apr 2027.")
            );
            Assert.That(plan, Does.Contain("Next stay of 81 days Sat 13 Feb 2027 to Tue 4 May 2027"));
            Assert.That(Answer(page, "Schengen area"), Does.Contain("answer changes: breach with plans"));
            Assert.That(TripsFrom(new LocalDate(2026, 12, 20)), Is.Empty, "nothing is saved");
        });
    }

    [Test]
    public async Task Dates_that_are_taken_are_saved_as_a_plan_and_the_counter_is_as_promised()
    {
        var page = await browser.OpenAsync($"{Days}?{TooLong}");
        var shorter = page.Document.QuerySelector("[data-offer=Shorter]")!;
        var tried = await page.FollowAsync("Work it out: 20 Dec 2026 to 27 Jan 2027", shorter);
        Assert.That(Answer(tried, "Schengen area"), Does.Contain("90 of 90"));

        page = await page.PressAsync("Save as a planned trip: 20 Dec 2026 to 27 Jan 2027", shorter);

        var trip = TripsFrom(new LocalDate(2026, 12, 20)).Single();
        var counter = Page.Words((await browser.OpenAsync(Days)).Document.GetElementById("finding-schengen-short-stay-90-180")!);
        Assert.Multiple(() =>
        {
            Assert.That(page.Path, Does.StartWith(Days));
            Assert.That(
                (trip.Country, trip.Depart, trip.Status),
                Is.EqualTo(("DE", new LocalDate(2027, 1, 27), TripStatus.Planned))
            );
            Assert.That(counter, Does.Contain("With the plans at most 90 of 90, on Wed 27 Jan 2027."));
            Assert.That(counter, Does.Not.Contain("Goes too far"));
            Assert.That(counter, Does.Contain("With the plans 85 days are reached on Fri 22 Jan 2027"));
        });
    }

    [Test]
    public async Task An_open_end_is_answered_with_the_latest_safe_exit()
    {
        var page = await browser.OpenAsync($"{Days}?Try.Country=Germany&Try.From=20+Dec+2026");

        Assert.That(page.Text, Does.Contain("Germany, 20 Dec 2026 to 27 Jan 2027, 39 days, on top of all plans"));
        Assert.That(page.Text, Does.Contain("Save as a planned trip: 20 Dec 2026 to 27 Jan 2027"));
    }

    [Test]
    public async Task A_country_without_limits_is_outside_coverage()
    {
        var page = await browser.OpenAsync($"{Days}?Try.Country=VN&Try.From=20+Dec+2026&Try.To=24+Dec+2026");

        Assert.That(page.Text, Does.Contain("Outside coverage: the rule book has no limit of days for Vietnam."));
    }

    [Test]
    public async Task Days_on_which_another_journey_is_planned_are_named()
    {
        var page = await browser.OpenAsync($"{Days}?Try.Country=FR&Try.From=10+Dec+2026&Try.To=20+Dec+2026");

        Assert.That(
            page.Text,
            Does.Contain("Part of these days is planned elsewhere already: Germany, 14 Dec 2026 to 18 Dec 2026.")
        );
    }

    [TestCase("0001-01-01", "0001-01-05", "First day", "not between 1900 and 2199")]
    [TestCase("9999-12-30", "9999-12-31", "First day", "not between 1900 and 2199")]
    [TestCase(
        "1900-01-01",
        "1900-01-05",
        "First day",
        "Outside coverage: a trip is worked out that begins from 22 Nov 2016 to 22 Nov 2031."
    )]
    [TestCase("2199-12-30", "2199-12-31", "First day", "Outside coverage")]
    [TestCase("2027-01-01", "2199-12-31", "Last day", "two years at most")]
    [TestCase("2027-01-05", "2027-01-01", "Last day", "5 Jan 2027")]
    [TestCase("2026-11-22", "", "Last day", "last day")]
    public async Task Dates_that_cannot_be_are_refused_beside_their_field(string from, string to, string field, string says)
    {
        var page = await browser.OpenAsync($"{Days}?Try.Country=FR&Try.From={from}&Try.To={to}");

        Assert.Multiple(() =>
        {
            Assert.That(page.ProblemAt(field, page.Section("Try a trip")), Does.Contain(says).IgnoreCase);
            Assert.That(page.Document.GetElementById("plan"), Is.Null);
        });
    }

    [Test]
    public async Task A_trip_that_has_begun_moves_the_counters_and_has_no_other_dates()
    {
        var page = await browser.OpenAsync($"{Days}?Try.Country=IE&Try.From=16+Nov+2026&Try.To=24+Nov+2026");

        Assert.That(page.Text, Does.Contain("Other dates are offered for trips that begin after 22 Nov 2026."));
        Assert.That(page.HasButton("Save as a planned trip"), Is.False);
    }

    [Test]
    public async Task Who_may_only_read_plans_and_saves_nothing()
    {
        using var reader = await host.BrowseAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: client));

        var page = await reader.OpenAsync($"{Days}?{TooLong}");

        Assert.That(page.Text, Does.Contain("42 days shorter"));
        Assert.That(page.Document.QuerySelectorAll("#plan form"), Is.Empty);
    }

    [Test]
    public async Task A_counter_names_the_day_it_goes_too_far_and_the_trip_that_does_it()
    {
        var page = await browser.OpenAsync(Days);

        var counter = Page.Words(page.Document.GetElementById("finding-us-substantial-presence")!);
        Assert.Multiple(() =>
        {
            Assert.That(
                counter,
                Does.Contain("Goes too far on Sat 5 Dec 2026 to Tue 8 Dec 2026: the stay in United States from 30 Nov 2026.")
            );
            // In the year to 23 October: 118 days by 16 October; 3 unknown days since.
            Assert.That(counter, Does.Contain("Rising: 177, after 174 on 23 Oct 2026."));
        });
    }

    [Test]
    public async Task An_earlier_day_says_what_is_as_it_was_then_and_what_history_cannot_tell()
    {
        host.Clock.Set(Instant.FromUtc(2026, 12, 20, 12, 0));
        await host.UseAsync<PaperService>(s =>
            s.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new LocalDate(2031, 1, 1)),
                data.Change(),
                default
            )
        );

        var then = await browser.OpenAsync(Days + "?asOf=22+Nov+2026");
        var before = await browser.OpenAsync(Days + "?asOf=1+Nov+2026");

        Assert.Multiple(() =>
        {
            Assert.That(then.Text, Does.Contain("the first was recorded on 22 Nov 2026"));
            Assert.That(then.Text, Does.Contain("No trip or day was recorded or removed since."));
            Assert.That(
                then.Text,
                Does.Contain("Papers recorded since: 1. Which of today’s papers were on file then, history cannot tell")
            );
            Assert.That(before.Text, Does.Contain("What was known before it and not written down, history cannot tell."));
        });
    }

    private static string Answer(Page page, string place) =>
        page
            .Document.QuerySelectorAll("#try tbody tr")
            .Select(Page.Words)
            .Single(row => row.StartsWith(place, StringComparison.Ordinal));

    private List<Trip> TripsFrom(LocalDate day)
    {
        using var db = host.Database.Open();
        return [.. db.Trips.Where(t => t.Arrive == day && t.RemovedAt == null)];
    }
}

using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Trips.Ledger;

/// <summary>A stay of which nobody has said since June 2025 that it goes on. It is Monday 23 November 2026.</summary>
public sealed class OpenStayTests
{
    private WebHost host = null!;
    private Case file = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2025, 6, 2));
        var data = new TestData(host);
        var consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        file = await data.ConfirmedCaseAsync(await data.ClientAsync(), consultant);
        await host.UseAsync<TripService>(s =>
            s.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = "DE",
                    Arrive = new LocalDate(2025, 6, 1),
                    Status = TripStatus.Actual,
                },
                data.Change(),
                default
            )
        );
        host.Clock.Advance(new LocalDate(2026, 11, 23).At(new(9, 0)).InUtc().ToInstant() - host.Clock.GetCurrentInstant());
        browser = await host.BrowseAsync(consultant);
    }

    [TearDown]
    public void Stop()
    {
        browser.Dispose();
        host.Dispose();
    }

    [Test]
    public async Task It_is_asked_about_and_its_days_are_worth_little()
    {
        var page = await browser.OpenAsync($"/cases/{file.Number}/days");
        var month = await browser.OpenAsync($"/cases/{file.Number}/ledger");

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("Germany since 1 Jun 2025, without an end"));
            Assert.That(Page.Words(month.Row("Day by day", "Mon 16 Nov")), Does.Contain("Germany").And.Contain("low"));
        });
    }

    [TestCase("31 May 2025", "1 Jun 2025", TestName = "Its last day is not before its first")]
    [TestCase("30 Nov 2026", "30 Nov 2026", TestName = "Its last day is not to come")]
    [TestCase("when it rained", "date", TestName = "Its last day is a day")]
    public async Task What_is_no_last_day_is_told_beside_it(string typed, string told)
    {
        var page = await EndAsync(typed);

        Assert.Multiple(() =>
        {
            Assert.That(page.ProblemAt("Last day in Germany"), Does.Contain(told));
            Assert.That(page.Value("Last day in Germany"), Is.EqualTo(typed));
            Assert.That(LastDays(), Is.EqualTo(new LocalDate?[] { null }));
        });
    }

    [Test]
    public async Task With_its_last_day_the_days_after_it_are_unknown()
    {
        var page = await EndAsync("20 Nov 2026");
        var month = await browser.OpenAsync($"/cases/{file.Number}/ledger");

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Not.Contain("without an end"));
            Assert.That(LastDays(), Is.EqualTo(new LocalDate?[] { new(2026, 11, 20) }));
            Assert.That(Page.Words(month.Row("Day by day", "Sat 21 Nov")), Does.Contain("nothing recorded"));
        });
    }

    private async Task<Page> EndAsync(string day)
    {
        var page = await browser.OpenAsync($"/cases/{file.Number}/days");
        var note = page.Document.QuerySelector("form.note")!;
        return await page.Fill("Last day in Germany", day, note).PressAsync("Save the last day", note);
    }

    private List<LocalDate?> LastDays()
    {
        using var db = host.Database.Open();
        return [.. db.Trips.Where(t => t.RemovedAt == null).Select(t => t.Depart)];
    }
}

using System.Net;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.MyDay;

public sealed class MyDayTests
{
    private FakeClock clock = null!;
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task SetUp()
    {
        clock = FakeClock.On(2026, 11, 23);
        host = new WebHost(clock);
        data = new TestData(host);
        client = await data.ClientAsync("Takara");
        consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        browser = await host.BrowseAsync(consultant);
    }

    [TearDown]
    public void TearDown()
    {
        browser.Dispose();
        host.Dispose();
    }

    [Test]
    public async Task Every_number_at_the_top_is_the_length_of_the_list_it_leads_to()
    {
        var file = await Case("Rania Al-Khatib", data.Today.PlusDays(2));
        await data.TaskAsync(file, consultant, "Late", data.Today.PlusDays(-4));
        await data.TaskAsync(file, consultant, "Late too", data.Today.PlusDays(-1));
        await data.TaskAsync(file, consultant, "Now", data.Today);
        await data.TaskAsync(file, consultant, "Soon", data.Today.PlusDays(7));
        await data.TaskAsync(file, consultant, "Much later", data.Today.PlusDays(8));
        await data.TaskAsync(file, consultant, "Some time");
        await data.TaskAsync(file, consultant, "Visa decision", waitingFor: "Embassy of Germany, Pretoria");
        await Permit(file, data.Today.PlusDays(90));
        await data.DeadlineAsync(file, "Deadline late", data.Today.PlusDays(-2));

        var page = await browser.OpenAsync("/my-day");

        Assert.Multiple(() =>
        {
            Assert.That(page.Heading, Is.EqualTo("Monday 23 November"));
            foreach (var link in page.Document.QuerySelectorAll(".tally a"))
            {
                var section = page.Document.QuerySelector(link.GetAttribute("href")!)!;
                var rows = section.QuerySelectorAll("tbody tr").Length + section.QuerySelectorAll(".list > li.row2").Length;
                Assert.That(link.QuerySelector("b")!.TextContent, Is.EqualTo($"{rows}"), link.TextContent);
            }
            Assert.That(page.Rows("Overdue"), Has.Some.Contain("Late too").And.Some.Contain("Deadline late"));
            Assert.That(page.Rows("Due today"), Has.Some.Contain("Now"));
            Assert.That(page.Rows("Next 7 days"), Has.Some.Contain("Soon"));
            Assert.That(page.Rows("Without a date"), Has.Count.EqualTo(1));
            Assert.That(page.Rows("Waiting on others"), Has.Count.EqualTo(1));
            Assert.That(page.Rows("Arrivals this week"), Has.Count.EqualTo(1));
            Assert.That(page.Rows("Expire in 90 days"), Has.Count.EqualTo(1));
            Assert.That(page.Text, Does.Not.Contain("Much later"));
        });
    }

    [Test]
    public async Task What_is_late_is_listed_oldest_first_with_why_whose_and_how_late()
    {
        var file = await Case("Bartholomew Featherstonehaugh-Mbeki");
        await data.TaskAsync(file, consultant, "Send the application", data.Today.PlusDays(-1), why: "Work began on 16 Nov");
        await data.DeadlineAsync(file, "Renew the passport", data.Today.PlusDays(-4));

        var rows = (await browser.OpenAsync("/my-day")).Rows("Overdue");

        Assert.Multiple(() =>
        {
            Assert.That(rows[0], Does.StartWith("4 days late Renew the passport"));
            Assert.That(
                rows[1],
                Does.StartWith("1 day late Send the application Work began on 16 Nov Bartholomew Featherstonehaugh-Mbeki")
            );
            Assert.That(rows[1], Does.Contain("Takara-on-Sea → Takarastadt · Takara Instruments"));
        });
    }

    [Test]
    public async Task A_task_is_done_from_the_list_and_the_list_comes_back_without_it()
    {
        var file = await Case("Rania Al-Khatib");
        await data.TaskAsync(file, consultant, "Call the school", data.Today);
        var page = await browser.OpenAsync($"/my-day?client={client.Id}");

        var after = await page.PressAsync("Done: Call the school");

        Assert.That(after.Path, Is.EqualTo($"/my-day?client={client.Id}"));
        Assert.That(Tally(after, "Due today"), Is.Zero);
        Assert.That(after.Text, Does.Contain("Nothing is due today."));
    }

    [Test]
    public async Task A_deadline_leads_to_its_row_on_the_case()
    {
        var file = await Case("Rania Al-Khatib");
        var deadline = await data.DeadlineAsync(file, "File the notice", data.Today);

        var page = await (await browser.OpenAsync("/my-day")).FollowAsync("Open: File the notice");

        Assert.That(page.Document.QuerySelector($"[id='deadline-{deadline.Id}']"), Is.Not.Null);
    }

    [Test]
    public async Task Those_who_keep_me_waiting_longest_come_first()
    {
        var file = await Case("Rania Al-Khatib");
        await data.TaskAsync(file, consultant, "Visa decision", waitingFor: "Embassy");
        clock.Advance(Duration.FromDays(7));
        await data.TaskAsync(file, consultant, "Lease draft", waitingFor: "Utrecht Homes");
        clock.Advance(Duration.FromDays(9));

        var rows = (await browser.OpenAsync("/my-day")).Rows("Waiting on others");

        Assert.That(rows[0], Does.StartWith("16 days Embassy since 23 Nov 2026 Visa decision Rania Al-Khatib"));
        Assert.That(rows[1], Does.StartWith("9 days Utrecht Homes"));
    }

    [Test]
    public async Task What_waits_for_somebody_is_chased_once_it_is_late()
    {
        var file = await Case("Rania Al-Khatib");
        await data.TaskAsync(file, consultant, "Lease draft", data.Today, waitingFor: "Utrecht Homes");

        var onTheDay = await browser.OpenAsync("/my-day");
        clock.Advance(Duration.FromDays(1));
        var dayAfter = await browser.OpenAsync("/my-day");

        Assert.That(
            (Tally(onTheDay, "Due today"), Tally(onTheDay, "Overdue"), Tally(onTheDay, "Waiting on others")),
            Is.EqualTo((0, 0, 1))
        );
        Assert.That((Tally(dayAfter, "Overdue"), Tally(dayAfter, "Waiting on others")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Arrivals_say_who_comes_along_and_whether_all_is_ready()
    {
        await Case("Ready Person", data.Today);
        await data.TaskAsync(await Case("Open Person", data.Today.PlusDays(7)), consultant, "Book the flat");
        await data.CaseAsync(client, consultant, r => Named(r, "Unconfirmed Person", data.Today.PlusDays(3)));
        await Case("Next Week", data.Today.PlusDays(8));
        await Case("Came Yesterday", data.Today.PlusDays(-1));

        var rows = (await browser.OpenAsync("/my-day")).Rows("Arrivals this week");

        Assert.That(rows, Has.Count.EqualTo(3));
        Assert.That(rows[0], Does.StartWith("Ready Person + 1 Mon 23 Nov 2026").And.EndsWith("Ready"));
        Assert.That(rows[1], Does.StartWith("Unconfirmed Person").And.EndsWith("not confirmed"));
        Assert.That(rows[2], Does.StartWith("Open Person").And.EndsWith("1 open"));
    }

    [Test]
    public async Task Papers_of_everybody_on_my_active_cases_are_listed_by_their_last_day()
    {
        var file = await Case("Rania Al-Khatib");
        var spouse = await SpouseOf(file);
        await Permit(file, data.Today.PlusDays(91));
        await host.UseAsync<PaperService>(async s =>
        {
            await s.RecordPassportAsync(file.Id, spouse, new NewPassport("GB", data.Today.PlusDays(56)), data.Change(), default);
            await s.RecordCertificateAsync(
                file.Id,
                file.AssigneeId,
                "GB",
                "A1",
                data.Today.PlusDays(-30),
                data.Today.PlusDays(-3),
                data.Change(),
                default
            );
        });
        var closed = await Case("Gone Home");
        await Permit(closed, data.Today.PlusDays(10));
        await host.UseAsync<CaseService>(s => s.CloseAsync(closed.Id, closed.Version, data.Today, data.Change(), default));

        var rows = (await browser.OpenAsync("/my-day")).Rows("Expire in 90 days");

        Assert.That(rows, Has.Count.EqualTo(2));
        Assert.That(rows[0], Does.StartWith("A1, Rania Al-Khatib").And.EndsWith("20 Nov 2026 ended"));
        Assert.That(rows[1], Does.StartWith("Passport, Takara Spouse").And.EndsWith("18 Jan 2027 56 days"));
    }

    [Test]
    public async Task The_client_filter_narrows_every_list()
    {
        var other = await data.ClientAsync("Sundqvist");
        var file = await data.ConfirmedCaseAsync(other, consultant, r => Named(r, "Håkan Sjögren", data.Today.PlusDays(1)));
        await data.TaskAsync(file, consultant, "Sundqvist task", data.Today);
        await data.TaskAsync(await Case("Rania Al-Khatib"), consultant, "Takara task", data.Today);
        var all = await browser.OpenAsync("/my-day");
        Assert.That((Tally(all, "Due today"), Tally(all, "Arrivals this week")), Is.EqualTo((2, 1)));

        var page = await all.Fill("Client", client.Name).PressAsync("Filter");

        Assert.That((Tally(page, "Due today"), Tally(page, "Arrivals this week")), Is.EqualTo((1, 0)));
        Assert.That(page.Text, Does.Contain("1 active case").And.Not.Contain("Sundqvist task"));
        Assert.That(page.Value("Client"), Is.EqualTo(client.Name));
    }

    [Test]
    public async Task Others_tasks_and_others_cases_are_not_mine()
    {
        var other = await data.ConsultantAsync();
        var theirs = await data.ConfirmedCaseAsync(client, other);
        await data.TaskAsync(theirs, other, "Not mine", data.Today);
        await data.TaskAsync(theirs, consultant, "Mine on their case", data.Today);
        await data.DeadlineAsync(theirs, "Their deadline", data.Today);

        var page = await browser.OpenAsync("/my-day");

        Assert.That(page.Rows("Due today"), Has.Count.EqualTo(1).And.All.Contain("Mine on their case"));
        Assert.That(page.Text, Does.StartWith("Monday 23 November 0 active cases"));
    }

    [Test]
    public async Task The_day_is_the_readers()
    {
        clock.Set(Instant.FromUtc(2026, 11, 23, 23, 30));
        using var east = await host.BrowseAsync(await data.AccountAsync(PersonKind.TeamLead, timeZone: "Asia/Tokyo"));

        Assert.That((await east.OpenAsync("/my-day")).Heading, Is.EqualTo("Tuesday 24 November"));
    }

    [Test]
    public async Task An_address_elsewhere_is_no_way_back()
    {
        var file = await Case("Rania Al-Khatib");
        var task = await data.TaskAsync(file, consultant, "Call the school", data.Today);

        var page = await browser.PostAsync(
            $"/cases/{file.Number}/tasks/{task.Id}/done",
            ("returnTo", "https://elsewhere.example/")
        );

        Assert.That(page.Address.Host, Is.EqualTo("localhost"));
        Assert.That(page.Path, Is.EqualTo($"/cases/{file.Number}"));
    }

    [TestCase(PersonKind.ProgrammeManager)]
    [TestCase(PersonKind.TaxAdviser)]
    [TestCase(PersonKind.Supplier)]
    [TestCase(PersonKind.Assignee)]
    public async Task Who_does_not_work_here_has_no_day_here(PersonKind kind)
    {
        using var other = await host.BrowseAsync(await data.AccountAsync(kind, client: client));

        Assert.That((await other.OpenAsync("/my-day")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase(1)]
    [TestCase(15)]
    public async Task The_day_takes_nine_queries_however_full_it_is(int things)
    {
        for (var i = 0; i < things; i++)
        {
            var file = await Case($"Person {i}", data.Today.PlusDays(i % 7));
            await data.TaskAsync(file, consultant, "Task", data.Today.PlusDays(i - 5));
            await Permit(file, data.Today.PlusDays(i));
            await data.DeadlineAsync(file, "Deadline", data.Today.PlusDays(i - 5));
        }

        var page = await browser.OpenAsync("/my-day");

        Assert.That(page.Commands, Has.Count.EqualTo(9), string.Join("\n\n", page.Commands));
    }

    private static int Tally(Page page, string word) =>
        int.Parse(
            page.Document.QuerySelectorAll(".tally a")
                .Single(a => a.QuerySelector("span")!.TextContent == word)
                .QuerySelector("b")!
                .TextContent,
            System.Globalization.CultureInfo.InvariantCulture
        );

    private Task<Case> Case(string name, LocalDate? start = null) =>
        data.ConfirmedCaseAsync(client, consultant, r => Named(r, name, start ?? data.Today.PlusMonths(-2)));

    private Task Permit(Case file, LocalDate to) =>
        host.UseAsync<PaperService>(s =>
            s.RecordPermitAsync(file.Id, file.AssigneeId, "DE", "ICT Card", data.Today.PlusYears(-1), to, data.Change(), default)
        );

    private async Task<Guid> SpouseOf(Case file)
    {
        using var db = host.Database.Open();
        return await Task.FromResult(db.CaseMembers.Single(m => m.CaseId == file.Id).PersonId);
    }

    private static OpenCase Named(OpenCase request, string name, LocalDate start) =>
        request with
        {
            Assignee = request.Assignee with { FullName = name },
            Terms = request.Terms with { Start = start, End = start.PlusYears(2) },
        };
}

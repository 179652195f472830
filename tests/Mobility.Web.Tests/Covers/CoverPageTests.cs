using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Covers;

/// <summary>Monday 23 November 2026, noon UTC. Everybody lives in Brussels.</summary>
public sealed class CoverPageTests
{
    private FakeClock clock = null!;
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account ilse = null!;
    private Account ana = null!;
    private Account lead = null!;

    [SetUp]
    public async Task SetUp()
    {
        clock = FakeClock.On(2026, 11, 23);
        host = new WebHost(clock);
        data = new TestData(host);
        client = await data.ClientAsync("Takara");
        ilse = await data.ConsultantAsync("Ilse Vandermeulen");
        ana = await data.ConsultantAsync("Ana Ruiz");
        lead = await data.AccountAsync(PersonKind.TeamLead, "Ben Okri");
    }

    [TearDown]
    public void TearDown() => host.Dispose();

    [Test]
    public async Task A_consultant_arranges_the_own_cover_and_both_days_say_so()
    {
        await data.ConfirmedCaseAsync(client, ilse);
        await data.ConfirmedCaseAsync(client, ilse);
        using var browser = await host.BrowseAsync(ilse);
        var form = await (await (await browser.OpenAsync("/my-day")).FollowAsync("Going away?")).FollowAsync("Arrange a cover");

        var list = await form.Fill("Who covers", "Ana Ruiz")
            .Fill("First day", "23 Nov 2026")
            .Fill("Last day", "4 Dec 2026")
            .Fill("Why", "Leave")
            .PressAsync("Arrange the cover");

        Assert.That(list.Rows("Running and to come").Single(), Does.StartWith("Ilse Vandermeulen Leave Ana Ruiz 2 cases"));
        using var anas = await host.BrowseAsync(ana);
        var day = await anas.OpenAsync("/my-day");
        Assert.Multiple(async () =>
        {
            Assert.That(day.Text, Does.Contain("You cover Ilse Vandermeulen until 4 Dec 2026 2 cases"));
            Assert.That(day.Text, Does.Contain("0 active cases"), "her own");
            Assert.That((await day.FollowAsync("2 cases")).Rows("Results"), Has.Count.EqualTo(2));
            Assert.That((await browser.OpenAsync("/my-day")).Text, Does.Contain("Ana Ruiz covers you until 4 Dec 2026"));
        });
    }

    [Test]
    public async Task While_it_runs_the_work_is_on_both_days_and_marked_and_afterwards_it_goes_back_by_itself()
    {
        var file = await data.ConfirmedCaseAsync(client, ilse);
        await data.TaskAsync(file, ilse, "Call the school", new LocalDate(2026, 11, 24));
        await data.TaskAsync(await data.ConfirmedCaseAsync(client, ana), ana, "Own work", new LocalDate(2026, 11, 24));
        await data.DeadlineAsync(file, "File the notice", new LocalDate(2026, 11, 25));
        // 24 November begins in Brussels at 23:00 UTC of the 23rd, and ends at 23:00 UTC of the 24th.
        await SetAsync(ilse, ana, new(2026, 11, 24), new(2026, 11, 24));
        using var browser = await host.BrowseAsync(ana);

        var before = await DayAtAsync(browser, Instant.FromUtc(2026, 11, 23, 22, 59));
        var during = await DayAtAsync(browser, Instant.FromUtc(2026, 11, 23, 23, 0));
        // The session is a day old by then.
        using var later = await BrowseAtAsync(ana, Instant.FromUtc(2026, 11, 24, 22, 59));
        var still = await later.OpenAsync("/my-day");
        var after = await DayAtAsync(later, Instant.FromUtc(2026, 11, 24, 23, 0));

        Assert.Multiple(() =>
        {
            Assert.That(before.Text, Does.Not.Contain("Call the school").And.Not.Contain("File the notice"));
            Assert.That(before.Text, Does.Contain("You cover Ilse Vandermeulen from 24 Nov 2026 to 24 Nov 2026"));
            Assert.That(Page.Words(during.Row("Due today", "Call the school")), Does.Contain("in cover for Ilse Vandermeulen"));
            Assert.That(Page.Words(during.Row("Due today", "Own work")), Does.Not.Contain("in cover"));
            Assert.That(Page.Words(during.Row("Next 7 days", "File the notice")), Does.Contain("in cover for Ilse Vandermeulen"));
            Assert.That(still.Text, Does.Contain("Call the school"));
            Assert.That(after.Text, Does.Not.Contain("Call the school").And.Not.Contain("cover"));
            Assert.That(after.Text, Does.Contain("Own work"));
        });
    }

    [Test]
    public async Task The_case_says_who_covers_and_what_is_done_says_for_whom()
    {
        var file = await data.ConfirmedCaseAsync(client, ilse);
        await SetAsync(ilse, ana, data.Today, new(2026, 12, 4));
        using var anas = await host.BrowseAsync(ana);
        using var bens = await host.BrowseAsync(lead);

        var mine = await anas.OpenAsync($"/cases/{file.Number}");
        await anas.PostAsync($"/cases/{file.Number}/hold", ("Version", $"{file.Version}"), ("On", "2026-11-23"), ("Why", "Visa"));
        await bens.PostAsync($"/cases/{file.Number}/tasks/new", ("What", "Ask"), ("AssignedToId", $"{ilse.Id}"));

        Assert.Multiple(async () =>
        {
            Assert.That(mine.Text, Does.Contain("You are in cover for Ilse Vandermeulen until 4 Dec 2026."));
            Assert.That(
                (await bens.OpenAsync($"/cases/{file.Number}")).Text,
                Does.Contain("Ilse Vandermeulen covered by Ana Ruiz until 4 Dec 2026").And.Not.Contain("You are in cover")
            );
            Assert.That(
                (await bens.OpenAsync($"/cases/{file.Number}/history")).Rows("Changes"),
                Has.Some.StartsWith("Put the case on hold Ana Ruiz (in cover for Ilse Vandermeulen)")
                    .And.Some.StartsWith("Made a task: Ask Ben Okri, ")
            );
            using var db = host.Database.Open();
            var held = await db.Changes.SingleAsync(c => c.Kind == ChangeKind.CaseHeld);
            Assert.That((held.ByAccountId, held.InCoverFor), Is.EqualTo(((Guid?)ana.Id, "Ilse Vandermeulen")));
        });
    }

    [Test]
    public async Task The_list_marks_cases_in_cover_and_finds_those_one_covers()
    {
        await data.ConfirmedCaseAsync(client, ilse);
        await data.ConfirmedCaseAsync(client, lead);
        await SetAsync(ilse, ana, data.Today, new(2026, 12, 4));
        using var browser = await host.BrowseAsync(ana);
        var before = (await browser.OpenAsync("/cases?consultant=all")).Commands.Count;

        var mine = await browser.OpenAsync("/cases?consultant=cover");

        Assert.Multiple(() =>
        {
            Assert.That(mine.Rows("Results").Single(), Does.EndWith("Ilse Vandermeulen covered by Ana Ruiz"));
            Assert.That(mine.Value("Consultant"), Is.EqualTo("Those I cover"));
            Assert.That(mine.Problems, Is.Empty);
            Assert.That(mine.Commands, Has.Count.EqualTo(before));
        });
    }

    [Test]
    public async Task A_lead_sets_and_ends_the_cover_of_others()
    {
        using var browser = await host.BrowseAsync(lead);
        var list = await (await browser.OpenAsync("/covers/new"))
            .Fill("Who is away", "Ilse Vandermeulen")
            .Fill("Who covers", "Ana Ruiz")
            .Fill("First day", "30 Nov 2026")
            .Fill("Last day", "4 Dec 2026")
            .Fill("Why", "Sick")
            .PressAsync("Arrange the cover");

        var ended = await (await list.FollowAsync("Call it off: Ilse Vandermeulen")).PressAsync("Call it off");

        Assert.Multiple(async () =>
        {
            Assert.That(ended.Text, Does.Contain("Nobody is away."));
            Assert.That(ended.Rows("Over").Single(), Does.Contain("ended 23 Nov 2026, 13:00"));
            using var db = host.Database.Open();
            var mails = await db.MailMessages.OrderBy(m => m.CreatedAt).Select(m => new { m.ToName, m.Subject }).ToListAsync();
            Assert.That(
                mails.Select(m => $"{m.ToName}: {m.Subject}"),
                Is.EquivalentTo([
                    "Ana Ruiz: You cover Ilse Vandermeulen until Fri 4 Dec 2026",
                    "Ilse Vandermeulen: Ana Ruiz covers you until Fri 4 Dec 2026",
                    "Ana Ruiz: You no longer cover Ilse Vandermeulen",
                    "Ilse Vandermeulen: Ana Ruiz no longer covers you",
                ])
            );
        });
    }

    [Test]
    public async Task Somebody_elses_cover_is_not_there_for_a_consultant()
    {
        var theirs = await SetAsync(ilse, lead, data.Today, new(2026, 12, 4));
        using var browser = await host.BrowseAsync(ana);

        var opened = await browser.OpenAsync($"/covers/{theirs.Id}/end");
        var ended = await browser.PostAsync($"/covers/{theirs.Id}/end", ("why", "no"));
        var set = await browser.PostAsync("/covers/new", Fields(away: ilse.Id, by: ana.Id));

        Assert.Multiple(async () =>
        {
            Assert.That(
                (opened.Status, ended.Status, set.Status),
                Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound))
            );
            Assert.That((await browser.OpenAsync("/covers")).Text, Does.Not.Contain("Ilse"));
            using var db = host.Database.Open();
            Assert.That((await db.Covers.SingleAsync()).EndedAt, Is.Null);
        });
    }

    [Test]
    public async Task What_is_refused_is_said_beside_its_field_and_what_was_typed_stays()
    {
        await SetAsync(ana, lead, new(2026, 12, 1), new(2026, 12, 2));
        using var browser = await host.BrowseAsync(ilse);
        var form = await browser.OpenAsync("/covers/new");

        var empty = await form.Fill("First day", "").PressAsync("Arrange the cover");
        var away = await form.Fill("Who covers", "Ana Ruiz")
            .Fill("First day", "30 Nov 2026")
            .Fill("Last day", "1 Dec 2026")
            .Fill("Why", "Leave")
            .PressAsync("Arrange the cover");
        var kept = (away.Value("Last day"), away.Value("Why"));
        var turned = await away.Fill("Last day", "29 Nov 2026").PressAsync("Arrange the cover");

        Assert.Multiple(() =>
        {
            Assert.That(
                empty.Problems,
                Is.EqualTo(["Choose who covers.", "Say from which day on.", "Say until which day.", "Say why, in a few words."])
            );
            Assert.That(
                away.ProblemAt("Who covers"),
                Is.EqualTo("Ana Ruiz is away from 1 Dec 2026 to 2 Dec 2026. Choose somebody else, or other days.")
            );
            Assert.That(kept, Is.EqualTo(("1 Dec 2026", "Leave")));
            Assert.That(turned.ProblemAt("Last day"), Is.EqualTo("The last day must be on or after 30 Nov 2026."));
        });
    }

    [Test]
    public async Task The_list_of_covers_takes_three_queries_however_long_it_is()
    {
        for (var i = 0; i < 6; i++)
        {
            await SetAsync(ilse, ana, new LocalDate(2026, 12, 1).PlusDays(i), new LocalDate(2026, 12, 1).PlusDays(i));
        }
        using var browser = await host.BrowseAsync(ilse);

        var page = await browser.OpenAsync("/covers");

        Assert.That(page.Rows("Running and to come"), Has.Count.EqualTo(6));
        Assert.That(page.Commands, Has.Count.EqualTo(3), string.Join("\n\n", page.Commands));
    }

    private static (string, string)[] Fields(Guid away, Guid by) =>
        [("AwayId", $"{away}"), ("CoveredById", $"{by}"), ("From", "2026-12-10"), ("Until", "2026-12-11"), ("Why", "x")];

    private async Task<Page> DayAtAsync(Browser browser, Instant at)
    {
        clock.Set(at);
        return await browser.OpenAsync("/my-day");
    }

    private async Task<Browser> BrowseAtAsync(Account account, Instant at)
    {
        clock.Set(at);
        return await host.BrowseAsync(account);
    }

    private Task<Cover> SetAsync(Account away, Account by, LocalDate from, LocalDate until) =>
        host.UseAsync<CoverService, Cover>(s =>
            s.SetAsync(new NewCover(away.Id, by.Id, from, until), data.Change("Leave"), CancellationToken.None)
        );
}

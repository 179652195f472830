using System.Net;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Deadlines;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Rules.Deadlines;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Portal;

public sealed class PortalPageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2026, 11, 23));
        data = new TestData(host);
        client = await data.ClientAsync();
        consultant = await data.ConsultantAsync("Ilse Vandermeulen");
    }

    [TearDown]
    public void Stop() => host.Dispose();

    [TestCase("2026-11-24", "You move to Munich tomorrow, on Tue 24 Nov 2026.")]
    [TestCase("2026-12-14", "You move to Munich in 21 days, on Mon 14 Dec 2026.")]
    [TestCase("2026-11-23", "Week 1 in Munich. Your first day there was Mon 23 Nov 2026.")]
    [TestCase("2026-11-17", "Week 1 in Munich. Your first day there was Tue 17 Nov 2026.")]
    [TestCase("2026-11-16", "Week 2 in Munich. Your first day there was Mon 16 Nov 2026.")]
    public async Task The_page_says_in_plain_words_where_the_move_is(string start, string words)
    {
        var page = await PageOfAssigneeAsync(await CaseFromAsync(start));

        Assert.That(Page.Words(page.Document.QuerySelector(".hd p")!), Is.EqualTo(words));
    }

    [Test]
    public async Task A_move_that_is_not_agreed_is_only_planned()
    {
        var file = await data.CaseAsync(client, consultant, ToMunich("2027-01-01"));

        var page = await PageOfAssigneeAsync(file);

        Assert.That(page.Text, Does.Contain("We are planning a move to Munich. It is not agreed yet."));
    }

    [Test]
    public async Task While_the_consultant_is_away_the_family_asks_who_stands_in()
    {
        var file = await CaseFromAsync("2026-11-02");
        var ana = await data.ConsultantAsync("Ana Ruiz");
        await host.UseAsync<CoverService, Cover>(s =>
            s.SetAsync(new NewCover(consultant.Id, ana.Id, data.Today, new(2026, 12, 4)), data.Change("Leave"), default)
        );

        var people = Page.Words((await PageOfAssigneeAsync(file)).Document.GetElementById("people")!);

        Assert.That(people, Does.Contain("Ana Ruiz Stands in for your consultant Ilse Vandermeulen, until 4 Dec 2026"));
    }

    [Test]
    public async Task The_next_thing_to_do_comes_first_and_only_what_is_the_familys_is_shown()
    {
        var file = await CaseFromAsync("2026-11-02");
        await DeadlineAsync(file, "Sign the lease", Actor.Family, new LocalDate(2026, 11, 30), file.AssigneeId);
        await DeadlineAsync(file, "Tell us your moving-in day", Actor.Family, new LocalDate(2026, 11, 27), null);
        await DeadlineAsync(file, "File the tax return", Actor.TaxAdviser, new LocalDate(2026, 11, 25), file.AssigneeId);

        var page = await PageOfAssigneeAsync(file);

        Assert.Multiple(() =>
        {
            Assert.That(
                Page.Words(page.Document.QuerySelector(".hero")!),
                Does.Contain("Tell us your moving-in day").And.Contain("by Fri 27 Nov 2026")
            );
            Assert.That(
                page.Rows("For you to do").Select(r => r.Split("27 Nov")[0].Split("30 Nov")[0]),
                Is.EqualTo(new[] { "Tell us your moving-in day", "Sign the lease" })
            );
            Assert.That(page.Text, Does.Not.Contain("tax return"));
        });
    }

    [Test]
    public async Task A_paper_that_ends_sooner_than_anything_is_due_comes_first()
    {
        var file = await CaseFromAsync("2026-11-02");
        await host.UseAsync<PaperService>(s =>
            s.RecordPermitAsync(
                file.Id,
                file.AssigneeId,
                "DE",
                "Visa D",
                new LocalDate(2026, 11, 1),
                new LocalDate(2027, 1, 30),
                data.Change(),
                default
            )
        );
        await DeadlineAsync(file, "Sign the lease", Actor.Family, new LocalDate(2027, 1, 31), file.AssigneeId);

        var page = await PageOfAssigneeAsync(file);

        Assert.Multiple(() =>
        {
            Assert.That(
                Page.Words(page.Document.QuerySelector(".hero")!),
                Does.Contain("Visa D ends").And.Contain("Sat 30 Jan 2027")
            );
            Assert.That(Page.Words(page.Document.QuerySelector(".tl .now")!), Does.StartWith("Visa D ends"));
        });
    }

    [Test]
    public async Task A_member_of_the_family_sees_the_own_papers_and_tasks_and_nobody_elses()
    {
        var file = await CaseFromAsync("2026-11-02");
        var spouse = SpouseOf(file);
        await host.UseAsync<PaperService>(async s =>
        {
            await s.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new LocalDate(2027, 3, 14)),
                data.Change(),
                default
            );
            await s.RecordPassportAsync(
                file.Id,
                spouse,
                new NewPassport("LB", new LocalDate(2027, 5, 1)),
                data.Change(),
                default
            );
        });
        await DeadlineAsync(file, "Of the assignee", Actor.Family, new LocalDate(2026, 11, 30), file.AssigneeId);
        await DeadlineAsync(file, "Of the case", Actor.Family, new LocalDate(2026, 11, 30), null);
        await DeadlineAsync(file, "Of the spouse", Actor.Family, new LocalDate(2026, 11, 30), spouse);

        var page = await PageOfAsync(PersonKind.FamilyMember, spouse);

        Assert.Multiple(() =>
        {
            Assert.That(page.Rows("My papers").Single(), Does.Contain("Lebanon").And.Contain("until 1 May 2027"));
            Assert.That(
                page.Text,
                Does.Contain("Of the spouse").And.Not.Contain("Of the assignee").And.Not.Contain("Of the case")
            );
        });
    }

    [Test]
    public async Task Nothing_of_the_assessment_is_shown()
    {
        var file = await Trips.Eilidh.AddAsync(data, host, client, consultant);

        var page = await PageOfAssigneeAsync(file);

        Assert.Multiple(() =>
        {
            Assert.That(
                page.Rows("My days in 2026"),
                Has.Some.StartsWith("United States").And.Some.EndsWith("118 days, 12 more planned")
            );
            Assert.That(
                page.Text,
                Does.Not.Contain("183").And.Not.Contain("Schengen").And.Not.Contain("limit").And.Not.Contain("resident")
            );
            Assert.That(page.Document.QuerySelectorAll("main a[href*='/cases']"), Is.Empty);
        });
    }

    [Test]
    public async Task The_consultant_can_be_called_and_written_to()
    {
        using (var db = host.Database.Open())
        {
            db.Accounts.Single(a => a.Id == consultant.Id).PhoneNumber = "+32 2 555 01 42";
            await db.SaveChangesAsync();
        }

        var page = await PageOfAssigneeAsync(await CaseFromAsync("2026-11-02"));

        Assert.Multiple(() =>
        {
            Assert.That(page.Link("Call +32 2 555 01 42").Href, Is.EqualTo("tel:+3225550142"));
            Assert.That(page.Link("Write").Href, Is.EqualTo($"mailto:{consultant.Email}"));
        });
    }

    [Test]
    public async Task Somebody_without_a_move_is_told_so()
    {
        var file = await CaseFromAsync("2026-11-02");
        using var db = host.Database.Open();
        var stranger = new Person { ClientId = client.Id, FullName = "Nobody Yet" };
        db.People.Add(stranger);
        await db.SaveChangesAsync();

        var page = await PageOfAsync(PersonKind.Assignee, stranger.Id);

        Assert.That(page.Text, Does.Contain("There is nothing here for you yet").And.Not.Contain(file.Number));
    }

    [Test]
    public async Task Those_who_work_here_have_no_page_in_the_familys_place()
    {
        using var browser = await host.BrowseAsync(consultant);

        Assert.That((await browser.OpenAsync("/portal")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_way_shows_what_is_done_what_is_next_and_what_comes()
    {
        var page = await PageOfAssigneeAsync(await CaseFromAsync("2026-12-14"));

        var steps = page
            .Document.QuerySelectorAll(".tl li")
            .Select(l => $"{l.ClassName} {Page.Words(l.QuerySelector("b")!)}".Trim())
            .ToList();
        // Before the last day lies what the rules ask of the family for the return.
        steps.RemoveAll(s => s.StartsWith("Schooling", StringComparison.Ordinal));
        Assert.That(
            steps,
            Is.EqualTo(
                new[]
                {
                    "done We started on your move",
                    "done Your move was agreed",
                    "now First day in Munich",
                    "We plan the way back with you",
                    "Last day in Munich",
                }
            )
        );
    }

    private Task<Case> CaseFromAsync(string start) => data.ConfirmedCaseAsync(client, consultant, ToMunich(start));

    private static Func<OpenCase, OpenCase> ToMunich(string start)
    {
        var first = NodaTime.Text.LocalDatePattern.Iso.Parse(start).Value;
        return request =>
            request with
            {
                Terms = request.Terms with { HostCity = "Munich", Start = first, End = first.PlusYears(2).PlusDays(-1) },
            };
    }

    private Guid SpouseOf(Case file)
    {
        using var db = host.Database.Open();
        return db.CaseMembers.Single(m => m.CaseId == file.Id).PersonId;
    }

    // Planned deadlines of the case are cleared away, so that a test sees its own alone.
    private async Task DeadlineAsync(Case file, string title, Actor actor, LocalDate due, Guid? person)
    {
        using var db = host.Database.Open();
        foreach (var planned in db.Deadlines.Where(d => d.CaseId == file.Id && d.RuleId != "test/deadline"))
        {
            planned.State = DeadlineState.Withdrawn;
        }
        db.Deadlines.Add(
            new Deadline
            {
                CaseId = file.Id,
                PersonId = person,
                RuleId = "test/deadline",
                RuleVersion = "1",
                Subject = title,
                Title = title,
                DueOn = due,
                TimeZone = file.TimeZone,
                Actor = actor,
                Reason = "{}",
            }
        );
        await db.SaveChangesAsync();
    }

    private Task<Page> PageOfAssigneeAsync(Case file) => PageOfAsync(PersonKind.Assignee, file.AssigneeId);

    private async Task<Page> PageOfAsync(PersonKind kind, Guid person)
    {
        var account = await data.AccountAsync(kind, personId: person);
        using var browser = await host.BrowseAsync(account);
        return await browser.OpenAsync("/portal");
    }
}

using System.Net;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Rules;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Cases;

public sealed class CasePageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        client = await data.ClientAsync("Brightwater");
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
    public async Task The_page_names_person_route_dates_and_everybody_who_works_on_it()
    {
        var file = await data.ConfirmedCaseAsync(
            client,
            consultant,
            r => r with { Assignee = r.Assignee with { FullName = "Rania Al-Khatib" } }
        );
        var adviser = await data.AccountAsync(PersonKind.TaxAdviser, "Priya Raghunathan");
        await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, adviser.Id, data.Change(), default));

        var page = await browser.OpenAsync($"/cases/{file.Number}");

        Assert.Multiple(() =>
        {
            Assert.That(page.Heading, Is.EqualTo("Rania Al-Khatib"));
            Assert.That(
                page.Text,
                Does.Contain(
                    "Brightwater-on-Sea → Brightwaterstadt · Long-term assignment, family of 2 · Brightwater plc to Brightwater GmbH"
                )
            );
            Assert.That(page.Text, Does.Contain("1 Nov 2026 to 31 Oct 2028"));
            Assert.That(page.Text, Does.Contain($"{file.Number}, version {file.Version}"));
            Assert.That(page.Text, Does.Contain("Tax adviser Priya Raghunathan"));
            Assert.That(page.Rows("Advisers engaged"), Has.Count.EqualTo(1).And.All.Contain("Priya Raghunathan"));
            Assert.That(page.Rows("People"), Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task The_phase_bar_stands_where_the_facts_put_it_and_says_why()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);

        var page = await browser.OpenAsync($"/cases/{file.Number}");

        var stops = page.Document.QuerySelectorAll(".route li").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(stops, Has.Count.EqualTo(8));
            Assert.That(stops.Count(s => s.ClassList.Contains("done")), Is.EqualTo(4));
            Assert.That(Page.Words(stops[4]), Is.EqualTo("On assignment, week 4 step 5 of 8, since 23 Nov"));
            Assert.That(stops[4].GetAttribute("aria-current"), Is.EqualTo("step"));
            Assert.That(Page.Words(stops[5]), Is.EqualTo("Start repatriation 1 May 2028"));
            Assert.That(Page.Words(stops[7]), Is.EqualTo("Post-assignment 1 Nov 2028"));
            Assert.That(
                Page.Words(page.Document.QuerySelector(".facts details.why")!),
                Does.Contain("between the first day, 1 Nov 2026, and six months before the last: 31 Oct 2028")
            );
        });
    }

    [Test]
    public async Task The_next_step_is_what_is_due_first_and_leads_to_it()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await data.TaskAsync(file, consultant, "Book the movers", data.Today.PlusDays(9));
        var deadline = await data.DeadlineAsync(file, "Register the address", data.Today.PlusDays(4));

        var page = await browser.OpenAsync($"/cases/{file.Number}");

        Assert.That(
            Page.Words(page.Document.QuerySelector(".next")!),
            Is.EqualTo("Next: Register the address. Fri 27 Nov 2026 Go there")
        );
        var target = page.Link("Go there").Hash;
        Assert.That(target, Is.EqualTo($"#deadline-{deadline.Id}"));
        Assert.That(page.Document.QuerySelector($"[id='{target[1..]}']"), Is.Not.Null);
    }

    [Test]
    public async Task A_deadline_opens_its_rule_formula_anchor_and_source()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await data.DeadlineAsync(file, "File the extension", data.Today.PlusDays(-2));

        var page = await browser.OpenAsync($"/cases/{file.Number}");

        var row = page.Row("Deadlines", "File the extension");
        var why = row.QuerySelector("details.why")!;
        Assert.Multiple(() =>
        {
            Assert.That(Page.Words(row), Does.StartWith("2 days late"));
            Assert.That(Page.Words(why.QuerySelector("summary")!), Is.EqualTo("Sat 21 Nov 2026"));
            Assert.That(Page.Words(why), Does.Contain("Hangs on Last day of the assignment: Thu 21 Jan 2027"));
            Assert.That(Page.Words(why), Does.Contain("The office refuses what comes late (law)"));
            Assert.That(Page.Words(why), Does.Contain("No date can be given, because the permit is not known."));
            Assert.That(why.QuerySelector("a[href='https://law.example/test-act']")?.TextContent, Is.EqualTo("Test Act, s. 1"));
            Assert.That(Page.Words(page.Document.QuerySelector(".menu a[href='#deadlines'] .cnt.red")!), Is.Not.Empty);
        });
    }

    [Test]
    public async Task Papers_show_their_state_beside_the_person_and_in_their_section_with_why()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await host.UseAsync<PaperService>(async s =>
        {
            await s.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new LocalDate(2026, 11, 20)),
                data.Change(),
                default
            );
            await s.RecordPermitAsync(
                file.Id,
                file.AssigneeId,
                "DE",
                "ICT Card",
                new LocalDate(2026, 11, 2),
                new LocalDate(2028, 10, 31),
                data.Change(),
                default
            );
            await s.RecordCertificateAsync(
                file.Id,
                file.AssigneeId,
                "GB",
                "A1",
                new LocalDate(2026, 11, 2),
                new LocalDate(2027, 1, 22),
                data.Change(),
                default
            );
        });

        var page = await browser.OpenAsync($"/cases/{file.Number}");

        Assert.Multiple(() =>
        {
            Assert.That(
                page.Row("People", "Assignee").TextContent,
                Does.Contain("Passport ended 20 Nov 2026, 3 days ago").And.Contain("ICT Card to 31 Oct 2028")
            );
            Assert.That(page.Row("People", "Spouse ").TextContent, Does.Contain("none on file").And.Contain("unknown"));
            Assert.That(page.Rows("Immigration and papers"), Has.Count.EqualTo(3));
            var a1 = Page.Words(page.Row("Immigration and papers", "A1"));
            Assert.That(
                a1,
                Does.Contain("to 22 Jan 2027, 60 days left").And.Contain("Last day of cover as recorded: Fri 22 Jan 2027")
            );
            Assert.That(page.Section("Immigration and papers").TextContent, Does.Contain("2 papers to act on"));
        });
    }

    [Test]
    public async Task A_renewed_paper_leaves_the_earlier_one_on_file()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await host.UseAsync<PaperService>(async s =>
        {
            await s.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new LocalDate(2027, 1, 1)),
                data.Change(),
                default
            );
            await s.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new LocalDate(2037, 1, 1)),
                data.Change(),
                default
            );
        });

        var page = await browser.OpenAsync($"/cases/{file.Number}");

        Assert.That(page.Rows("Immigration and papers").Count(r => r.Contains("2037", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(
            page.Section("Immigration and papers").TextContent,
            Does.Contain("1 earlier paper").And.Contain("to 1 Jan 2027")
        );
    }

    [Test]
    public async Task A_finding_shows_its_count_its_word_and_why()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await FindAsync(file);

        var section = (await browser.OpenAsync($"/cases/{file.Number}")).Section("Tax and days");

        Assert.Multiple(() =>
        {
            Assert.That(section.QuerySelectorAll(".three > div"), Is.Not.Empty);
            Assert.That(
                section.QuerySelectorAll("details.why").All(d => d.QuerySelector("a[href*='/days#finding-']") is not null)
            );
            Assert.That(Page.Words(section), Does.Match("[0-9]+ of 90 days"));
        });
    }

    [Test]
    public async Task A_programme_manager_sees_people_dates_deadlines_and_days_but_no_reasons_forms_or_history()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await data.TaskAsync(file, consultant, "Inside task");
        await data.DeadlineAsync(file, "File the extension", data.Today.PlusDays(2));
        await FindAsync(file);
        using var manager = await host.BrowseAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: client));

        var page = await manager.OpenAsync($"/cases/{file.Number}");

        Assert.Multiple(() =>
        {
            Assert.That(page.Rows("People"), Has.Count.EqualTo(2));
            Assert.That(page.Rows("Deadlines"), Has.Some.Contain("File the extension"));
            Assert.That(Page.Words(page.Section("Tax and days")), Does.Match("[0-9]+ of 90 days"));
            Assert.That(page.Section("Deadlines").QuerySelector("details"), Is.Null);
            Assert.That(page.Section("Tax and days").QuerySelector("details"), Is.Null);
            Assert.That(page.Document.QuerySelectorAll("main form"), Is.Empty);
            Assert.That(page.FindSection("Tasks"), Is.Null);
            Assert.That(page.FindSection("History"), Is.Null);
            Assert.That(page.FindSection("Immigration and papers"), Is.Null);
            Assert.That(page.HasLink("Amend"), Is.False);
        });
        Assert.That((await manager.OpenAsync($"/cases/{file.Number}/history")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task An_engaged_adviser_reads_everything_and_changes_nothing()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await data.DeadlineAsync(file, "File the extension", data.Today.PlusDays(2));
        var adviser = await data.AccountAsync(PersonKind.ImmigrationAdviser);
        await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, adviser.Id, data.Change(), default));
        using var other = await host.BrowseAsync(adviser);

        var page = await other.OpenAsync($"/cases/{file.Number}");

        Assert.Multiple(() =>
        {
            Assert.That(page.FindSection("Immigration and papers"), Is.Not.Null);
            Assert.That(page.FindSection("History"), Is.Not.Null);
            Assert.That(page.Section("Deadlines").QuerySelector("details.why"), Is.Not.Null);
            Assert.That(page.Document.QuerySelectorAll("main form"), Is.Empty);
            Assert.That(page.HasLink("Amend"), Is.False);
            Assert.That(page.HasLink("Add a passport"), Is.False);
        });
    }

    [Test]
    public async Task A_case_of_another_client_and_one_that_never_was_are_the_same_nothing()
    {
        var file = await data.CaseAsync(client, consultant);
        var rival = await data.ClientAsync("Rival");
        using var manager = await host.BrowseAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: rival));

        var theirs = await manager.OpenAsync($"/cases/{file.Number}");
        var none = await manager.OpenAsync("/cases/M-1999-0001");

        Assert.That((theirs.Status, none.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
    }

    [Test]
    public async Task An_ended_case_shows_when_it_ended_and_offers_no_more_turns()
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        await host.UseAsync<CaseService>(s => s.CloseAsync(file.Id, file.Version, data.Today, data.Change(), default));

        var page = await browser.OpenAsync($"/cases/{file.Number}");

        Assert.That(Page.Words(page.Document.QuerySelector(".next")!), Is.EqualTo("Closed Mon 23 Nov 2026"));
        Assert.That(page.HasLink("Amend"), Is.False);
    }

    [TestCase(1)]
    [TestCase(12)]
    public async Task The_page_takes_fourteen_queries_however_much_the_case_holds(int things)
    {
        var file = await data.ConfirmedCaseAsync(client, consultant);
        for (var i = 0; i < things; i++)
        {
            await data.TaskAsync(file, consultant, $"Task {i}", data.Today.PlusDays(i));
            var country = i % 2 == 0 ? "DE" : "FR";
            await host.UseAsync<PaperService>(s =>
                s.RecordPermitAsync(
                    file.Id,
                    file.AssigneeId,
                    country,
                    $"Permit {i}",
                    data.Today,
                    data.Today.PlusDays(i + 10),
                    data.Change(),
                    default
                )
            );
        }
        for (var i = 0; i < things; i++)
        {
            await data.DeadlineAsync(file, $"Deadline {i}", data.Today.PlusDays(i));
        }

        var page = await browser.OpenAsync($"/cases/{file.Number}");

        Assert.That(page.Commands, Has.Count.EqualTo(14), string.Join("\n\n", page.Commands));
    }

    /// <summary>A stored answer of the Schengen rule, as a review leaves it.</summary>
    private async Task FindAsync(Case file)
    {
        var book = RuleBook.Load(RepositoryFolder.Rules);
        var finding = book.Evaluate("schengen/short-stay-90-180", Mobility.Rules.Trips.TravelRecord.Empty, data.Today);
        using var db = host.Database.Open();
        foreach (var old in db.Assessments.Where(a => a.PersonId == file.AssigneeId))
        {
            old.ReplacedAt = host.Clock.GetCurrentInstant();
        }
        db.Assessments.Add(
            new Assessment
            {
                PersonId = file.AssigneeId,
                RuleId = finding.RuleId,
                RuleVersion = finding.RuleVersion,
                Outcome = finding.Outcome.ToString(),
                AsOf = data.Today,
                Finding = FindingJson.Serialize(finding),
                At = host.Clock.GetCurrentInstant(),
            }
        );
        await db.SaveChangesAsync();
    }
}

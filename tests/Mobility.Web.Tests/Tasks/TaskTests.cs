using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Tasks;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Tasks;

public sealed class TaskTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;
    private Case file = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        client = await data.ClientAsync();
        consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        browser = await host.BrowseAsync(consultant);
        file = await data.CaseAsync(client, consultant);
    }

    [TearDown]
    public void TearDown()
    {
        browser.Dispose();
        host.Dispose();
    }

    [Test]
    public async Task A_task_is_made_for_a_colleague_and_stands_on_the_case()
    {
        var colleague = await data.ConsultantAsync("Tomás Ó Briain");
        var form = await (await browser.OpenAsync($"/cases/{file.Number}")).FollowAsync("New task");
        Assert.That(form.Value("Who does it"), Is.EqualTo("Ilse Vandermeulen"));

        var page = await form.Fill("What is to be done", "Chase the landlord")
            .Fill("Why now", "The slot lapses on 26 Nov")
            .Fill("Who does it", "Tomás Ó Briain")
            .Fill("Due", "26 Nov 2026")
            .Fill("Waiting for", "Landlord")
            .PressAsync("Make the task");

        Assert.That(page.Rows("Tasks"), Has.Count.EqualTo(1));
        Assert.That(
            page.Rows("Tasks")[0],
            Does.StartWith(
                "in 3 days Chase the landlord Thu 26 Nov 2026 · The slot lapses on 26 Nov Tomás Ó Briain waiting for Landlord since 23 Nov 2026"
            )
        );
        using var db = host.Database.Open();
        var task = await db.Tasks.SingleAsync();
        Assert.That((task.AssignedToId, task.DueOn), Is.EqualTo((colleague.Id, (LocalDate?)new LocalDate(2026, 11, 26))));
    }

    [Test]
    public async Task A_task_without_words_or_with_a_date_that_is_none_is_refused_and_kept()
    {
        var page = await (await browser.OpenAsync($"/cases/{file.Number}/tasks/new"))
            .Fill("Why now", "Because")
            .Fill("Due", "soon")
            .PressAsync("Make the task");

        Assert.That(page.ProblemAt("What is to be done"), Is.EqualTo("Say what is to be done."));
        Assert.That(page.ProblemAt("Due"), Does.StartWith("Not a date."));
        Assert.That((page.Value("Why now"), page.Value("Due")), Is.EqualTo(("Because", "soon")));
    }

    [Test]
    public async Task A_done_task_leaves_the_list_and_stays_in_the_history_once()
    {
        var task = await data.TaskAsync(file, consultant, "Call the school", data.Today);
        var page = await browser.OpenAsync($"/cases/{file.Number}");

        await page.PressAsync("Done: Call the school");
        await page.PressAsync("Done: Call the school");

        using var db = host.Database.Open();
        Assert.That((await db.Tasks.SingleAsync()).State, Is.EqualTo(CaseTaskState.Done));
        Assert.That(
            await db.Changes.CountAsync(c => c.Kind == ChangeKind.TaskDone && c.ByName == "Ilse Vandermeulen"),
            Is.EqualTo(1)
        );
        Assert.That(task.CaseId, Is.EqualTo(file.Id));
    }

    [Test]
    public async Task A_task_is_dropped_with_a_reason()
    {
        await data.TaskAsync(file, consultant, "Call the school", data.Today);
        var form = await (await browser.OpenAsync($"/cases/{file.Number}")).FollowAsync("Drop: Call the school");

        var refused = await form.PressAsync("Drop");
        await refused.Fill("Why it need not be done", "They wrote to us").PressAsync("Drop");

        Assert.That(refused.Problems, Is.EqualTo(new[] { "Say why, in a few words." }));
        using var db = host.Database.Open();
        Assert.That((await db.Tasks.SingleAsync()).State, Is.EqualTo(CaseTaskState.Dropped));
        Assert.That((await db.Changes.SingleAsync(c => c.Kind == ChangeKind.TaskDropped)).Why, Is.EqualTo("They wrote to us"));
    }

    [Test]
    public async Task A_task_of_another_case_is_not_reached_through_this_one()
    {
        var other = await data.CaseAsync(client, consultant);
        var task = await data.TaskAsync(other, consultant, "Theirs", data.Today);

        var page = await browser.PostAsync($"/cases/{file.Number}/tasks/{task.Id}/done");

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.NotFound));
        using var db = host.Database.Open();
        Assert.That((await db.Tasks.SingleAsync()).State, Is.EqualTo(CaseTaskState.Open));
    }

    [Test]
    public async Task Only_somebody_who_works_here_can_be_given_a_task()
    {
        var manager = await data.AccountAsync(PersonKind.ProgrammeManager, client: client);

        var page = await browser.PostAsync(
            $"/cases/{file.Number}/tasks/new",
            ("What", "Call"),
            ("AssignedToId", manager.Id.ToString())
        );

        Assert.That(page.Problems, Is.EqualTo(new[] { "Choose somebody who works here." }));
    }
}

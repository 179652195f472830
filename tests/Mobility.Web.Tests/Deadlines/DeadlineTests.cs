using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Deadlines;

public sealed class DeadlineTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private Case file = null!;
    private Deadline deadline = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        var consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        browser = await host.BrowseAsync(consultant);
        file = await data.CaseAsync(await data.ClientAsync(), consultant);
        deadline = await data.DeadlineAsync(file, "File the extension", data.Today.PlusDays(3));
    }

    [TearDown]
    public void TearDown()
    {
        browser.Dispose();
        host.Dispose();
    }

    private async Task<Deadline> StoredAsync()
    {
        using var db = host.Database.Open();
        return await db.Deadlines.SingleAsync(d => d.Id == deadline.Id);
    }

    [Test]
    public async Task A_deadline_that_is_met_leaves_the_list()
    {
        var page = await (await browser.OpenAsync($"/cases/{file.Number}")).PressAsync("Done: File the extension");

        Assert.That(page.Text, Does.Not.Contain("File the extension in"));
        Assert.That((await StoredAsync()).State, Is.EqualTo(DeadlineState.Done));
    }

    [Test]
    public async Task A_deadline_is_waived_only_with_a_reason()
    {
        var form = await (await browser.OpenAsync($"/cases/{file.Number}")).FollowAsync("Waive: File the extension");

        var refused = await form.PressAsync("Waive");
        Assert.That(refused.ProblemAt("Why nothing will be done"), Is.EqualTo("Say why, in a few words."));
        await refused.Fill("Why nothing will be done", "She leaves before").PressAsync("Waive");

        Assert.That((await StoredAsync()).State, Is.EqualTo(DeadlineState.Waived));
        using var db = host.Database.Open();
        Assert.That(
            (await db.Changes.SingleAsync(c => c.Kind == ChangeKind.DeadlineWaived)).Why,
            Is.EqualTo("She leaves before")
        );
    }

    [Test]
    public async Task A_deadline_somebody_waived_meanwhile_is_not_done_too_and_the_page_says_so()
    {
        var page = await browser.OpenAsync($"/cases/{file.Number}");
        await host.UseAsync<DeadlineService>(s => s.WaiveAsync(file.Id, deadline.Id, null, data.Change("Not needed"), default));

        var after = await page.PressAsync("Done: File the extension");

        Assert.That(after.Text, Does.Contain("Somebody ended this deadline before you."));
        Assert.That((await StoredAsync()).State, Is.EqualTo(DeadlineState.Waived));
    }

    [TestCase("done")]
    [TestCase("waive")]
    public async Task A_day_that_is_none_is_not_taken_for_none_seen(string act)
    {
        var page = await browser.PostAsync(
            $"/cases/{file.Number}/deadlines/{deadline.Id}/{act}",
            ("dueOn", "2026-02-30"),
            ("why", "Because")
        );

        Assert.That(page.Text, Does.Contain("The day of the deadline came back unreadable"));
        Assert.That((await StoredAsync()).State, Is.EqualTo(DeadlineState.Open));
    }

    [TestCase("done")]
    [TestCase("waive")]
    public async Task A_deadline_of_another_case_is_not_reached_through_this_one(string act)
    {
        var other = await data.CaseAsync(await data.ClientAsync(), await data.ConsultantAsync());

        var page = await browser.PostAsync($"/cases/{other.Number}/deadlines/{deadline.Id}/{act}", ("why", "Because"));

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await StoredAsync()).State, Is.EqualTo(DeadlineState.Open));
    }
}

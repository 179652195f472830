using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Mobility.Testing.Web;
using static Microsoft.Playwright.Assertions;

namespace Mobility.UiTests;

/// <summary>A trip is checked before it is booked: it makes an A1 task and a deadline for the posted-worker notice, and is amended in place.</summary>
public sealed class TripCheckTests : UiTest
{
    [Test]
    public async Task A_checked_trip_makes_an_A1_task_and_a_posted_worker_deadline_and_is_amended_in_place()
    {
        var client = await Data.ClientAsync("Brightwater");
        var consultant = await Data.ConsultantAsync("Ilse Vandermeulen");
        var file = await Data.CaseAsync(client, consultant);
        await using (var db = Host.Database.Open())
        {
            await db.People.Where(p => p.Id == file.AssigneeId).ExecuteUpdateAsync(s => s.SetProperty(p => p.HomeCountry, "GB"));
        }
        await SignInAsync(consultant);

        await Page.GotoAsync("/trip-checks");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Check a trip" }).First.ClickAsync();
        await Page.GetByLabel("Who travels").FillAsync(file.Number);
        await Page.GetByLabel("Where", new() { Exact = true }).FillAsync("France");
        await Page.GetByLabel("First day there").FillAsync("7 Dec 2026");
        await Page.GetByLabel("Last day there").FillAsync("18 Dec 2026");
        await Page.GetByLabel("What is done there", new() { Exact = true }).SelectOptionAsync("installation, testing or repair");
        await Page.GetByLabel("Days on which it is done").FillAsync("9");
        await Page.GetByLabel("Who benefits or pays").SelectOptionAsync("A client there, by contract");
        await Page.GetByLabel("Who acts as employer there").SelectOptionAsync("The employer directs the work");
        await Button("Check").ClickAsync();

        await Expect(Page.Locator("article.find")).ToHaveCountAsync(7);
        await Page.Locator("#fr-postingnotice details.why > summary").ClickAsync();
        await Expect(Page.Locator("#fr-postingnotice .box").First).ToContainTextAsync("SIPSI");
        await Button("Keep this check").ClickAsync();

        await Page.GotoAsync("/my-day");
        await Page.Locator("#trips").GetByRole(AriaRole.Link).ClickAsync();
        await Button("Confirm: make tasks and deadlines").ClickAsync();
        await Expect(Page.Locator("#tasks")).ToContainTextAsync("Sun 6 Dec 2026");

        await Page.GotoAsync($"/cases/{file.Number}");
        await Expect(Page.Locator("#tasks")).ToContainTextAsync("Ask for the Portable Document A1");
        await Expect(Page.Locator("#deadlines")).ToContainTextAsync("SIPSI");

        // Its day has come: the norm of two months before the work is over.
        await Page.GotoAsync("/my-day");
        await Expect(Page.Locator("#today")).ToContainTextAsync("TC-2026-0001: Ask for the Portable Document A1");

        await Page.GotoAsync("/trip-checks/TC-2026-0001/amend");
        await Page.GetByLabel("First day there").FillAsync("4 Jan 2027");
        await Page.GetByLabel("Last day there").FillAsync("15 Jan 2027");
        await Button("Check").ClickAsync();
        await Expect(Page.Locator("#differences")).ToContainTextAsync("Required by 3 Jan 2027");
        await Button("Keep it as the new version").ClickAsync();
        await Expect(Page.Locator(".hd")).ToContainTextAsync("TC-2026-0001, version 2");
        await Button("Confirm: make tasks and deadlines").ClickAsync();
        await Expect(Page.Locator("#tasks")).ToContainTextAsync("Sun 3 Jan 2027");
    }

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}

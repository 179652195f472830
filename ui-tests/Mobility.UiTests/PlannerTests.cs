using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace Mobility.UiTests;

/// <summary>A trip that would breach: the other dates that are offered, one taken and saved, and the counter as it was promised. Without script, and drawn.</summary>
public sealed class PlannerTests : UiTest
{
    private string days = null!;
    private Account consultant = null!;

    [SetUp]
    public async Task AddCaseAsync()
    {
        consultant = await Data.ConsultantAsync("Ilse Vandermeulen");
        var file = await Data.ConfirmedCaseAsync(
            await Data.ClientAsync($"Brightwater {TestContext.CurrentContext.Test.ID}"),
            consultant
        );
        // 80 of the 180 days to the 23rd of November.
        await Host.UseAsync<TripService>(trips =>
            trips.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = "FR",
                    Arrive = new LocalDate(2026, 9, 1),
                    Depart = new LocalDate(2026, 11, 19),
                    Status = TripStatus.Actual,
                },
                Data.Change(),
                default
            )
        );
        days = $"/cases/{file.Number}/days";
    }

    [TestCase(1280)]
    [TestCase(390)]
    public async Task A_trip_that_would_breach_is_shortened_and_saved_without_script(int width)
    {
        await OpenPageAsync(width, script: false);
        await SignInAsync(consultant);
        await Page.GotoAsync(days);
        var form = Page.Locator("#try");
        await form.GetByLabel("Country").FillAsync("Italy");
        await form.GetByLabel("First day").FillAsync("1 Dec 2026");
        await form.GetByLabel("Last day").FillAsync("20 Dec 2026");
        await form.GetByRole(AriaRole.Button, new() { Name = "Work it out" }).ClickAsync();

        // 10 days are left. Of 20 days the last may be 9 March: its window begins on 11 September, behind ten days of the 80.
        var plan = Page.Locator("#plan");
        await Expect(plan).ToContainTextAsync("goes too far on Fri 11 Dec 2026");
        await Expect(plan).ToContainTextAsync("Latest safe exit");
        await Expect(plan).ToContainTextAsync("10 days shorter: 1 Dec 2026 to 10 Dec 2026, 10 days");
        await Expect(plan).ToContainTextAsync("18 Feb 2027 to 9 Mar 2027");
        await Expect(Page.Locator("#trips")).Not.ToContainTextAsync("Italy");

        await plan.Locator("[data-offer=Shorter]").GetByRole(AriaRole.Button).ClickAsync();

        await Expect(Page.Locator("#trips")).ToContainTextAsync("Italy");
        var counter = Page.Locator("#finding-schengen-short-stay-90-180");
        await Expect(counter).ToContainTextAsync("With the plans at most 90 of 90, on Thu 10 Dec 2026.");
        await Expect(counter).Not.ToContainTextAsync("Goes too far");
    }

    [Test]
    public async Task Days_are_drawn_on_the_year_with_script()
    {
        await SignInAsync(consultant);
        await Page.GotoAsync(days);
        await Page.Locator("#try").GetByLabel("Country").FillAsync("Italy");

        await Page.Locator("table.yr tbody tr").Nth(11).Locator("td").Nth(0).HoverAsync();
        await Page.Mouse.DownAsync();
        await Page.Locator("table.yr tbody tr").Nth(11).Locator("td").Nth(19).HoverAsync();
        await Page.Mouse.UpAsync();

        await Expect(Page).ToHaveURLAsync(new Regex("Try.From=2026-12-01&Try.To=2026-12-20"));
        await Expect(Page.Locator("#plan")).ToContainTextAsync("goes too far on Fri 11 Dec 2026");
    }
}

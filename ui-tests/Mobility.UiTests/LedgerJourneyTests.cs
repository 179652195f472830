using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Mobility.Casework.People;
using Mobility.Testing;
using Mobility.Testing.Web;
using static Microsoft.Playwright.Assertions;

namespace Mobility.UiTests;

/// <summary>The travel ledger as people use it: weeks entered on a phone without script, and a month read and mended by keyboard.</summary>
public sealed class LedgerJourneyTests : UiTest
{
    // Friday 27 November 2026; the case runs from 1 November.
    protected override FakeClock Clock => FakeClock.On(2026, 11, 27);

    [Test]
    public async Task A_traveller_enters_a_week_on_a_phone_and_the_next_one_with_one_press()
    {
        var consultant = await Data.ConsultantAsync();
        var file = await Data.ConfirmedCaseAsync(await Data.ClientAsync(), consultant);
        var traveller = await Data.AccountAsync(PersonKind.Assignee, personId: file.AssigneeId);
        await OpenPageAsync(390, script: false);
        await SignInAsync(traveller);

        await Page.GotoAsync("/portal");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Enter your days" }).ClickAsync();
        await Expect(Days).ToHaveCountAsync(5);
        await Page.GetByRole(AriaRole.Link, new() { Name = "The week before" }).ClickAsync();
        await Expect(Days).ToHaveCountAsync(7);
        await Page.ShouldFitAsync();
        for (var i = 0; i < 7; i++)
        {
            await ChooseAsync(i, "Where", "Germany");
            await ChooseAsync(i, "What you did", i < 5 ? "Work" : "Free time");
        }
        await Days.Nth(3).GetByText("Another country, or two in one day").ClickAsync();
        await Days.Nth(3).GetByLabel("Also in, that day").FillAsync("Atlantis");
        await Button("Save these days").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Atlantis");
        await Page.ShouldFitAsync();
        await Days.Nth(3).GetByLabel("Also in, that day").FillAsync("France");
        await Button("Save these days").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("7 days saved.");

        // The places and the work of this week are filled in after the last one: whoever agrees presses once.
        await Page.GetByRole(AriaRole.Link, new() { Name = "The week after" }).ClickAsync();
        await Expect(Days.GetByText("filled in for you")).ToHaveCountAsync(5);
        await Button("Save these days").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("5 days saved.");

        // 16 to 27 November.
        await Page.GotoAsync("/portal");
        await Expect(Page.Locator("#days")).ToContainTextAsync("12 days");
        await OpenPageAsync(1280);
        await SignInAsync(consultant);
        await Page.GotoAsync("/days?missing=true");
        // 27 days have come since 1 November, and 12 of them are known.
        await Expect(Page.GetByRole(AriaRole.Row, new() { Name = file.Number })).ToContainTextAsync("12 of 27");
    }

    [Test]
    public async Task A_month_is_read_and_mended_by_keyboard()
    {
        var consultant = await Data.ConsultantAsync("Ilse Vandermeulen");
        var file = await Data.ConfirmedCaseAsync(await Data.ClientAsync(), consultant);
        await SignInAsync(consultant);

        await Page.GotoAsync($"/cases/{file.Number}/ledger");
        var grid = Page.GetByRole(AriaRole.Table, new() { NameRegex = new Regex("November 2026") });
        await Expect(grid.GetByRole(AriaRole.Columnheader, new() { Name = "Monday" })).ToHaveCountAsync(1);
        var day = grid.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^10 Nov.*unknown, nothing recorded") });
        await day.FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page).ToHaveURLAsync(new Regex("#d-2026-11-10$"));

        await Page.GetByLabel("First day").FocusAsync();
        await TypeAsync("10 Nov 2026");
        await TypeAsync("");
        await TypeAsync("Germany");
        // The box of days nobody knows.
        await Page.Keyboard.PressAsync("Tab");
        await TypeAsync("France");
        // A quarter of the day, worked, booked.
        await PressAsync("ArrowDown", "Tab", "ArrowDown", "Tab", "ArrowDown", "Tab");
        await TypeAsync("Boarding pass LH 1040");
        await PressAsync("Tab", "Enter");

        var row = Page.Locator("#d-2026-11-10");
        await Expect(row).ToContainTextAsync("France (25 %), Germany (75 %)");
        await Expect(row).ToContainTextAsync("work");
        await Expect(row).ToContainTextAsync("boarding pass or booking");
        await Expect(row).ToContainTextAsync("Boarding pass LH 1040");
        await Expect(row).ToContainTextAsync("Ilse Vandermeulen");
        await Expect(Page.Locator("#totals")).ToContainTextAsync("France");
        await Page.ShouldBeAccessibleAsync();
    }

    private ILocator Days => Page.Locator(".dayrow");

    private async Task ChooseAsync(int day, string field, string option) =>
        await Days.Nth(day).GetByLabel(field, new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = option });

    private async Task TypeAsync(string text)
    {
        await Page.Keyboard.TypeAsync(text);
        await Page.Keyboard.PressAsync("Tab");
    }

    private async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            await Page.Keyboard.PressAsync(key);
        }
    }

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}

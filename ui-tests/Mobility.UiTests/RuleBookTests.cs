using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Mobility.Casework.Demo;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Testing;
using Mobility.Testing.Data;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace Mobility.UiTests;

/// <summary>From a red answer to the rule behind it, to the law behind the rule, and to a trip short enough.</summary>
public sealed class RuleBookTests : UiTest
{
    private readonly TestDatabase database = TestDatabase.Create();
    private Account consultant = null!;
    private string number = "";

    protected override TestDatabase Database => database;

    [OneTimeSetUp]
    public async Task MakeProgrammeAsync()
    {
        await using var db = database.Open();
        await DemoProgramme.CreateAsync(
            db,
            RuleBook.Load(RepositoryFolder.Rules),
            TestKeys.Keys,
            new DemoOptions { Cases = 60, Today = new LocalDate(2026, 11, 23) },
            CancellationToken.None
        );
        var email = DemoPersonas.All.First(p => p.Kind == PersonKind.Consultant).Email;
        consultant = await db.Accounts.SingleAsync(a => a.Email == email);
        number = await db.Cases.Where(c => c.Assignee!.FullName.StartsWith("Eilidh")).Select(c => c.Number).FirstAsync();
    }

    [OneTimeTearDown]
    public void DropDatabase() => database.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public async Task From_a_red_answer_to_the_law_behind_it_and_to_a_trip_that_is_short_enough(bool script)
    {
        await OpenPageAsync(1280, script: script);
        await SignInAsync(consultant);
        await Page.GotoAsync($"/cases/{number}/days");
        var red = Page.Locator("article", new() { Has = Page.Locator(".st.red") }).First;
        await red.Locator("h3 a").ClickAsync();

        await Expect(Page).ToHaveURLAsync(new Regex("/rules/us/substantial-presence"));
        await Expect(Page.Locator("#values a[href^=http]").First).ToBeVisibleAsync();
        await Expect(Page.Locator("#examples .st.green").First).ToHaveTextAsync("all hold");

        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })
            .GetByRole(AriaRole.Link, new() { Name = "Rules" })
            .ClickAsync();
        await Page.GetByLabel("Country, rule or word").FillAsync("schengen");
        await Page.Keyboard.PressAsync("Enter");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Short stays in the Schengen area" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Work out with this rule" }).ClickAsync();

        // 31 + 20 days, and 52 planned: 103 of 90.
        await Page.GetByLabel("Day asked about").FillAsync("23 Nov 2026");
        await Page.GetByLabel("Or paste stays, one a line").FillAsync("DE 2026-10-01 2026-11-20\nFR 2026-11-25 2027-01-15 plan");
        await Work().ClickAsync();
        await Expect(Page.Locator("#answer .st")).ToHaveTextAsync("breach with plans");

        // Seven days instead: 58. Enter works it out, and does not press the first button of the form.
        await Page.GetByLabel("Last day").Last.FillAsync("1 Dec 2026");
        await Page.GetByLabel("Last day").Last.PressAsync("Enter");
        await Expect(Page.Locator("#answer .st.green")).ToHaveTextAsync("within, forecast 58");
        await Expect(Page.GetByLabel("Country")).ToHaveCountAsync(2);
    }

    private ILocator Work() => Page.GetByRole(AriaRole.Button, new() { Name = "Work it out", Exact = true });
}

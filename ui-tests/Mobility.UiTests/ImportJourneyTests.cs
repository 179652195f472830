using Microsoft.Playwright;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace Mobility.UiTests;

/// <summary>A travel history that contradicts what is recorded: looked at, decided, counted, and undone.</summary>
public sealed class ImportJourneyTests : UiTest
{
    private Case file = null!;
    private Account consultant = null!;

    // Friday 27 November 2026.
    protected override FakeClock Clock => FakeClock.On(2026, 11, 27);

    [SetUp]
    public async Task RecordGermanyAsync()
    {
        consultant = await Data.ConsultantAsync("Ilse Vandermeulen");
        file = await Data.ConfirmedCaseAsync(await Data.ClientAsync(), consultant);
        await Host.UseAsync<TripService>(s =>
            s.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = "DE",
                    Arrive = new LocalDate(2026, 9, 1),
                    Depart = new LocalDate(2026, 9, 30),
                    Status = TripStatus.Actual,
                },
                Data.Change(),
                default
            )
        );
    }

    [Test]
    public async Task An_import_waits_for_its_conflicts_to_be_decided_and_then_counts()
    {
        await SignInAsync(consultant);
        await PasteAsync("20 Sep 2026 Departure SEA", "10 Sep 2026 Arrival SEA", "2 Jun 2026 Arrival NYC");

        await Expect(Page.Locator("#overlaps")).ToContainTextAsync("Germany");
        await Expect(Page.Locator("#missing")).ToContainTextAsync("3 Jun 2026 to 31 Aug 2026");
        await Page.ShouldBeAccessibleAsync();
        await Page.Locator("#overlaps select")
            .SelectOptionAsync(new SelectOptionValue { Label = "Shorten the recorded trip around it" });
        await Button("Save 2 trips").ClickAsync();

        // The crossing that is missing is asked about, and what was chosen is kept.
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say where the days were spent");
        await Page.Locator("#missing select").SelectOptionAsync(new SelectOptionValue { Label = "nobody knows" });
        await Button("Save 2 trips").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The trips are in");

        // 2 June, and 10 to 20 September with both ends: 12 days; 3 June to 31 August nobody knows.
        await Page.GotoAsync($"/cases/{file.Number}/days?why=us/substantial-presence");
        await Expect(Page.Locator("#finding-us-substantial-presence .four dd").First).ToHaveTextAsync("12");
    }

    [Test]
    public async Task On_a_phone_without_script_an_import_is_decided_and_undone()
    {
        await OpenPageAsync(390, ColorScheme.Dark, script: false);
        await SignInAsync(consultant);
        await PasteAsync("Traveller,Country,Arrival,Departure", "Mario Rossi,France,10 Sep 2026,20 Sep 2026");
        await Expect(Page.Locator("#who")).ToContainTextAsync("The file names Mario Rossi");
        await Page.ShouldFitAsync();

        await Page.GetByLabel("Keep both", new() { Exact = true }).CheckAsync();
        await Button("Save 1 trip").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say whether these are the journeys of this person.");
        await Page.Locator("#NameIsRight").CheckAsync();
        await Button("Save 1 trip").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The trips are in");

        Host.Clock.Advance(Duration.FromHours(1));
        await Host.UseAsync<TripService>(s =>
            s.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = "IT",
                    Arrive = new LocalDate(2026, 9, 12),
                    Depart = new LocalDate(2026, 9, 14),
                    Status = TripStatus.Actual,
                },
                Data.Change(),
                default
            )
        );
        await Page.GotoAsync($"/cases/{file.Number}/trips/import");
        await Page.Locator("#earlier summary").ClickAsync();
        await Page.Locator("#earlier").GetByLabel("Why?").FillAsync("Somebody else's file");
        await Button("Take its trips out again").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Its days were changed since");
        await Expect(Page.Locator("main")).ToContainTextAsync("Italy");
        await Page.ShouldFitAsync();
        await Button("Undo the import").ClickAsync();

        await Expect(Page.Locator("#earlier")).ToContainTextAsync("undone");
    }

    private async Task PasteAsync(params string[] lines)
    {
        await Page.GotoAsync($"/cases/{file.Number}/trips/import");
        await Page.GetByLabel("Or paste it").FillAsync(string.Join('\n', lines));
        await Button("Read and show").ClickAsync();
    }

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}

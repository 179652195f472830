using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Mobility.Casework.Covers;
using Mobility.Casework.Demo;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.TripChecks;
using Mobility.Rules;
using Mobility.Rules.TripChecks;
using Mobility.Testing;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.UiTests;

/// <summary>Every page as those who can open it see it: readable by machine and eye, in both themes, from a narrow phone to a desk.</summary>
public sealed class LookTests : UiTest
{
    private readonly TestDatabase database = TestDatabase.Create();
    private readonly Dictionary<PersonKind, Account> people = [];
    private string number = "";
    private Guid assignee;
    private string check = "";

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
        foreach (var persona in DemoPersonas.All)
        {
            people[persona.Kind] = await db.Accounts.SingleAsync(a => a.Email == persona.Email);
        }
        var colleague = await db.Accounts.FirstAsync(a =>
            a.Kind == PersonKind.Consultant && a.Id != people[PersonKind.Consultant].Id
        );
        db.Covers.Add(
            new Cover
            {
                AwayId = colleague.Id,
                CoveredById = people[PersonKind.Consultant].Id,
                From = new LocalDate(2026, 11, 20),
                Until = new LocalDate(2026, 12, 4),
                TimeZone = "Etc/UTC",
                StartsAt = Instant.FromUtc(2026, 11, 20, 0, 0),
                EndsAt = Instant.FromUtc(2026, 12, 5, 0, 0),
                Reason = "Parental leave",
            }
        );
        await db.SaveChangesAsync();
        // The traveller of the day page's picture: a forecast breach, unknown days, plans.
        assignee = await db.Cases.Where(c => c.Assignee!.FullName.StartsWith("Eilidh")).Select(c => c.AssigneeId).FirstAsync();
        number = await db.Cases.Where(c => c.Assignee!.FullName.StartsWith("Eilidh")).Select(c => c.Number).FirstAsync();
        check = await MakeTripCheckAsync();
    }

    /// <summary>A trip with a stop of every look: red, required, open, for the adviser, not covered.</summary>
    private async Task<string> MakeTripCheckAsync()
    {
        await using var db = database.Open();
        var file = await db.Cases.Where(c => c.Number == number).Select(c => c.Id).SingleAsync();
        var saved = await Host.UseAsync<TripCheckService, TripCheck>(s =>
            s.SaveAsync(
                file,
                new Trip
                {
                    Legs =
                    [
                        new()
                        {
                            Country = "FR",
                            From = new(2026, 12, 7),
                            To = new(2026, 12, 18),
                            Activities = [new(TripActivityKind.Installation, 9), new(TripActivityKind.Contracts, null)],
                        },
                        new()
                        {
                            Country = "CL",
                            From = new(2026, 12, 19),
                            To = new(2026, 12, 22),
                        },
                    ],
                    For = TripParty.Client,
                    Role = EmployerRole.HostDirects,
                },
                ChangeContext.Program("Test", Clock.GetCurrentInstant()),
                CancellationToken.None
            )
        );
        return saved.Number;
    }

    [OneTimeTearDown]
    public void DropDatabase() => database.Dispose();

    private static readonly (PersonKind? Kind, string Path)[] Pages =
    [
        (null, "/sign-in"),
        (null, "/forgotten"),
        (null, "/nowhere"),
        (PersonKind.Consultant, "/my-day"),
        (PersonKind.Consultant, "/cases"),
        (PersonKind.Consultant, "/cases?q=Brzecz&host=JP"),
        (PersonKind.Consultant, "/board"),
        (PersonKind.Consultant, "/board?within=soon&country=US&sort=Breach"),
        (PersonKind.ProgrammeManager, "/board"),
        (PersonKind.Consultant, "/cases/new"),
        (PersonKind.Consultant, "/cases/{number}"),
        (PersonKind.Consultant, "/cases/{number}/amend"),
        (PersonKind.Consultant, "/cases/{number}/hold"),
        (PersonKind.Consultant, "/cases/{number}/history"),
        (PersonKind.Consultant, "/cases/{number}/people/{assignee}/personal"),
        (PersonKind.Consultant, "/cases/{number}/people/{assignee}/personal/edit?field=BankDetails"),
        (PersonKind.Consultant, "/cases/{number}/people/{assignee}/personal/passport"),
        (PersonKind.Assignee, "/portal/personal"),
        (PersonKind.Assignee, "/portal/personal/edit?field=TaxNumber"),
        (PersonKind.Consultant, "/cases/{number}/days"),
        (PersonKind.Consultant, "/cases/{number}/days?Try.Country=Germany&Try.From=2026-12-20&Try.To=2027-03-10"),
        (PersonKind.Consultant, "/cases/{number}/days?asOf=2026-10-01"),
        (PersonKind.Consultant, "/cases/{number}/ledger"),
        (PersonKind.Consultant, "/days"),
        (PersonKind.Consultant, "/cases/{number}/residence"),
        (PersonKind.Consultant, "/cases/{number}/facts/new?name=tax_home_abroad_all_year&rule=us/closer-connection"),
        (PersonKind.TaxAdviser, "/cases/{number}/residence"),
        (PersonKind.TaxAdviser, "/cases/{number}/opinions/new?rule=us/closer-connection"),
        (PersonKind.Consultant, "/cases/{number}/trips/import"),
        (PersonKind.Consultant, "/cases/{number}/people/new"),
        (PersonKind.Consultant, "/cases/{number}/papers/new?kind=Permit"),
        (PersonKind.Consultant, "/cases/{number}/tasks/new"),
        (PersonKind.Consultant, "/cases/{number}/advisers/new"),
        (PersonKind.Consultant, "/covers"),
        (PersonKind.Consultant, "/covers/new"),
        (PersonKind.Consultant, "/trip-checks"),
        (PersonKind.Consultant, "/trip-checks/new?who={number}"),
        (PersonKind.Consultant, "/trip-checks/{check}"),
        (PersonKind.Consultant, "/trip-checks/{check}/amend"),
        (PersonKind.Consultant, "/trip-checks/{check}/cancel"),
        (PersonKind.Assignee, "/trip-checks/new"),
        (PersonKind.ProgrammeManager, "/trip-checks"),
        (PersonKind.Consultant, "/account"),
        (PersonKind.Consultant, "/account/password"),
        (PersonKind.Consultant, "/account/second-factor"),
        (PersonKind.Consultant, "/cases/M-1999-9999"),
        (PersonKind.Administrator, "/cases"),
        (PersonKind.Administrator, "/covers"),
        (PersonKind.Administrator, "/covers/new"),
        (PersonKind.Administrator, "/cases/reassign"),
        (PersonKind.Administrator, "/cases/reassign?all=true&phase=all&consultant=all"),
        (PersonKind.Administrator, "/cases/reassign?pick={number}"),
        (PersonKind.Administrator, "/admin"),
        (PersonKind.Administrator, "/admin/people"),
        (PersonKind.Administrator, "/admin/people/invite?kind=TaxAdviser"),
        (PersonKind.Administrator, "/admin/clients"),
        (PersonKind.Administrator, "/admin/jobs"),
        (PersonKind.Administrator, "/admin/mail"),
        (PersonKind.Administrator, "/admin/rules-impact"),
        (PersonKind.Administrator, "/admin/audit"),
        (PersonKind.Administrator, "/admin/audit?kind=SignedIn&who=nobody-of-this-name"),
        (PersonKind.Administrator, "/admin/operations"),
        (PersonKind.ProgrammeManager, "/cases"),
        (PersonKind.TaxAdviser, "/queue"),
        (PersonKind.TaxAdviser, "/queue?list=Limits"),
        (PersonKind.TaxAdviser, "/rules"),
        (PersonKind.TaxAdviser, "/rules?q=Norway"),
        (PersonKind.TaxAdviser, "/rules/gb"),
        (PersonKind.TaxAdviser, "/rules/ie/residence-183-280"),
        (PersonKind.TaxAdviser, "/rules/schengen/short-stay-90-180?on=someday"),
        (PersonKind.TaxAdviser, "/rules/nl/thirty-percent-ruling"),
        (PersonKind.TaxAdviser, "/rules/fr/residence"),
        (PersonKind.TaxAdviser, "/rules/treaty/article-15-clauses"),
        (PersonKind.TaxAdviser, "/rules/gb/statutory-residence-test/calculator"),
        (
            PersonKind.TaxAdviser,
            "/rules/schengen/short-stay-90-180/calculator?on=2026-11-22&stays=DE%202026-08-03%202026-12-20%0Anonsense"
        ),
        (PersonKind.TaxAdviser, "/rules/us/substantial-presence/calculator?on=2024-12-31&stays=US%202024-01-01%202024-04-29"),
        (PersonKind.ImmigrationAdviser, "/queue"),
        (PersonKind.Supplier, "/orders"),
        (PersonKind.Assignee, "/portal"),
        (PersonKind.Assignee, "/portal/days"),
        (PersonKind.FamilyMember, "/portal"),
    ];

    [Test]
    public Task At_a_desk_in_the_light_every_page_is_accessible_and_fits() => LookAsync(1280, ColorScheme.Light, axe: true);

    [Test]
    public Task On_a_phone_in_the_dark_every_page_is_accessible_and_fits() => LookAsync(390, ColorScheme.Dark, axe: true);

    [Test]
    public Task On_the_narrowest_phone_every_page_fits() => LookAsync(320, ColorScheme.Light, axe: false);

    [Test]
    public async Task Without_script_the_case_page_opens_its_reasons_and_its_forms()
    {
        await OpenPageAsync(1280, script: false);
        await SignInAsync(people[PersonKind.Consultant]);

        await Page.GotoAsync($"/cases/{number}");
        await Page.Locator("details.why > summary").First.ClickAsync();

        await Assertions.Expect(Page.Locator("details.why[open] .box").First).ToBeVisibleAsync();
    }

    [Test]
    public async Task By_keyboard_alone_the_first_stop_skips_to_the_content_and_every_stop_shows_where_it_is()
    {
        await SignInAsync(people[PersonKind.Consultant]);
        await Page.GotoAsync("/my-day");

        await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Page.Locator(":focus")).ToHaveAttributeAsync("href", "#main");
        for (var i = 0; i < 12; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var outline = await Page.Locator(":focus").EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle");
            Assert.That(outline, Is.EqualTo("solid"));
        }
    }

    private async Task LookAsync(int width, ColorScheme scheme, bool axe)
    {
        await Assert.MultipleAsync(async () =>
        {
            foreach (var group in Pages.GroupBy(p => p.Kind))
            {
                await OpenPageAsync(width, scheme);
                if (group.Key is { } kind)
                {
                    await SignInAsync(people[kind]);
                }
                foreach (var (_, path) in group)
                {
                    await Page.GotoAsync(
                        path.Replace("{number}", number, StringComparison.Ordinal)
                            .Replace("{assignee}", $"{assignee}", StringComparison.Ordinal)
                            .Replace("{check}", check, StringComparison.Ordinal)
                    );
                    await Page.ShouldFitAsync();
                    if (axe)
                    {
                        await Page.ShouldBeAccessibleAsync();
                    }
                }
            }
        });
    }
}

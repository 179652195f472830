using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Cases;

public sealed class IntakeTests
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
        client = await data.ClientAsync("Takara");
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
    public async Task A_whole_case_is_opened_from_what_was_typed()
    {
        var form = await browser.OpenAsync("/cases/new");
        form = await Filled(form).PressAsync("Add a member");
        var page = await form.Fill("Full name", "Noor", Member(form, 1))
            .Fill("Relation", "Child", Member(form, 1))
            .Fill("Nationality", "Jordan, United Kingdom", Member(form, 1))
            .Fill("Born", "2021-03-04", Member(form, 1))
            .Tick("Moves along", false, Member(form, 1))
            .PressAsync("Open the case");

        Assert.That(page.Path, Does.Match("^/cases/M-2026-[0-9]{4}$"), string.Join(" | ", page.Problems));
        using var db = host.Database.Open();
        var file = await db
            .Cases.Include(c => c.Assignee)
            .Include(c => c.Members)
                .ThenInclude(m => m.Person)
            .SingleAsync(c => page.Path.EndsWith(c.Number));
        Assert.Multiple(() =>
        {
            Assert.That(file.Assignee!.FullName, Is.EqualTo("Sulistyowati"));
            Assert.That(file.Assignee.Citizenships, Is.EqualTo("ID"));
            Assert.That((file.HomeCountry, file.HomeCity), Is.EqualTo(("NL", "Eindhoven")));
            Assert.That((file.HostCountry, file.HostCity), Is.EqualTo(("FR", "Lyon")));
            Assert.That((file.Start, file.End), Is.EqualTo((new LocalDate(2027, 7, 1), (LocalDate?)new LocalDate(2028, 6, 30))));
            Assert.That((file.HomeEntityId, file.HostEntityId), Is.EqualTo(((Guid?)client.Home.Id, (Guid?)client.Host.Id)));
            Assert.That(file.ConsultantId, Is.EqualTo(consultant.Id));
            Assert.That(file.PolicyName, Is.EqualTo("LTA Core/Flex 2026"));
            Assert.That(file.Members, Has.Count.EqualTo(1));
            Assert.That(file.Members[0].Person!.Citizenships, Is.EqualTo("JO,GB"));
            Assert.That((file.Members[0].Relation, file.Members[0].Accompanying), Is.EqualTo((FamilyRelation.Child, false)));
        });
        Assert.That(
            await host.UseAsync<PersonalRecords, LocalDate?>(r => r.BirthDateAsync(file.AssigneeId, default)),
            Is.EqualTo(new LocalDate(1988, 2, 29))
        );
        var change = await db.Changes.SingleAsync(c => c.CaseId == file.Id && c.Kind == ChangeKind.CaseOpened);
        Assert.That(change.ByName, Is.EqualTo("Ilse Vandermeulen"));
    }

    [Test]
    public async Task What_is_refused_is_named_at_the_top_and_at_its_field_and_nothing_typed_is_lost()
    {
        var form = await browser.OpenAsync("/cases/new");

        var page = await Filled(form)
            .Fill("Full name", "")
            .Fill("Nationality", "Indonesia, Atlantis")
            .Fill("First day", "03/04/2027")
            .Fill("Last day", "yesterday")
            .Fill("Host country", "")
            .PressAsync("Open the case");

        Assert.Multiple(() =>
        {
            Assert.That(page.Document.Title, Does.StartWith("Error: New case"));
            Assert.That(
                page.Problems,
                Is.EqualTo(
                    new[]
                    {
                        "Write the name.",
                        "“Atlantis” is not a country this Mobility knows.",
                        "Say which country the person goes to.",
                        "This can be 3 Apr 2027 or 4 Mar 2027. Write the month as a word.",
                        "Not a date. Write it as 2 Nov 2026, 02.11.2026 or 2026-11-02.",
                    }
                )
            );
            Assert.That(
                page.Section("5 answers need another look").QuerySelectorAll("a").Select(a => a.GetAttribute("href")),
                Has.All.Matches<string>(h => page.Document.QuerySelector(h) is not null)
            );
            Assert.That(page.ProblemAt("Full name"), Is.EqualTo("Write the name."));
            Assert.That(page.ProblemAt("First day"), Does.Contain("3 Apr 2027 or 4 Mar 2027"));
            Assert.That(page.Value("First day"), Is.EqualTo("03/04/2027"));
            Assert.That(page.Value("Last day"), Is.EqualTo("yesterday"));
            Assert.That(page.Value("Home country"), Is.EqualTo("Netherlands"));
            Assert.That(page.Value("Client"), Is.EqualTo(client.Name));
            Assert.That(page.Value("Policy"), Is.EqualTo("LTA Core/Flex 2026"));
        });
        using var db = host.Database.Open();
        Assert.That(await db.Cases.CountAsync(), Is.Zero);
        Assert.That(await db.People.CountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_last_day_before_the_first_suggests_the_year_that_was_meant()
    {
        var page = await Filled(await browser.OpenAsync("/cases/new"))
            .Fill("Last day", "30 Jun 2027")
            .PressAsync("Open the case");

        Assert.That(page.ProblemAt("Last day"), Is.EqualTo("Must be on or after 1 Jul 2027. Did you mean 30 Jun 2028?"));
    }

    [Test]
    public async Task An_entity_of_another_client_is_refused()
    {
        var rival = await data.ClientAsync("Rival");

        var page = await Filled(await browser.OpenAsync("/cases/new")).Fill("Client", rival.Name).PressAsync("Open the case");

        Assert.That(page.ProblemAt("Home entity"), Is.EqualTo("Choose an entity of this client."));
    }

    [Test]
    public async Task The_case_is_carried_by_who_opens_it_unless_another_is_chosen()
    {
        await data.ConsultantAsync("Anneke Terpstra");

        Assert.That((await browser.OpenAsync("/cases/new")).Value("Consultant"), Is.EqualTo("Ilse Vandermeulen"));
    }

    [Test]
    public async Task Entities_stand_under_the_name_of_their_client()
    {
        await data.ClientAsync("Rival");

        var page = await browser.OpenAsync("/cases/new");

        var groups = page.Field("Home entity").QuerySelectorAll("optgroup");
        Assert.That(groups.Select(g => g.GetAttribute("label")), Is.EqualTo(new[] { "Rival Instruments", "Takara Instruments" }));
        Assert.That(groups[1].TextContent, Does.Contain("Takara plc").And.Contain("Takara GmbH").And.Not.Contain("Rival"));
    }

    [Test]
    public async Task An_external_secondment_names_its_host()
    {
        var form = Filled(await browser.OpenAsync("/cases/new")).Fill("Between", "Group company and another host (external)");

        var refused = await form.PressAsync("Open the case");
        var opened = await refused.Fill("Host, by name", "Ministry of Works").PressAsync("Open the case");

        Assert.That(refused.ProblemAt("Host, by name"), Does.StartWith("Name the host"));
        using var db = host.Database.Open();
        var file = await db.Cases.SingleAsync(c => opened.Path.EndsWith(c.Number));
        Assert.That((file.HostParty, file.HostEntityId), Is.EqualTo(("Ministry of Works", (Guid?)null)));
    }

    [Test]
    public async Task Rows_of_the_family_come_and_go_without_losing_what_was_typed()
    {
        var form = Filled(await browser.OpenAsync("/cases/new")).Fill("First day", "some day");
        form = await form.PressAsync("Add a member");
        form = await form.Fill("Full name", "Tariq", Member(form, 1)).PressAsync("Add a member");
        form.Fill("Full name", "Sami", Member(form, 2)).Fill("Born", "sometime", Member(form, 2));

        var page = await form.PressAsync("Take out", Member(form, 1));

        Assert.Multiple(() =>
        {
            Assert.That(page.Problems, Is.Empty, "Nothing is checked before the case is opened.");
            Assert.That(page.Value("Full name", Member(page, 1)), Is.EqualTo("Sami"));
            Assert.That(page.Value("Born", Member(page, 1)), Is.EqualTo("sometime"));
            Assert.That(page.Document.QuerySelectorAll("legend"), Has.Exactly(1).Items);
            Assert.That(page.Value("First day"), Is.EqualTo("some day"));
        });
    }

    [Test]
    public async Task An_empty_family_row_is_no_member_and_a_begun_one_needs_a_name()
    {
        var form = await Filled(await browser.OpenAsync("/cases/new")).PressAsync("Add a member");
        form = await form.PressAsync("Add a member");

        var page = await form.Fill("Relation", "Spouse", Member(form, 2)).PressAsync("Open the case");

        Assert.That(page.Problems, Is.EqualTo(new[] { "Write the name." }));
        Assert.That(page.ProblemAt("Full name", Member(page, 2)), Is.EqualTo("Write the name."));
    }

    [Test]
    public async Task Dates_are_read_in_the_readers_language()
    {
        using var german = await host.BrowseAsync(
            await data.AccountAsync(PersonKind.Consultant, "Jürgen Großkopf", language: "de-DE")
        );

        var page = await Filled(await german.OpenAsync("/cases/new"))
            .Fill("First day", "1. Dezember 2026")
            .Fill("Last day", "30.11.2027")
            .Fill("Host country", "Österreich")
            .PressAsync("Open the case");

        using var db = host.Database.Open();
        var file = await db.Cases.SingleAsync(c => page.Path.EndsWith(c.Number));
        Assert.That(
            (file.Start, file.End, file.HostCountry),
            Is.EqualTo((new LocalDate(2026, 12, 1), (LocalDate?)new LocalDate(2027, 11, 30), "AT"))
        );
    }

    [TestCase(PersonKind.ProgrammeManager)]
    [TestCase(PersonKind.TaxAdviser)]
    [TestCase(PersonKind.Assignee)]
    public async Task Only_staff_open_cases(PersonKind kind)
    {
        using var other = await host.BrowseAsync(await data.AccountAsync(kind, client: client));

        Assert.That((await other.OpenAsync("/cases/new")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await other.PostAsync("/cases/new", ("FullName", "X"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private Page Filled(Page page) =>
        page.Fill("Full name", "Sulistyowati")
            .Fill("Nationality", "Indonesia")
            .Fill("Born", "29 Feb 1988")
            .Fill("Client", client.Name)
            .Fill("Type", "Long-term assignment")
            .Fill("Policy", "LTA Core/Flex 2026")
            .Fill("Home country", "Netherlands")
            .Fill("Home city", "Eindhoven")
            .Fill("Host country", "France")
            .Fill("Host city", "Lyon")
            .Fill("First day", "1 Jul 2027")
            .Fill("Last day", "30.06.2028")
            .Fill("Home entity", "Takara plc, Takara-on-Sea")
            .Fill("Host entity", "Takara GmbH, Takarastadt");

    private static AngleSharp.Dom.IElement Member(Page page, int number) =>
        page
            .Document.QuerySelectorAll("fieldset")
            .Single(f => f.FirstElementChild?.LocalName == "legend" && Page.Words(f.FirstElementChild) == $"Member {number}");
}

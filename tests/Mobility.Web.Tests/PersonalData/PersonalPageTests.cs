using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.PersonalData;

/// <summary>The page of what is sealed about a person: masked, shown when asked, changed without being shown.</summary>
public sealed class PersonalPageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private Account consultant = null!;
    private Case file = null!;
    private Browser browser = null!;

    private string Address => $"/cases/{file.Number}/people/{file.AssigneeId}/personal";

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        browser = await host.BrowseAsync(consultant);
        file = await data.CaseAsync(
            await data.ClientAsync(),
            consultant,
            r => r with { Assignee = r.Assignee with { FullName = "Rania Al-Khatib" } }
        );
    }

    [TearDown]
    public void TearDown()
    {
        browser.Dispose();
        host.Dispose();
    }

    [Test]
    public async Task A_passport_is_recorded_with_its_number_and_shown_by_its_end()
    {
        var page = await (await browser.OpenAsync($"/cases/{file.Number}")).FollowAsync("Personal details: Rania Al-Khatib");
        var form = await page.FollowAsync("Add a passport");

        page = await form.Fill("Issued by", "Jordan")
            .Fill("Number", "JO 123-4567")
            .Fill("Issued on", "15 Mar 2018")
            .Fill("Valid to", "14 Mar 2028")
            .PressAsync("Save");

        Assert.That(page.Path, Is.EqualTo(Address));
        Assert.That(
            page.Rows("Passports"),
            Has.Count.EqualTo(1).And.All.Contain("Jordan, issued 15 Mar 2018, valid to 14 Mar 2028").And.All.Contain("•••• 567")
        );
        Assert.That(page.Document.DocumentElement.OuterHtml, Does.Not.Contain("1234567").And.Not.Contain("123-4567"));
        using var db = host.Database.Open();
        Assert.That((await db.Passports.SingleAsync()).IssuedOn, Is.EqualTo(new NodaTime.LocalDate(2018, 3, 15)));
    }

    [Test]
    public async Task A_value_is_shown_whole_once_and_that_is_in_the_audit()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");
        var page = await browser.OpenAsync(Address);

        var shown = await page.PressAsync("Show", page.Row("Tax and national identity numbers", "United Kingdom"));

        Assert.Multiple(() =>
        {
            Assert.That(shown.Path, Is.EqualTo(Address), "It is in no address.");
            Assert.That(shown.Rows("Tax and national identity numbers").Single(), Does.Contain("QQ 12 34 56 C"));
            Assert.That(shown.Rows("Date of birth").Single(), Does.Not.Contain("1984"), "The others stay closed.");
        });
        using var db = host.Database.Open();
        var noted = await db.AuditEvents.SingleAsync(e => e.Kind == AuditKind.Viewed);
        Assert.That((noted.AccountId, noted.Subject), Is.EqualTo(((Guid?)consultant.Id, "Rania Al-Khatib: TaxNumber GB")));
        Assert.That((await browser.OpenAsync(Address)).Text, Does.Not.Contain("QQ 12 34 56 C"));
    }

    [Test]
    public async Task To_look_at_the_masked_page_is_in_no_audit()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");

        await browser.OpenAsync(Address);
        await browser.OpenAsync($"{Address}/edit?field=TaxNumber&of=GB");

        using var db = host.Database.Open();
        Assert.That(await db.AuditEvents.AnyAsync(e => e.Kind == AuditKind.Viewed), Is.False);
    }

    [Test]
    public async Task Bank_details_are_kept_changed_and_taken_away()
    {
        var page = await browser.OpenAsync(Address);
        var form = await page.FollowAsync("Record: Bank details", page.Section("Bank details"));
        page = await form.Fill("IBAN or account number", "GB82 WEST 1234 5698 7654 32")
            .Fill("Bank", "West Bank")
            .Fill("Currency", "gbp")
            .PressAsync("Save");
        Assert.That(page.Rows("Bank details").Single(), Does.Contain("•••• 432 GBP"));

        form = await page.FollowAsync("Change: Bank details", page.Section("Bank details"));
        Assert.That(form.Value("IBAN or account number"), Is.Empty, "What is kept is not put into the form.");
        page = await form.Fill("IBAN or account number", "12-34-56 7654321").Fill("Currency", "USD").PressAsync("Save");
        Assert.That(page.Rows("Bank details").Single(), Does.Contain("•••• 321 USD"));

        form = await page.FollowAsync("Change: Bank details", page.Section("Bank details"));
        page = await form.PressAsync("Take it away");

        Assert.That(page.Rows("Bank details").Single(), Does.Contain("Not recorded"));
        var history = await browser.OpenAsync($"/cases/{file.Number}/history?kind=PersonalValueRecorded");
        Assert.That(
            history.Rows("Changes").Select(r => r[r.IndexOf("Bank details: ", StringComparison.Ordinal)..].Split(" Ilse")[0]),
            Is.EqualTo(
                new[]
                {
                    "Bank details: •••• 321 USD → empty",
                    "Bank details: •••• 432 GBP → •••• 321 USD",
                    "Bank details: •••• 432 GBP",
                }
            )
        );
    }

    [Test]
    public async Task What_is_refused_is_named_at_its_field_and_what_was_typed_stays()
    {
        var form = await browser.OpenAsync($"{Address}/edit?field=TaxNumber");

        var page = await form.Fill("Country", "Ruritania").Fill("Number", "12345").PressAsync("Save");

        Assert.Multiple(() =>
        {
            Assert.That(page.ProblemAt("Country"), Does.Contain("Ruritania"));
            Assert.That(page.Value("Number"), Is.EqualTo("12345"));
        });
        page = await page.Fill("Country", "Germany").Fill("Number", "--").PressAsync("Save");
        Assert.That(page.ProblemAt("Number"), Does.Contain("at least three"));
        page = await page.Fill("Number", "12345").PressAsync("Save");
        Assert.That(page.Rows("Tax and national identity numbers").Single(), Does.StartWith("Germany"));
    }

    [Test]
    public async Task Somebody_who_wrote_over_a_newer_value_is_told_what_is_there_now()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");
        var form = await browser.OpenAsync($"{Address}/edit?field=TaxNumber&of=GB");
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 65 43 21 A", version: 1);

        var page = await form.Fill("Number", "QQ 11 11 11 B").PressAsync("Save");

        Assert.Multiple(() =>
        {
            Assert.That(page.Problems.Single(), Does.StartWith("Something else is recorded by now."));
            Assert.That(page.Text, Does.Contain("Recorded now: •••• 21A"));
            Assert.That(page.Value("Number"), Is.EqualTo("QQ 11 11 11 B"));
        });
        page = await page.PressAsync("Save");
        Assert.That(page.Rows("Tax and national identity numbers").Single(), Does.Contain("•••• 11B"));
    }

    [TestCase(PersonKind.TaxAdviser, "Tax and national identity numbers", "Passports")]
    [TestCase(PersonKind.ImmigrationAdviser, "Passports", "Tax and national identity numbers")]
    public async Task An_adviser_sees_what_is_of_their_subject(PersonKind kind, string seen, string notSeen)
    {
        var adviser = await data.AccountAsync(kind);
        await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, adviser.Id, data.Change(), default));
        using var other = await host.BrowseAsync(adviser);

        var page = await other.OpenAsync(Address);

        Assert.Multiple(() =>
        {
            Assert.That(page.FindSection(seen), Is.Not.Null);
            Assert.That(page.FindSection("Date of birth"), Is.Not.Null);
            Assert.That(page.FindSection(notSeen), Is.Null);
            Assert.That(page.FindSection("Bank details"), Is.Null);
            Assert.That(page.FindSection("Special needs and health"), Is.Null);
        });
    }

    [TestCase("BankDetails")]
    [TestCase("HealthNote")]
    public async Task What_only_the_cases_consultant_needs_is_not_there_for_another(string field)
    {
        await SetAsync(PersonalField.HealthNote, "", "A wheelchair");
        using var other = await host.BrowseAsync(await data.ConsultantAsync());

        Assert.Multiple(async () =>
        {
            Assert.That((await other.OpenAsync($"{Address}/edit?field={field}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await other.PostAsync(Address, ("field", field))).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(
                (await other.PostAsync($"{Address}/edit", ("Field", field), ("Note", "Mine"), ("Version", "1"))).Status,
                Is.EqualTo(HttpStatusCode.NotFound)
            );
        });
        using var db = host.Database.Open();
        Assert.That(await db.AuditEvents.AnyAsync(e => e.Kind == AuditKind.Viewed), Is.False);
    }

    [Test]
    public async Task Whoever_covers_the_consultant_sees_what_the_consultant_sees_until_the_cover_ends()
    {
        await SetAsync(PersonalField.HealthNote, "", "A wheelchair");
        var colleague = await data.ConsultantAsync();
        using var other = await host.BrowseAsync(colleague);
        var cover = await host.UseAsync<CoverService, Cover>(s =>
            s.SetAsync(new NewCover(consultant.Id, colleague.Id, data.Today, data.Today), data.Change("Leave"), default)
        );

        var during = await other.OpenAsync(Address);
        await host.UseAsync<CoverService>(s => s.EndAsync(cover.Id, data.Change(), default));
        var after = await other.OpenAsync(Address);

        Assert.That(during.FindSection("Special needs and health"), Is.Not.Null);
        Assert.That(after.FindSection("Special needs and health"), Is.Null);
    }

    [Test]
    public async Task A_person_of_the_family_sees_and_changes_their_own_and_nobody_elses()
    {
        await SetAsync(PersonalField.HealthNote, "", "A wheelchair");
        using var db = host.Database.Open();
        var spouse = await db.CaseMembers.Where(m => m.CaseId == file.Id).Select(m => m.PersonId).SingleAsync();
        using var rania = await host.BrowseAsync(await data.AccountAsync(PersonKind.Assignee, personId: file.AssigneeId));
        using var other = await host.BrowseAsync(await data.AccountAsync(PersonKind.FamilyMember, personId: spouse));

        var page = await (await rania.OpenAsync("/portal")).FollowAsync("See and change");
        var shown = await page.PressAsync("Show", page.Section("Special needs and health"));
        var form = await shown.FollowAsync("Add a number");
        page = await form.Fill("Country", "Jordan").Fill("Number", "9876543210").PressAsync("Save");
        var others = await other.OpenAsync("/portal/personal");

        Assert.Multiple(async () =>
        {
            Assert.That(shown.Text, Does.Contain("A wheelchair"));
            Assert.That(page.Path, Is.EqualTo("/portal/personal"));
            Assert.That(page.Rows("Tax and national identity numbers").Single(), Does.Contain("•••• 210"));
            Assert.That(others.Rows("Special needs and health").Single(), Does.Contain("Not recorded"));
            Assert.That((await rania.OpenAsync(Address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(
                (await rania.OpenAsync($"/portal/personal?number={file.Number}&personId={spouse}")).Rows(
                    "Tax and national identity numbers"
                ),
                Has.Count.EqualTo(1),
                "Whose page it is, the address does not say."
            );
        });
        var history = await browser.OpenAsync($"/cases/{file.Number}/history?kind=PersonalValueRecorded");
        Assert.That(history.Rows("Changes")[0], Does.Contain("JO").Or.Contain("Jordan"));
    }

    [Test]
    public async Task What_somebody_else_kept_meanwhile_is_shown_beside_what_was_typed_before_it_is_written_over()
    {
        await SetAsync(PersonalField.HealthNote, "", "A wheelchair");
        var form = await (await browser.OpenAsync(Address)).FollowAsync("Change: Special needs and health");
        await SetAsync(PersonalField.HealthNote, "", "A wheelchair and a lift", version: 1);

        var stale = await form.Fill("What the move has to heed", "A walking stick").PressAsync("Save");
        var saved = await stale.PressAsync("Save");

        Assert.Multiple(async () =>
        {
            Assert.That(stale.Problems, Has.One.StartsWith("Something else is recorded by now."));
            Assert.That(stale.Text, Does.Contain("A wheelchair and a lift"));
            Assert.That(stale.Value("What the move has to heed"), Is.EqualTo("A walking stick"));
            Assert.That(saved.Path, Is.EqualTo(Address));
            using var db = host.Database.Open();
            Assert.That(await db.AuditEvents.CountAsync(e => e.Kind == AuditKind.Viewed), Is.EqualTo(1), "It was seen.");
        });
    }

    [Test]
    public async Task A_second_number_of_a_country_takes_the_place_of_the_first_once_that_has_been_seen()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");
        var form = await browser.OpenAsync(Address + "/edit?field=TaxNumber");

        var refused = await form.Fill("Country", "United Kingdom").Fill("Number", "ZZ 98 76 54 A").PressAsync("Save");
        var saved = await refused.PressAsync("Save");

        Assert.Multiple(() =>
        {
            Assert.That(refused.Text, Does.Contain("QQ 12 34 56 C"));
            Assert.That(saved.Path, Is.EqualTo(Address));
            Assert.That(saved.Rows("Tax and national identity numbers").Single(), Does.Contain("•••• 54A"));
        });
    }

    [Test]
    public async Task After_erasure_pages_and_history_say_so()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");
        await host.UseAsync<PersonalRecords>(r => r.EraseAsync(file.AssigneeId, data.Change(), default));

        var page = await browser.OpenAsync(Address);
        var history = await browser.OpenAsync($"/cases/{file.Number}/history");
        var casePage = await browser.OpenAsync($"/cases/{file.Number}");

        Assert.Multiple(() =>
        {
            Assert.That(page.Rows("Tax and national identity numbers").Single(), Is.EqualTo("United Kingdom Erased"));
            Assert.That(page.Rows("Date of birth").Single(), Is.EqualTo("Erased"));
            Assert.That(page.HasButton("Show") || page.HasLink("Add a number"), Is.False);
            Assert.That(history.Rows("Changes"), Has.Some.Contain("Tax or national identity number: erased"));
            Assert.That(history.Rows("Changes"), Has.Some.Contain("Personal details erased for good: Rania Al-Khatib"));
            Assert.That(casePage.Text, Does.Not.Contain("years old"));
        });
    }

    [Test]
    public async Task History_shows_an_adviser_nothing_of_a_field_that_is_not_theirs()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");
        var adviser = await data.AccountAsync(PersonKind.ImmigrationAdviser);
        await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, adviser.Id, data.Change(), default));
        using var other = await host.BrowseAsync(adviser);

        var rows = (await other.OpenAsync($"/cases/{file.Number}/history")).Rows("Changes");

        Assert.That(rows, Has.Some.Contain("Tax or national identity number: not shown"));
    }

    [Test]
    public async Task The_case_page_tells_ages_to_those_who_work_on_it_and_to_nobody_else()
    {
        var staff = await browser.OpenAsync($"/cases/{file.Number}");
        using var db = host.Database.Open();
        var client = await db.Clients.SingleAsync(c => c.Id == file.ClientId);
        var manager = await data.AccountAsync(PersonKind.ProgrammeManager, client: new TestClient(client, null!, null!, ""));
        using var other = await host.BrowseAsync(manager);
        var clients = await other.OpenAsync($"/cases/{file.Number}");

        // Born on 29 February 1984; today is 23 November 2026.
        Assert.Multiple(() =>
        {
            Assert.That(staff.Text, Does.Contain("42 years old"));
            Assert.That(clients.Text, Does.Not.Contain("years old").And.Not.Contain("Personal details"));
        });
    }

    private Task SetAsync(PersonalField field, string of, string text, long version = 0) =>
        host.UseAsync<PersonalRecords>(r =>
            r.SetAsync(file.Id, file.AssigneeId, field, of, text, version, data.Change(), default)
        );
}

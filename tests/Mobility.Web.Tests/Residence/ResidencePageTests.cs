using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Residence;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Residence;

public sealed class ResidencePageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;
    private Account adviser = null!;
    private Case file = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        client = await data.ClientAsync();
        consultant = await data.ConsultantAsync();
        adviser = await data.AccountAsync(PersonKind.TaxAdviser, "Teresa Brandl");
        file = await data.CaseAsync(client, consultant, r => r with { Terms = r.Terms with { HostCountry = "PL" } });
        await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, adviser.Id, data.Change(), default));
    }

    [TearDown]
    public void TearDown() => host.Dispose();

    [Test]
    public async Task What_a_rule_waits_for_leads_to_the_form_for_exactly_that_fact_and_the_answer_follows()
    {
        using var browser = await host.BrowseAsync(consultant);
        var page = await browser.OpenAsync($"/cases/{file.Number}/residence");
        var place = page.Section("Poland host");
        Assert.That(Page.Words(place), Does.Contain("facts missing"));

        var form = await page.FollowAsync(FactName(), place.QuerySelector("article"));
        page = await form.Fill(FactName(), "United Kingdom")
            .Fill("Why it is held to be so", "The family stays at home")
            .PressAsync("Record");

        Assert.Multiple(() =>
        {
            Assert.That(Page.Words(page.Section("Poland host")), Does.Contain("not resident").And.Not.Contain("facts missing"));
            Assert.That(
                page.Rows("Declared facts").Single(),
                Does.Contain("United Kingdom")
                    .And.Contain("Poland")
                    .And.Contain("The family stays at home")
                    .And.Contain("declared")
            );
        });
    }

    [Test]
    public async Task What_cannot_be_read_is_said_at_its_field_and_what_was_typed_stays()
    {
        using var browser = await host.BrowseAsync(consultant);
        var form = await browser.OpenAsync(FormAddress());

        var page = await form.Fill(FactName(), "Atlantis")
            .Fill("Holds from", "2 Nov 2026")
            .Fill("Holds to", "31 Nov 2026")
            .PressAsync("Record");

        Assert.Multiple(() =>
        {
            Assert.That(page.ProblemAt(FactName()), Does.Contain("Atlantis"));
            Assert.That(page.Value(FactName()), Is.EqualTo("Atlantis"));
            Assert.That(page.Value("Holds from"), Is.EqualTo("2 Nov 2026"));
            Assert.That(page.ProblemAt("Holds to"), Is.Not.Null);
            Assert.That(page.ProblemAt("Why it is held to be so"), Is.EqualTo("Say why it is held to be so."));
            Assert.That(host.Database.Open().DeclaredFacts.Any(), Is.False);
        });
    }

    [Test]
    public async Task An_adviser_overrides_a_declared_fact_and_the_page_shows_both()
    {
        await DeclareAsync();
        using var browser = await host.BrowseAsync(adviser);
        var form = await browser.OpenAsync(FormAddress());
        Assert.That(form.Heading, Is.EqualTo("Override a fact"));

        var page = await form.Fill(FactName(), "Poland").Fill("Why it is held to be so", "The family moved").PressAsync("Record");

        Assert.Multiple(() =>
        {
            Assert.That(page.Rows("Declared facts"), Has.Count.EqualTo(2));
            Assert.That(page.Rows("Declared facts"), Has.Some.Contains("overridden by an adviser"));
            Assert.That(page.Rows("Declared facts"), Has.Some.Contains("adviser’s word").And.Some.Contains("Teresa Brandl"));
        });
    }

    [Test]
    public async Task A_fact_is_withdrawn_with_a_reason_only()
    {
        await DeclareAsync();
        using var browser = await host.BrowseAsync(consultant);
        var form = await (await browser.OpenAsync($"/cases/{file.Number}/residence")).FollowAsync("Withdraw");

        var refused = await form.PressAsync("Withdraw");
        Assert.That(refused.Problems, Is.EqualTo(["Say why you withdraw it."]));

        var page = await refused.Fill("Why", "Misread").PressAsync("Withdraw");
        Assert.That(Page.Words(page.Section("Declared facts")), Does.Contain("Nothing is declared yet"));
    }

    [Test]
    public async Task An_opinion_stands_beside_the_rules_answer_wherever_that_is_shown()
    {
        await GiveAsync();
        var places = new (Account Who, string Path)[]
        {
            (consultant, $"/cases/{file.Number}"),
            (consultant, $"/cases/{file.Number}/residence"),
            (adviser, "/queue"),
        };

        foreach (var (who, path) in places)
        {
            using var browser = await host.BrowseAsync(who);
            var page = await browser.OpenAsync(path);

            Assert.That(
                page.Text,
                Does.Contain("Adviser’s opinion: test not met")
                    .And.Contain("Teresa Brandl")
                    .And.Contain("The lease is short")
                    .And.Contain("until 31 Dec 2027"),
                path
            );
        }
    }

    [Test]
    public async Task The_client_sees_that_an_adviser_differs_and_not_why()
    {
        await GiveAsync();
        using var browser = await host.BrowseAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: client));

        var page = await browser.OpenAsync($"/cases/{file.Number}");

        Assert.Multiple(async () =>
        {
            Assert.That(page.Text, Does.Contain("Adviser’s opinion: test not met").And.Not.Contain("The lease is short"));
            Assert.That((await browser.OpenAsync($"/cases/{file.Number}/residence")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        });
    }

    [Test]
    public async Task An_opinion_without_answer_reason_and_end_is_refused_field_by_field()
    {
        using var browser = await host.BrowseAsync(adviser);
        var form = await browser.OpenAsync($"/cases/{file.Number}/opinions/new?rule=pl/residence-183");

        var page = await form.Fill("First day", "someday").PressAsync("Give the opinion");

        Assert.Multiple(() =>
        {
            Assert.That(page.ProblemAt("Your answer"), Is.EqualTo("Choose your answer."));
            Assert.That(page.ProblemAt("First day"), Is.Not.Null);
            Assert.That(page.ProblemAt("Reason and facts relied on"), Is.EqualTo("Say why, and which facts you rely on."));
            Assert.That(page.ProblemAt("Valid to"), Is.EqualTo("Say the last day for which it holds."));
        });
    }

    [TestCase("opinions/new?rule=schengen/short-stay-90-180", Description = "the immigration adviser's")]
    [TestCase("opinions/new?rule=xx/nothing")]
    [TestCase("facts/new?name=no_such_fact&rule=pl/residence-183")]
    [TestCase("facts/new?name=citizenships&rule=xx/nothing")]
    public async Task What_is_not_there_to_say_something_about_is_not_there(string path)
    {
        using var browser = await host.BrowseAsync(adviser);

        var page = await browser.OpenAsync($"/cases/{file.Number}/{path}");

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_page_takes_the_same_queries_however_much_there_is()
    {
        using var browser = await host.BrowseAsync(consultant);
        var before = (await browser.OpenAsync($"/cases/{file.Number}/residence")).Commands.Count;
        await DeclareAsync();
        await GiveAsync();

        var after = (await browser.OpenAsync($"/cases/{file.Number}/residence")).Commands.Count;

        Assert.That((before, after), Is.EqualTo((11, 11)));
    }

    private string FormAddress() => $"/cases/{file.Number}/facts/new?name=centre_of_interests_country&rule=pl/residence-183";

    private static string FactName() => Mobility.Web.Residence.FactWords.Name("centre_of_interests_country");

    private Task DeclareAsync() =>
        host.UseAsync<DeclaredFactService>(s =>
            s.RecordAsync(
                file.Id,
                new NewDeclaredFact
                {
                    PersonId = file.AssigneeId,
                    Name = "centre_of_interests_country",
                    Jurisdiction = "PL",
                    Value = "\"GB\"",
                    Reason = "Questionnaire",
                },
                data.Change(),
                default
            )
        );

    private async Task GiveAsync()
    {
        using var browser = await host.BrowseAsync(adviser);
        var form = await browser.OpenAsync($"/cases/{file.Number}/opinions/new?rule=pl/residence-183");
        await form.Fill("Your answer", "Test not met")
            .Fill("Reason and facts relied on", "The lease is short")
            .Fill("Valid to", "31 Dec 2027")
            .PressAsync("Give the opinion");
    }
}

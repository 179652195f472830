using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Permits;

public sealed class PaperTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private Case file = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        var consultant = await data.ConsultantAsync();
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
    public async Task A_passport_is_recorded_for_the_assignee_unless_another_is_chosen()
    {
        var form = await (await browser.OpenAsync($"/cases/{file.Number}")).FollowAsync("Add a passport");
        Assert.That(form.Value("Whose"), Is.EqualTo("Rania Al-Khatib"));

        var page = await form.Fill("Issued by", "Jordan").Fill("Valid to", "14 Mar 2028").PressAsync("Record");

        Assert.That(page.Rows("Immigration and papers"), Has.Count.EqualTo(1).And.All.Contain("Passport, Jordan"));
        using var db = host.Database.Open();
        var passport = await db.Passports.SingleAsync();
        Assert.That(
            (passport.PersonId, passport.Country, passport.ValidTo),
            Is.EqualTo((file.AssigneeId, "JO", new LocalDate(2028, 3, 14)))
        );
    }

    [TestCase("Add a permit")]
    [TestCase("Add a certificate")]
    public async Task A_paper_whose_dates_are_turned_round_is_refused_at_its_field(string link)
    {
        var form = await (await browser.OpenAsync($"/cases/{file.Number}")).FollowAsync(link);
        form.Fill("Name", "Paper")
            .Fill(
                form.Document.QuerySelectorAll("label")
                    .Select(Page.Words)
                    .First(l =>
                        l.Contains("country", StringComparison.Ordinal) || l.StartsWith("Social", StringComparison.Ordinal)
                    ),
                "DE"
            );

        var page = await form.Fill("Valid from", "2 Nov 2026").Fill("Valid to", "1 Nov 2026").PressAsync("Record");

        Assert.That(page.ProblemAt("Valid to"), Is.EqualTo("Must be on or after 2 Nov 2026."));
        Assert.That(page.Value("Name"), Is.EqualTo("Paper"));
    }

    [Test]
    public async Task What_is_missing_is_said_field_by_field()
    {
        var page = await (await browser.OpenAsync($"/cases/{file.Number}/papers/new?kind=Permit")).PressAsync("Record");

        Assert.That(
            page.Problems,
            Is.EqualTo(
                new[]
                {
                    "Write its name, as on the paper.",
                    "Say the country.",
                    "Say the first day of validity.",
                    "Say the last day of validity.",
                }
            )
        );
    }

    [Test]
    public async Task A_paper_of_somebody_on_another_case_cannot_be_recorded_here()
    {
        var other = await data.CaseAsync(await data.ClientAsync(), await data.ConsultantAsync());

        var page = await browser.PostAsync(
            $"/cases/{file.Number}/papers/new",
            ("Kind", "Passport"),
            ("PersonId", other.AssigneeId.ToString()),
            ("Country", "GB"),
            ("ValidTo", "2030-01-01")
        );

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.NotFound));
        using var db = host.Database.Open();
        Assert.That(await db.Passports.CountAsync(), Is.Zero);
    }
}

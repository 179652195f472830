using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using Mobility.Web.History;
using NodaTime;

namespace Mobility.Web.Tests.History;

public sealed class HistoryTests
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
        var consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        browser = await host.BrowseAsync(consultant);
        file = await data.CaseAsync(await data.ClientAsync("Brightwater"), consultant);
    }

    [TearDown]
    public void TearDown()
    {
        browser.Dispose();
        host.Dispose();
    }

    [Test]
    public void Every_kind_of_change_has_a_sentence_and_a_name()
    {
        using var scope = host.Services.CreateScope();
        var texts = scope.ServiceProvider.GetRequiredService<IStringLocalizer<HistoryTexts>>();

        Assert.That(
            Enum.GetValues<ChangeKind>().Where(k => texts[$"Kind.{k}"].ResourceNotFound || texts[$"Name.{k}"].ResourceNotFound),
            Is.Empty
        );
    }

    [Test]
    public async Task An_amendment_reads_as_fields_before_and_after_with_who_when_and_why()
    {
        host.Clock.Advance(Duration.FromHours(3));
        var form = await browser.OpenAsync($"/cases/{file.Number}/amend");
        await form.Fill("Last day", "31 Dec 2028")
            .Fill("Host country", "France")
            .Fill("Policy", "")
            .Fill("Type", "Short-term assignment")
            .Fill("Why this change", "Client asks for two more months")
            .PressAsync("Save");

        var page = await browser.OpenAsync($"/cases/{file.Number}/history");

        var row = page.Rows("Changes").Single(r => r.StartsWith("Amended the terms", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(row, Does.Contain("Last day: 31 Oct 2028 → 31 Dec 2028"));
            Assert.That(row, Does.Contain("Host country: Germany → France"));
            Assert.That(row, Does.Contain("Policy: Brightwater Core/Flex → empty"));
            Assert.That(row, Does.Contain("Type: Long-term assignment → Short-term assignment"));
            Assert.That(row, Does.EndWith("Ilse Vandermeulen, 23 Nov 2026, 16:00 · Client asks for two more months"));
            Assert.That(page.Rows("Changes")[^1], Does.StartWith("Opened the case of Brightwater Assignee"));
        });
    }

    [Test]
    public async Task Stored_codes_and_dates_are_read_in_words()
    {
        await data.FillAsync(await data.ClientAsync("Other"), file, await data.ConsultantAsync());

        var rows = (await browser.OpenAsync($"/cases/{file.Number}/history")).Rows("Changes");

        Assert.That(rows, Has.Some.StartsWith("Recorded a stay: France, 14 Nov 2026 – 18 Nov 2026"));
        Assert.That(rows, Has.Some.StartsWith("Recorded a permit: Other Card, Germany, 23 Nov 2026 – 22 Jan 2027"));
    }

    [Test]
    public async Task The_filter_shows_one_kind_and_offers_only_those_there_are()
    {
        await host.UseAsync<CaseService>(s =>
            s.ConfirmAsync(file.Id, file.Version, data.Today, data.Change("Mail of today"), default)
        );
        var page = await browser.OpenAsync($"/cases/{file.Number}/history");
        Assert.That(page.Field("Kind of change").TextContent, Does.Contain("Case confirmed").And.Not.Contain("Case cancelled"));

        var filtered = await page.Fill("Kind of change", "Case confirmed").PressAsync("Filter");

        Assert.That(filtered.Rows("Changes"), Has.Count.EqualTo(1).And.All.Contain("Mail of today"));
    }

    [TestCase(1)]
    [TestCase(120)]
    public async Task Long_histories_come_in_pages_of_fifty_with_the_same_number_of_queries(int changes)
    {
        using (var db = host.Database.Open())
        {
            for (var i = 0; i < changes; i++)
            {
                db.AddHistory(data.Change(), ChangeKind.TaskDone, $"Task {i}", file.Id);
            }
            await db.SaveChangesAsync();
        }

        var page = await browser.OpenAsync($"/cases/{file.Number}/history?kind=TaskDone");

        Assert.That(page.Commands, Has.Count.EqualTo(6), string.Join("\n\n", page.Commands));
        Assert.That(page.Rows("Changes"), Has.Count.EqualTo(Math.Min(50, changes)));
        if (changes > 50)
        {
            var last = await (await page.FollowAsync("Older")).FollowAsync("Older");
            Assert.That(last.Rows("Changes"), Has.Count.EqualTo(20));
            Assert.That(last.HasLink("Older"), Is.False);
        }
    }
}

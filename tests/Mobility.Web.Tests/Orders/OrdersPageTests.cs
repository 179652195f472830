using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Testing;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Orders;

public sealed class OrdersPageTests
{
    [Test]
    public async Task A_supplier_sees_number_place_dates_and_consultant_of_the_own_cases_and_nothing_else()
    {
        using var host = new WebHost(FakeClock.On(2026, 11, 22));
        var data = new TestData(host);
        var client = await data.ClientAsync("Secretive");
        var consultant = await data.ConsultantAsync("Ilse Vandermeulen");
        var mine = await data.ConfirmedCaseAsync(
            client,
            consultant,
            r => r with { Terms = r.Terms with { HostCity = "Munich" } }
        );
        var other = await data.ConfirmedCaseAsync(client, consultant);
        await data.FillAsync(client, mine, consultant);
        var supplier = await data.AccountAsync(PersonKind.Supplier);
        await host.UseAsync<CaseService>(s => s.EngageAsync(mine.Id, supplier.Id, data.Change(), default));
        using var browser = await host.BrowseAsync(supplier);

        var page = await browser.OpenAsync("/orders");

        Assert.Multiple(() =>
        {
            Assert.That(
                page.Document.QuerySelectorAll("tbody tr").Select(Page.Words).Single(),
                Does.Contain(mine.Number)
                    .And.Contain("Munich, Germany")
                    .And.Contain("1 Nov 2026 to 31 Oct 2028")
                    .And.Contain("Ilse Vandermeulen")
            );
            Assert.That(page.Text, Does.Not.Contain(other.Number));
            Assert.That(
                page.Document.DocumentElement.OuterHtml,
                Does.Not.Contain("Secretive"),
                "neither client nor assignee is named"
            );
        });
    }

    [Test]
    public async Task A_supplier_without_orders_is_told_so()
    {
        using var host = new WebHost();
        var data = new TestData(host);
        using var browser = await host.BrowseAsync(await data.AccountAsync(PersonKind.Supplier));

        Assert.That((await browser.OpenAsync("/orders")).Text, Does.Contain("You have no orders"));
    }
}

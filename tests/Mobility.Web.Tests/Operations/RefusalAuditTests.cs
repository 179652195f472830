using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Operations;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RefusalAuditTests : IDisposable
{
    private readonly WebHost host = new(settings: new Dictionary<string, string?> { ["Limits:Search"] = "5" });
    private readonly TestData data;

    public RefusalAuditTests() => data = new TestData(host);

    public void Dispose() => host.Dispose();

    [Test]
    public async Task Whoever_asks_for_a_case_that_is_not_theirs_is_in_the_audit_as_for_one_that_is_not_there()
    {
        var foreign = await data.CaseAsync(await data.ClientAsync(), await data.ConsultantAsync());
        var manager = await data.AccountAsync(PersonKind.ProgrammeManager, "Mara Vey", client: await data.ClientAsync());
        using var browser = await host.BrowseAsync(manager);

        await browser.OpenAsync($"/cases/{foreign.Number}");
        await browser.OpenAsync("/cases/M-1999-9999/days");
        await browser.PostAsync($"/admin/people/{manager.Id}/deactivate", ("Why", "typed secret"));

        Assert.That(
            await RowsAsync(AuditKind.AccessRefused),
            Is.EquivalentTo([
                $"Mara Vey GET /cases/{{number}}, number {foreign.Number}",
                "Mara Vey GET /cases/{number}/days, number M-1999-9999",
                $"Mara Vey POST /admin/people/{{id:guid}}/deactivate, id {manager.Id}",
            ])
        );
    }

    [Test]
    public async Task What_somebody_typed_into_an_address_is_not_kept()
    {
        using var browser = await host.BrowseAsync(await data.ConsultantAsync("Ana"));

        await browser.OpenAsync("/cases/Eilidh%20has%20passport%20123456789");
        await browser.OpenAsync("/typed/nowhere");

        Assert.That(await RowsAsync(AuditKind.AccessRefused), Is.EqualTo(["Ana GET /cases/{number}"]));
    }

    [Test]
    public async Task Nobody_fills_the_audit_by_asking_on_and_on()
    {
        using var browser = await host.BrowseAsync(await data.ConsultantAsync());
        for (var i = 0; i < 60; i++)
        {
            await browser.OpenAsync("/cases/M-1999-9999/history");
        }

        // A new minute may have begun meanwhile.
        Assert.That(await RowsAsync(AuditKind.AccessRefused), Has.Count.InRange(20, 59));
    }

    [Test]
    public async Task A_limit_that_is_reached_is_in_the_audit_once_and_counted_each_time()
    {
        using var admin = await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator));
        using var browser = await host.BrowseAsync(await data.ConsultantAsync("Ana"));
        var refused = 0;
        for (var i = 0; i < 30; i++)
        {
            refused += (await browser.OpenAsync("/cases?q=a")).Status == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        Assert.That(refused, Is.GreaterThan(10));
        var rows = await RowsAsync(AuditKind.LimitReached);
        Assert.That(rows, Has.All.EqualTo("Ana Search"));
        Assert.That(rows, Has.Count.InRange(1, refused - 1));
        var page = await admin.OpenAsync("/admin/operations");
        Assert.That(Page.Words(page.Row("This node", "Too many requests")), Does.EndWith($" {refused}"));
    }

    private async Task<List<string>> RowsAsync(AuditKind kind)
    {
        await using var db = host.Database.Open();
        return await db.AuditEvents.Where(e => e.Kind == kind).Select(e => $"{e.Name} {e.Subject}").ToListAsync();
    }
}

using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.PersonalData;

/// <summary>The search of the case list finds a person by a whole passport or tax number, and puts none into an address.</summary>
public sealed class NumberSearchTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private Account consultant = null!;
    private Case file = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        consultant = await data.ConsultantAsync();
        file = await data.CaseAsync(await data.ClientAsync(), consultant);
        await host.UseAsync<PersonalRecords>(r =>
            r.SetAsync(file.Id, file.AssigneeId, PersonalField.TaxNumber, "GB", "QQ 12 34 56 C", 0, data.Change(), default)
        );
    }

    [TearDown]
    public void TearDown() => host.Dispose();

    [TestCase("QQ 12 34 56 C")]
    [TestCase("qq-123456-c")]
    public async Task The_whole_number_opens_the_case(string typed)
    {
        using var browser = await host.BrowseAsync(consultant);

        var page = await SearchAsync(browser, typed);

        Assert.That(page.Path, Is.EqualTo($"/cases/{file.Number}"));
    }

    [Test]
    public async Task A_number_nobody_has_is_said_so_and_is_in_no_address_and_no_link()
    {
        using var browser = await host.BrowseAsync(consultant);

        var page = await SearchAsync(browser, "QQ 12 34 56 D");

        Assert.Multiple(() =>
        {
            Assert.That(page.Path, Is.EqualTo("/cases/find"));
            Assert.That(page.Text, Does.Contain("Nobody here has this number"));
            Assert.That(page.Value("Name or number"), Is.EqualTo("QQ 12 34 56 D"));
            Assert.That(
                page.Document.QuerySelectorAll("[href]").Select(a => a.GetAttribute("href")),
                Has.None.Contain("56").And.None.Contain("QQ")
            );
        });
    }

    [Test]
    public async Task Names_and_the_numbers_of_cases_go_on_to_an_address_that_can_be_kept()
    {
        using var browser = await host.BrowseAsync(consultant);

        var byName = await SearchAsync(browser, "assignee");
        var byNumber = await SearchAsync(browser, file.Number);

        Assert.Multiple(() =>
        {
            Assert.That(byName.Path, Does.StartWith("/cases?q=assignee"));
            Assert.That(byNumber.Path, Does.StartWith($"/cases?q={file.Number}"));
            Assert.That(byNumber.Rows("Results"), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Somebody_who_is_not_on_the_case_does_not_find_it_by_a_number()
    {
        var engaged = await data.AccountAsync(PersonKind.TaxAdviser);
        await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, engaged.Id, data.Change(), default));
        using var own = await host.BrowseAsync(engaged);
        using var stranger = await host.BrowseAsync(await data.AccountAsync(PersonKind.TaxAdviser));
        using var manager = await host.BrowseAsync(
            await data.AccountAsync(PersonKind.ProgrammeManager, client: await data.ClientAsync())
        );

        Assert.Multiple(async () =>
        {
            Assert.That((await SearchAsync(own, "QQ123456C")).Path, Is.EqualTo($"/cases/{file.Number}"));
            Assert.That((await SearchAsync(stranger, "QQ123456C")).Path, Is.EqualTo("/cases/find"));
            Assert.That((await SearchAsync(manager, "QQ123456C")).Path, Is.EqualTo("/cases/find"));
        });
    }

    private static async Task<Page> SearchAsync(Browser browser, string typed) =>
        await (await browser.OpenAsync("/cases")).Fill("Name or number", typed).PressAsync("Search");
}

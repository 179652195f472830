using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.People;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InvitationTests : IDisposable
{
    private readonly WebHost host = new();
    private readonly TestData data;

    public InvitationTests() => data = new TestData(host);

    public void Dispose() => host.Dispose();

    [Test]
    public async Task Opening_the_link_changes_nothing_and_answering_it_lets_in()
    {
        var token = await InviteAsync("Ana Ruiz");
        using var browser = host.Browse();

        await browser.OpenAsync($"/invitation/{token}");
        var page = await browser.OpenAsync($"/invitation/{token}");
        Assert.That(page.Heading, Is.EqualTo("Welcome, Ana Ruiz"));
        Assert.That(page.Text, Does.Contain("ana@example.org"));
        Assert.That(page.Commands, Has.All.StartsWith("SELECT"));

        var landed = await page.Fill("Password", "herons sleep on one leg")
            .Fill("The same password again", "herons sleep on one leg")
            .PressAsync("Set password and go in");
        Assert.That(landed.Path, Is.EqualTo("/my-day"));
        Assert.That((await browser.OpenAsync("/account")).Value("Name"), Is.EqualTo("Ana Ruiz"));
    }

    [Test]
    public async Task A_link_that_has_done_its_work_says_so()
    {
        var token = await InviteAsync("Ana Ruiz");
        await host.UseAsync<AccountService, Account?>(s =>
            s.AcceptAsync(token, TestData.Password, host.Clock.GetCurrentInstant(), CancellationToken.None)
        );
        using var browser = host.Browse();

        foreach (var link in new[] { token, new string('0', 64) })
        {
            var page = await browser.OpenAsync($"/invitation/{link}");
            Assert.That((page.Status, page.Heading), Is.EqualTo((HttpStatusCode.NotFound, "This link has done its work")));
            var posted = await browser.PostAsync($"/invitation/{link}", ("Password", "x"), ("Again", "x"));
            Assert.That(posted.Heading, Is.EqualTo("This link has done its work"));
        }
    }

    [TestCase("short", "short", "Password", "Too short: take at least 12 characters.")]
    [TestCase("", "", "Password", "Too short: take at least 12 characters.")]
    [TestCase(
        "herons sleep on one leg",
        "herons sleep on two legs",
        "The same password again",
        "The two are not the same. Type the password again."
    )]
    [TestCase("Welcome2026!", "Welcome2026!", "Password", "“welcome” is among the first things anybody tries")]
    [TestCase("aaaaaaaaaaaa", "aaaaaaaaaaaa", "Password", "“aaaaaaaaaaaa” follows from itself")]
    [TestCase("Ana-Ruiz-4711", "Ana-Ruiz-4711", "Password", "is your own name or address")]
    public async Task A_password_that_is_refused_says_why_beside_it(string password, string again, string field, string why)
    {
        var token = await InviteAsync("Ana Ruiz");
        using var browser = host.Browse();
        var page = await browser.OpenAsync($"/invitation/{token}");

        var refused = await page.Fill("Password", password)
            .Fill("The same password again", again)
            .PressAsync("Set password and go in");

        Assert.That(refused.ProblemAt(field), Does.StartWith(why).Or.Contains(why));
        Assert.That(refused.Problems, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_consultant_invites_the_assignee_on_the_case()
    {
        var (file, consultant) = await CaseAsync();
        using var browser = await host.BrowseAsync(consultant);

        var page = await (await browser.OpenAsync($"/cases/{file.Number}")).FollowAsync(
            $"Invite to Mobility: {await NameAsync(file)}"
        );
        var back = await page.PressAsync("Send invitation");

        Assert.That(back.Path, Is.EqualTo($"/cases/{file.Number}"));
        Assert.That(Page.Words(back.Row("People", await NameAsync(file))), Does.Contain("Invited, no answer yet"));

        using var db = host.Database.Open();
        var mail = await db.MailMessages.SingleAsync();
        Assert.That((mail.CaseId, mail.ToAddress), Is.EqualTo((file.Id, page.Value("E-mail address"))));
        var words = await host.UseAsync<MailSeal, MailWords>(s => s.OpenAsync(mail, CancellationToken.None));
        Assert.That(words.Text, Does.Contain("http://localhost/invitation/").And.Contain(consultant.DisplayName));
    }

    [Test]
    public async Task Somebody_without_an_address_is_asked_for_one_and_what_is_typed_stays()
    {
        var (file, consultant) = await CaseAsync();
        using var db = host.Database.Open();
        var spouse = await db.CaseMembers.Where(m => m.CaseId == file.Id).Select(m => m.PersonId).SingleAsync();
        using var browser = await host.BrowseAsync(consultant);
        var page = await browser.OpenAsync($"/cases/{file.Number}/people/{spouse}/invite");

        var refused = await page.Fill("E-mail address", "sp..ouse@example.org").PressAsync("Send invitation");
        Assert.That(refused.ProblemAt("E-mail address"), Does.Contain("is not an e-mail address"));
        Assert.That(refused.Value("E-mail address"), Is.EqualTo("sp..ouse@example.org"));
        Assert.That(await db.MailMessages.AnyAsync(), Is.False);

        await refused.Fill("E-mail address", "spouse@example.org").PressAsync("Send invitation");
        Assert.That((await db.MailMessages.SingleAsync()).ToAddress, Is.EqualTo("spouse@example.org"));
    }

    [TestCase(PersonKind.ProgrammeManager)]
    [TestCase(PersonKind.TaxAdviser)]
    [TestCase(PersonKind.Supplier)]
    public async Task Others_find_no_invitation_on_a_case(PersonKind kind)
    {
        var client = await data.ClientAsync();
        var (file, _) = await CaseAsync(client);
        using var browser = await host.BrowseAsync(await data.AccountAsync(kind, client: client));

        var path = $"/cases/{file.Number}/people/{file.AssigneeId}/invite";
        Assert.That((await browser.OpenAsync(path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await browser.PostAsync(path, ("email", "x@example.org"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        using var db = host.Database.Open();
        Assert.That(await db.MailMessages.AnyAsync(), Is.False);
    }

    [Test]
    public async Task A_person_of_another_case_is_not_there()
    {
        var (file, consultant) = await CaseAsync();
        var (other, _) = await CaseAsync();
        using var browser = await host.BrowseAsync(consultant);

        var answer = await browser.PostAsync(
            $"/cases/{file.Number}/people/{other.AssigneeId}/invite",
            ("email", "x@example.org")
        );

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private async Task<(Case File, Account Consultant)> CaseAsync(TestClient? client = null)
    {
        var consultant = await data.ConsultantAsync();
        return (await data.CaseAsync(client ?? await data.ClientAsync(), consultant), consultant);
    }

    private async Task<string> NameAsync(Case file)
    {
        using var db = host.Database.Open();
        return await db.People.Where(p => p.Id == file.AssigneeId).Select(p => p.FullName).SingleAsync();
    }

    private async Task<string> InviteAsync(string name) =>
        (
            await host.UseAsync<AccountService, IssuedInvitation>(s =>
                s.InviteAsync(
                    new NewAccount
                    {
                        Email = "ana@example.org",
                        DisplayName = name,
                        Kind = PersonKind.Consultant,
                    },
                    data.Change(),
                    CancellationToken.None
                )
            )
        ).Token;
}

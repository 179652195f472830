using Microsoft.EntityFrameworkCore;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Casework.Tests.People;

public sealed class AccountClosingTests : PeopleTests
{
    [Test]
    public async Task Shutting_somebody_out_needs_a_reason_and_leaves_it_in_the_history()
    {
        var admin = await Data.AccountAsync(PersonKind.Administrator);
        var ana = await Data.ConsultantAsync("Ana");

        Assert.That(
            () => DeactivateAsync(ana, admin, null),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("ReasonNeeded")
        );
        await DeactivateAsync(ana, admin, "left the company");

        using var db = Database.Open();
        var change = await db.Changes.SingleAsync(c => c.AboutAccountId == ana.Id);
        Assert.That(
            (change.Kind, change.Why, change.ByName),
            Is.EqualTo((ChangeKind.PersonDeactivated, "left the company", admin.DisplayName))
        );
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Null);
    }

    [Test]
    public async Task The_sessions_of_somebody_shut_out_are_over_at_once_and_only_theirs()
    {
        var admin = await Data.AccountAsync(PersonKind.Administrator);
        var ana = await Data.ConsultantAsync("Ana");

        var (his, hers) = (await StartAsync(admin), await StartAsync(ana));

        await DeactivateAsync(ana, admin, "left");

        Assert.That(await FindAsync(hers), Is.Null);
        Assert.That(await FindAsync(his), Is.Not.Null);
    }

    [Test]
    public async Task Somebody_let_back_in_has_the_password_they_had()
    {
        var admin = await Data.AccountAsync(PersonKind.Administrator);
        var ana = await Data.ConsultantAsync("Ana");
        await DeactivateAsync(ana, admin, "left");

        await ReactivateAsync(ana, admin);

        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Not.Null);
    }

    [Test]
    public async Task Somebody_let_back_in_has_no_link_and_no_session_of_before()
    {
        var admin = await Data.AccountAsync(PersonKind.Administrator);
        var ana = await Data.ConsultantAsync("Ana");
        var issued = await Host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.NewLinkAsync(ana.Id, byMail: false, Data.Change(), CancellationToken.None)
        );
        await DeactivateAsync(ana, admin, "left");
        // The sign-in was under way.
        var session = await StartAsync(ana);

        await ReactivateAsync(ana, admin);

        Assert.That(await FindInvitedAsync(issued.Token), Is.Null);
        Assert.That(await FindAsync(session), Is.Null);
    }

    [Test]
    public async Task Nobody_shuts_out_themselves_or_the_last_administrator()
    {
        var admin = await Data.AccountAsync(PersonKind.Administrator);
        var ana = await Data.ConsultantAsync("Ana");

        Assert.That(
            () => DeactivateAsync(admin, admin, "tired"),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("NotOneself")
        );
        Assert.That(
            () => DeactivateAsync(admin, ana, "coup"),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("LastAdministrator")
        );
        Assert.That(await VerifyAsync(admin.Email!, TestData.Password), Is.Not.Null);
    }

    private Task DeactivateAsync(Account who, Account by, string? why) =>
        Host.UseAsync<AccountClosing>(s => s.DeactivateAsync(who.Id, By(by, why), CancellationToken.None));

    private Task ReactivateAsync(Account who, Account by) =>
        Host.UseAsync<AccountClosing>(s => s.ReactivateAsync(who.Id, By(by, "came back"), CancellationToken.None));

    private ChangeContext By(Account account, string? why) => ChangeContext.By(account, Host.Clock.GetCurrentInstant(), why);
}

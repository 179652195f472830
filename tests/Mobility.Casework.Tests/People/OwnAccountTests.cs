using Microsoft.EntityFrameworkCore;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Casework.Tests.People;

public sealed class OwnAccountTests : PeopleTests
{
    [Test]
    public async Task A_changed_name_stands_in_the_history_as_it_was_and_is()
    {
        var ana = await Data.ConsultantAsync("Ana Ruiz");

        await AmendAsync(ana, new OwnDetails(" Ana Ruiz Peña ", ana.Language, ana.TimeZone));

        using var db = Database.Open();
        var change = await db.Changes.SingleAsync();
        Assert.That(change.FieldChanges(), Is.EqualTo([new FieldChange("DisplayName", "Ana Ruiz", "Ana Ruiz Peña")]));
        Assert.That((await db.Accounts.SingleAsync()).SearchText, Does.StartWith("ana ruiz pena"));
    }

    [Test]
    public async Task Two_pages_that_change_different_fields_are_brought_together_and_of_one_field_both_values_are_shown()
    {
        var ana = await Data.ConsultantAsync("Ana Ruiz");
        await AmendAsync(ana, new OwnDetails("Ana Ruiz Peña", ana.Language, ana.TimeZone));

        await AmendAsync(ana, new OwnDetails(ana.DisplayName, "es", ana.TimeZone));
        Assert.That(
            () => AmendAsync(ana, new OwnDetails("Ana R.", ana.Language, ana.TimeZone)),
            Throws
                .TypeOf<RefusedException>()
                .With.Property("Code")
                .EqualTo("ChangedElsewhere")
                .And.Property("Arguments")
                .EqualTo(new object[] { "Ana Ruiz Peña" })
        );

        using var db = Database.Open();
        var saved = await db.Accounts.SingleAsync();
        Assert.That((saved.DisplayName, saved.Language), Is.EqualTo(("Ana Ruiz Peña", "es")));
    }

    [Test]
    public async Task Nothing_changed_leaves_no_history()
    {
        var ana = await Data.ConsultantAsync();

        await AmendAsync(ana, new OwnDetails(ana.DisplayName, ana.Language, ana.TimeZone));

        using var db = Database.Open();
        Assert.That(await db.Changes.AnyAsync(), Is.False);
    }

    [TestCase("", "en", "Etc/UTC", "DisplayName")]
    [TestCase("Ana", "xx-nowhere", "Etc/UTC", "Language")]
    [TestCase("Ana", "", "Etc/UTC", "Language")]
    [TestCase("Ana", "en", "Europe/Atlantis", "TimeZone")]
    public async Task What_is_not_one_is_refused_by_its_field(string name, string language, string zone, string field)
    {
        var ana = await Data.ConsultantAsync();

        Assert.That(
            () => AmendAsync(ana, new OwnDetails(name, language, zone)),
            Throws.TypeOf<RefusedException>().With.Property("Field").EqualTo(field)
        );
    }

    [Test]
    public async Task A_changed_password_ends_the_sessions_and_links_that_were()
    {
        var ana = await Data.ConsultantAsync();

        var session = await StartAsync(ana);
        var issued = await Host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.NewLinkAsync(ana.Id, byMail: false, Data.Change(), CancellationToken.None)
        );

        await ChangePasswordAsync(ana, TestData.Password, "herons sleep on one leg");

        Assert.That(await VerifyAsync(ana.Email!, "herons sleep on one leg"), Is.Not.Null);
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Null);
        Assert.That(await FindAsync(session), Is.Null);
        Assert.That(await FindInvitedAsync(issued.Token), Is.Null);
    }

    [Test]
    public async Task A_wrong_current_password_is_refused_and_counts_like_a_try_to_sign_in()
    {
        var ana = await Data.ConsultantAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.That(
                () => ChangePasswordAsync(ana, "wrong", "herons sleep on one leg"),
                Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("CurrentPasswordIsWrong")
            );
        }

        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Null);
    }

    [Test]
    public async Task A_common_new_password_is_refused_and_the_old_one_stays()
    {
        var ana = await Data.ConsultantAsync();

        Assert.That(
            () => ChangePasswordAsync(ana, TestData.Password, "qwertyuiop12"),
            Throws.TypeOf<RefusedException>().With.Property("Field").EqualTo("Wanted")
        );

        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Not.Null);
    }

    private Task<Account> AmendAsync(Account who, OwnDetails details) =>
        Host.UseAsync<OwnAccount, Account>(s =>
            s.AmendAsync(details, new OwnDetails(who.DisplayName, who.Language, who.TimeZone), By(who), CancellationToken.None)
        );

    private Task<Account> ChangePasswordAsync(Account who, string current, string wanted) =>
        Host.UseAsync<OwnAccount, Account>(s => s.ChangePasswordAsync(current, wanted, By(who), CancellationToken.None));

    private ChangeContext By(Account account) => ChangeContext.By(account, Host.Clock.GetCurrentInstant());
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Backups;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Data;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Casework.Tests.People;

public sealed class AccountServiceTests : PeopleTests
{
    [Test]
    public async Task An_invitation_makes_an_account_that_cannot_sign_in_yet_and_a_mail_with_the_link()
    {
        var issued = await InviteByMailAsync(Consultant("ana@example.org"));

        using var db = Database.Open();
        var account = await db.Accounts.SingleAsync();
        var mail = await db.MailMessages.SingleAsync();
        var change = await db.Changes.SingleAsync();
        var words = await WordsAsync(mail);
        Assert.Multiple(() =>
        {
            Assert.That(account.EmailConfirmed, Is.False);
            Assert.That(account.PasswordHash, Is.Null);
            Assert.That(mail.ToAddress, Is.EqualTo("ana@example.org"));
            Assert.That(words.Text, Does.Contain($"/invitation/{issued.Token}"));
            Assert.That(words.Html, Does.Contain($"/invitation/{issued.Token}"));
            Assert.That(change.Kind, Is.EqualTo(ChangeKind.PersonInvited));
            Assert.That(change.AboutAccountId, Is.EqualTo(account.Id));
            Assert.That(change.Fields, Does.Not.Contain(issued.Token));
        });
    }

    [Test]
    public async Task The_bytes_of_the_database_and_of_a_backup_hold_no_token_of_a_link_also_while_its_mail_waits()
    {
        using var database = TestDatabase.Create(DatabaseProvider.Sqlite);
        using var host = new WebHost(database: database);
        var issued = await host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.InviteByMailAsync(Consultant("ana@example.org"), null, new TestData(host).Change(), CancellationToken.None)
        );
        var backup = Path.Combine(TestDatabase.NewFolder(), "night.zip");
        await DatabaseBackup.MakeAsync(database.Options, backup, Data.Change(), null, CancellationToken.None);
        var unpacked = Path.Combine(TestDatabase.NewFolder(), "unpacked.db");
        using (var opened = BackupFile.Open(backup, null, CancellationToken.None))
        {
            await using var file = File.Create(unpacked);
            opened.Unpack(BackupFile.Database, file, null, CancellationToken.None);
        }

        foreach (var file in new[] { database.Options.File!, unpacked })
        {
            Assert.That(RawFile.Contain(file, "ana@example.org"), Is.True, "What is not sealed is found this way.");
            foreach (var form in Forms($"/invitation/{issued.Token}").Concat(Forms(issued.Token)))
            {
                Assert.That(RawFile.Contain(file, form), Is.False);
            }
        }

        static IEnumerable<string> Forms(string text) =>
            [
                text,
                // In base 64 what a text becomes depends on where it begins, by threes.
                .. Enumerable
                    .Range(0, 3)
                    .Select(before => Convert.ToBase64String([.. new byte[before], .. Encoding.UTF8.GetBytes(text)])[4..^4]),
            ];
    }

    [Test]
    public async Task Answering_sets_the_password_and_leaves_history_and_the_link_is_dead_then()
    {
        var issued = await InviteAsync(Consultant("ana@example.org"));

        var account = await AcceptAsync(issued.Token, TestData.Password);

        Assert.That(account?.EmailConfirmed, Is.True);
        Assert.That(await VerifyAsync("ana@example.org", TestData.Password), Is.Not.Null);
        Assert.That(await AcceptAsync(issued.Token, "another fine long password"), Is.Null);
        Assert.That(await FindInvitedAsync(issued.Token), Is.Null);
        using var db = Database.Open();
        Assert.That(
            await db.Changes.Select(c => c.Kind).ToListAsync(),
            Is.EquivalentTo([ChangeKind.PersonInvited, ChangeKind.InvitationAccepted])
        );
    }

    [Test]
    public async Task A_refused_password_leaves_the_link_alive()
    {
        var issued = await InviteAsync(Consultant("ana@example.org"));

        Assert.That(
            () => AcceptAsync(issued.Token, "short"),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("PasswordTooShort")
        );
        Assert.That(
            () => AcceptAsync(issued.Token, "password1234"),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("PasswordIsCommonWord")
        );

        Assert.That(await AcceptAsync(issued.Token, TestData.Password), Is.Not.Null);
    }

    [Test]
    public async Task A_link_works_until_the_moment_it_runs_out()
    {
        var issued = await InviteAsync(Consultant("ana@example.org"));

        Host.Clock.Set(issued.ExpiresAt - Duration.FromSeconds(1));
        Assert.That(await FindInvitedAsync(issued.Token), Is.Not.Null);
        Host.Clock.Set(issued.ExpiresAt);
        Assert.That(await FindInvitedAsync(issued.Token), Is.Null);
        Assert.That(await AcceptAsync(issued.Token, TestData.Password), Is.Null);
    }

    [Test]
    public async Task Two_answers_at_the_same_moment_are_one()
    {
        var issued = await InviteAsync(Consultant("ana@example.org"));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => Task.Run(() => AcceptAsync(issued.Token, $"{i} herons by the canal lock")))
        );

        Assert.That(answers.Count(a => a is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task Inviting_again_puts_the_account_right_and_kills_the_older_link()
    {
        var first = await InviteAsync(Consultant("ana@example.org"));

        var second = await InviteAsync(
            Consultant("ana@example.org") with
            {
                DisplayName = "Ana Ruiz",
                Kind = PersonKind.TeamLead,
            }
        );

        Assert.That(await FindInvitedAsync(first.Token), Is.Null);
        var account = await FindInvitedAsync(second.Token);
        Assert.That(account?.Id, Is.EqualTo(first.Account.Id));
        Assert.That((account?.DisplayName, account?.Kind), Is.EqualTo(("Ana Ruiz", PersonKind.TeamLead)));
    }

    [TestCase("ANA@example.org")]
    [TestCase(" ana@example.org ")]
    public async Task Somebody_who_can_sign_in_is_not_invited_again(string email)
    {
        var issued = await InviteAsync(Consultant("ana@example.org"));
        await AcceptAsync(issued.Token, TestData.Password);

        Assert.That(
            () => InviteAsync(Consultant(email) with { Kind = PersonKind.Administrator }),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("AccountExists")
        );
    }

    [Test]
    public async Task The_same_address_invited_by_two_at_once_is_one_account()
    {
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            await InviteAsync(Consultant("ana@example.org"));
                            return "invited";
                        }
                        catch (RefusedException e)
                        {
                            return e.Code;
                        }
                    })
                )
        );

        Assert.That(outcomes, Has.All.AnyOf("invited", "AccountExists"));
        using var db = Database.Open();
        Assert.That(await db.Accounts.CountAsync(), Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("ana")]
    [TestCase("ana@@example.org")]
    [TestCase("ana@exa mple.org")]
    public void What_is_no_address_is_refused_by_its_field(string email) =>
        Assert.That(
            () => InviteAsync(Consultant(email)),
            Throws
                .TypeOf<RefusedException>()
                .With.Property("Field")
                .EqualTo("Email")
                .And.Property("Code")
                .EqualTo("NotAnEmailAddress")
        );

    [TestCase(PersonKind.ProgrammeManager, "ClientId")]
    [TestCase(PersonKind.TaxAdviser, "FirmId")]
    [TestCase(PersonKind.ImmigrationAdviser, "FirmId")]
    [TestCase(PersonKind.Supplier, "FirmId")]
    [TestCase(PersonKind.Assignee, "PersonId")]
    [TestCase(PersonKind.FamilyMember, "PersonId")]
    public void Each_kind_says_what_it_needs(PersonKind kind, string field) =>
        Assert.That(
            () => InviteAsync(Consultant("ana@example.org") with { Kind = kind }),
            Throws.TypeOf<RefusedException>().With.Property("Field").EqualTo(field)
        );

    [Test]
    public async Task An_adviser_cannot_be_put_into_a_firm_of_another_trade()
    {
        var supplier = await Data.AccountAsync(PersonKind.Supplier);

        Assert.That(
            () => InviteAsync(Consultant("ana@example.org") with { Kind = PersonKind.TaxAdviser, FirmId = supplier.FirmId }),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("KindNeedsFirmId")
        );
    }

    [Test]
    public async Task A_firm_typed_twice_is_one_firm()
    {
        var request = Consultant("ana@example.org") with { Kind = PersonKind.TaxAdviser, NewFirm = " Marlowe & Co " };
        await InviteAsync(request);
        await InviteAsync(request with { Email = "bo@example.org" });

        using var db = Database.Open();
        Assert.That((await db.Firms.SingleAsync()).Name, Is.EqualTo("Marlowe & Co"));
    }

    [Test]
    public async Task A_new_link_takes_the_place_of_a_forgotten_password_and_opens_a_lock()
    {
        var ana = await Data.ConsultantAsync("Ana");
        for (var i = 0; i < 5; i++)
        {
            await VerifyAsync(ana.Email!, "wrong");
        }

        var issued = await Host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.NewLinkAsync(ana.Id, byMail: true, Data.Change(), CancellationToken.None)
        );
        Assert.That(await AcceptAsync(issued.Token, "herons sleep on one leg"), Is.Not.Null);

        Assert.That(await VerifyAsync(ana.Email!, "herons sleep on one leg"), Is.Not.Null);
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Null);
    }

    private Task<IssuedInvitation> InviteAsync(NewAccount request) =>
        Host.UseAsync<AccountService, IssuedInvitation>(s => s.InviteAsync(request, Data.Change(), CancellationToken.None));

    private Task<IssuedInvitation> InviteByMailAsync(NewAccount request) =>
        Host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.InviteByMailAsync(request, null, Data.Change(), CancellationToken.None)
        );

    private static NewAccount Consultant(string email) =>
        new()
        {
            Email = email,
            DisplayName = "Ana",
            Kind = PersonKind.Consultant,
        };
}

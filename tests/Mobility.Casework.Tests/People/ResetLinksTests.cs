using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Casework.Tests.People;

public sealed partial class ResetLinksTests : PeopleTests
{
    [Test]
    public async Task A_link_comes_by_mail_and_sets_a_new_password_once()
    {
        var ana = await Data.ConsultantAsync("Ana");
        var session = await StartAsync(ana);
        await AskAsync($" {ana.Email!.ToUpperInvariant()} ");
        Assert.That(await MakeAsync(), Is.EqualTo(1));
        var token = await TokenAsync();
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Not.Null, "nothing has changed yet");
        Assert.That(await FindAsync(session), Is.Not.Null);

        Assert.That((await AcceptAsync(token, "herons sleep on one leg"))?.Id, Is.EqualTo(ana.Id));

        Assert.That(await AcceptAsync(token, "herons sleep on two legs"), Is.Null);
        Assert.That(await VerifyAsync(ana.Email!, "herons sleep on one leg"), Is.Not.Null);
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Null);
        Assert.That(await FindAsync(session), Is.Null, "every session is over");
        using var db = Database.Open();
        Assert.That(
            await db.Changes.Where(c => c.AboutAccountId == ana.Id).OrderBy(c => c.Id).Select(c => c.Kind).ToListAsync(),
            Is.EqualTo([ChangeKind.PasswordResetAsked, ChangeKind.PasswordChanged])
        );
    }

    [Test]
    public async Task It_works_for_an_hour()
    {
        var ana = await Data.ConsultantAsync();
        await AskAsync(ana.Email!);
        await MakeAsync();
        var token = await TokenAsync();

        Host.Clock.Advance(Duration.FromMinutes(60) - Duration.FromSeconds(1));
        Assert.That(await FindInvitedAsync(token), Is.Not.Null);
        Host.Clock.Advance(Duration.FromSeconds(1));
        Assert.That(await FindInvitedAsync(token), Is.Null);
    }

    [Test]
    public async Task A_newer_link_ends_the_older_and_asking_often_makes_one()
    {
        var ana = await Data.ConsultantAsync();
        await AskAsync(ana.Email!);
        await AskAsync(ana.Email!);
        Assert.That((await MakeAsync(), await MakeAsync()), Is.EqualTo((1, 0)));
        var first = await TokenAsync();

        Host.Clock.Advance(Duration.FromMinutes(15));
        await AskAsync(ana.Email!);
        Assert.That(await MakeAsync(), Is.EqualTo(1));

        Assert.That(await FindInvitedAsync(first), Is.Null);
        Assert.That(await FindInvitedAsync(await TokenAsync()), Is.Not.Null);
    }

    [Test]
    public async Task Somebody_asked_for_every_minute_gets_four_mails_an_hour_and_the_link_of_the_last()
    {
        var ana = await Data.ConsultantAsync();
        var mails = 0;
        for (var minute = 0; minute < 60; minute++)
        {
            await AskAsync(ana.Email!);
            mails += await MakeAsync();
            Host.Clock.Advance(Duration.FromMinutes(1));
        }

        Assert.That(mails, Is.EqualTo(4));
        Assert.That(await FindInvitedAsync(await TokenAsync()), Is.Not.Null);
    }

    [Test]
    public async Task Asking_does_not_end_the_invitation_of_an_administrator_and_its_answer_ends_what_was_asked_for()
    {
        var ana = await Data.ConsultantAsync();
        var invited = await Host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.NewLinkAsync(ana.Id, byMail: false, Data.Change(), CancellationToken.None)
        );
        await AskAsync(ana.Email!);
        await MakeAsync();
        var asked = await TokenAsync();

        Assert.That(await FindInvitedAsync(invited.Token), Is.Not.Null);
        Assert.That(await AcceptAsync(invited.Token, "herons sleep on one leg"), Is.Not.Null);
        Assert.That(await FindInvitedAsync(asked), Is.Null);
    }

    [Test]
    public async Task Nobody_gets_mail_who_is_unknown_shut_out_or_has_not_come_in_yet()
    {
        var shutOut = await Data.ConsultantAsync();
        var invited = await Data.ConsultantAsync();
        using (var db = Database.Open())
        {
            var now = Host.Clock.GetCurrentInstant();
            await db.Accounts.Where(a => a.Id == shutOut.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.DeactivatedAt, now));
            await db.Accounts.Where(a => a.Id == invited.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.EmailConfirmed, false));
        }
        foreach (var email in new[] { "nobody@example.org", shutOut.Email!, invited.Email! })
        {
            await AskAsync(email);
        }

        Assert.That(await MakeAsync(), Is.Zero);
        using var after = Database.Open();
        Assert.That((await after.MailMessages.AnyAsync(), await after.Invitations.AnyAsync()), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task Asking_for_a_known_and_an_unknown_name_is_the_same_work()
    {
        var ana = await Data.ConsultantAsync();
        await AskAsync("nobody@example.org");

        Host.Commands.Clear();
        await AskAsync(ana.Email!);
        var known = Host.Commands.Texts;
        Host.Commands.Clear();
        await AskAsync("nobody@example.org");

        Assert.That(Host.Commands.Texts, Is.EqualTo(known).And.Not.Empty);
    }

    [Test]
    public async Task A_second_factor_is_asked_for_after_a_new_password_too()
    {
        var ana = await Data.ConsultantAsync();
        await Host.UseAsync<SecondFactors>(async s =>
        {
            var secret = await s.SecretToSetUpAsync(ana.Id, CancellationToken.None);
            var now = Host.Clock.GetCurrentInstant();
            await s.ConfirmAuthenticatorAsync(
                ana.Id,
                Totp.CodeOf(secret, Totp.StepOf(now)),
                ChangeContext.By(ana, now),
                CancellationToken.None
            );
        });
        await AskAsync(ana.Email!);
        await MakeAsync();

        var account = await AcceptAsync(await TokenAsync(), "herons sleep on one leg");

        Assert.That(
            await Host.UseAsync<SecondFactors, SessionStage>(s => s.StageAfterPasswordAsync(account!, CancellationToken.None)),
            Is.EqualTo(SessionStage.FactorAwaited)
        );
    }

    private Task AskAsync(string email) =>
        Host.UseAsync<ResetLinks>(s => s.AskAsync(email, Visit.Unknown, Host.Clock.GetCurrentInstant(), CancellationToken.None));

    private Task<int> MakeAsync() => Host.UseAsync<ResetLinks, int>(s => s.MakeAsync(CancellationToken.None));

    private async Task<string> TokenAsync()
    {
        using var db = Database.Open();
        var mail = await db.MailMessages.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).FirstAsync();
        return Token().Match((await WordsAsync(mail)).Text).Value;
    }

    [GeneratedRegex("(?<=/invitation/)[0-9a-f]{64}", RegexOptions.None, 1000)]
    private static partial Regex Token();
}

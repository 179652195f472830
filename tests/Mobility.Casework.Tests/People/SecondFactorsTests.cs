using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Casework.Tests.People;

public sealed class SecondFactorsTests : PeopleTests
{
    private Instant Now => Host.Clock.GetCurrentInstant();

    [Test]
    public async Task The_first_right_code_sets_the_authenticator_up_and_gives_ten_recovery_codes()
    {
        var ana = await Data.ConsultantAsync("Ana");
        var secret = await SecretAsync(ana);
        Assert.That(await SecretAsync(ana), Is.EqualTo(secret), "the same key until it is set up");
        Assert.That(
            () => ConfirmAsync(ana, "000000"),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("CodeIsWrong")
        );

        var codes = await ConfirmAsync(ana, Totp.CodeOf(secret!, Totp.StepOf(Now)));

        Assert.That(codes, Has.Count.EqualTo(10).And.Unique);
        Assert.That(await SecretAsync(ana), Is.Null, "the key is never shown again");
        using var db = Database.Open();
        Assert.That(
            await db.Changes.Where(c => c.AboutAccountId == ana.Id).Select(c => c.Kind).ToListAsync(),
            Is.EquivalentTo([ChangeKind.SecondFactorAdded, ChangeKind.RecoveryCodesMade])
        );
    }

    [Test]
    public async Task Neither_key_nor_recovery_codes_can_be_read_in_the_database()
    {
        var ana = await Data.ConsultantAsync();
        var (secret, codes) = await SetUpAsync(ana);

        using var db = Database.Open();
        var stored = (await db.Authenticators.SingleAsync()).ProtectedSecret;
        var hashes = await db.RecoveryCodes.Select(c => c.Hash).ToListAsync();
        Assert.That(stored, Does.Not.Contain(Totp.Base32(secret)).And.Not.Contain(Convert.ToBase64String(secret)));
        Assert.That(hashes, Has.None.Contains(codes[0].Replace("-", "", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_code_of_the_app_works_once()
    {
        var ana = await Data.ConsultantAsync();
        var (secret, _) = await SetUpAsync(ana);
        Host.Clock.Advance(Duration.FromSeconds(30));
        var code = Totp.CodeOf(secret, Totp.StepOf(Now));

        Assert.That(await TakeAsync(ana, $" {code[..3]} {code[3..]} "), Is.True, "with the blanks the app shows");
        Assert.That(await TakeAsync(ana, code), Is.False);
    }

    [Test]
    public async Task The_code_that_set_it_up_does_not_let_in_too()
    {
        var ana = await Data.ConsultantAsync();
        var (secret, _) = await SetUpAsync(ana);

        Assert.That(await TakeAsync(ana, Totp.CodeOf(secret, Totp.StepOf(Now))), Is.False);
    }

    [Test]
    public async Task One_code_sent_by_many_at_once_lets_one_in()
    {
        var ana = await Data.ConsultantAsync();
        var (secret, codes) = await SetUpAsync(ana);
        Host.Clock.Advance(Duration.FromSeconds(30));
        var code = Totp.CodeOf(secret, Totp.StepOf(Now));

        foreach (var one in new[] { code, codes[0] })
        {
            var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TakeAsync(ana, one))));
            Assert.That(taken.Count(t => t), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_recovery_code_works_once_and_only_for_its_owner()
    {
        var (ana, ben) = (await Data.ConsultantAsync(), await Data.ConsultantAsync());
        var (_, codes) = await SetUpAsync(ana);
        await SetUpAsync(ben);

        Assert.That(await TakeAsync(ben, codes[0]), Is.False);
        Assert.That(await TakeAsync(ana, codes[0].ToUpperInvariant()), Is.True);
        Assert.That(await TakeAsync(ana, codes[0]), Is.False);
        Assert.That(await TakeAsync(ana, codes[1]), Is.True);
    }

    [Test]
    public async Task New_recovery_codes_end_the_old_ones()
    {
        var ana = await Data.ConsultantAsync();
        var (_, old) = await SetUpAsync(ana);

        var codes = await Host.UseAsync<SecondFactors, IReadOnlyList<string>>(s =>
            s.NewRecoveryCodesAsync(ana.Id, By(ana), CancellationToken.None)
        );

        Assert.That(await TakeAsync(ana, old[0]), Is.False);
        Assert.That(await TakeAsync(ana, codes[0]), Is.True);
    }

    [TestCase("")]
    [TestCase(null)]
    [TestCase("000000")]
    [TestCase("------")]
    public async Task Nothing_and_nonsense_let_nobody_in(string? code)
    {
        var ana = await Data.ConsultantAsync();
        await SetUpAsync(ana);

        Assert.That(await TakeAsync(ana, code), Is.False);
        Assert.That(await TakeAsync(await Data.ConsultantAsync(), code), Is.False, "without any factor");
    }

    [Test]
    public async Task Five_wrong_codes_close_the_account_and_the_right_password_in_between_does_not_help()
    {
        var ana = await Data.ConsultantAsync();
        var (secret, _) = await SetUpAsync(ana);
        Host.Clock.Advance(Duration.FromSeconds(30));
        // Password, two codes, password, one code: five tries.
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Not.Null);
        Assert.That(await CodeAsync(ana, "000000"), Is.False);
        Assert.That(await CodeAsync(ana, "000001"), Is.False);
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Not.Null);
        Assert.That(await CodeAsync(ana, "000002"), Is.False);

        Assert.That(await CodeAsync(ana, Totp.CodeOf(secret, Totp.StepOf(Now))), Is.False, "closed");
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Null);
        using var db = Database.Open();
        Assert.That(
            await db.AuditEvents.CountAsync(e => e.Kind == AuditKind.FactorRefused && e.AccountId == ana.Id),
            Is.EqualTo(4)
        );
    }

    [Test]
    public async Task The_right_code_gives_the_tries_back()
    {
        var ana = await Data.ConsultantAsync();
        var (_, codes) = await SetUpAsync(ana);
        foreach (var code in codes.Take(3))
        {
            await VerifyAsync(ana.Email!, TestData.Password);
            Assert.That(await CodeAsync(ana, "000000"), Is.False);
            Assert.That(await CodeAsync(ana, code), Is.True);
        }
    }

    [Test]
    public async Task An_administrator_takes_the_factors_of_somebody_away_who_lost_them_with_a_reason_and_their_sessions_end()
    {
        var admin = await Data.AccountAsync(PersonKind.Administrator);
        var ana = await Data.ConsultantAsync("Ana");
        await SetUpAsync(ana);
        var session = await StartAsync(ana);

        Assert.That(
            () => RemoveAllAsync(ana, admin, null),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("ReasonNeeded")
        );
        Assert.That(
            () => RemoveAllAsync(admin, admin, "mine"),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("NotOneself")
        );
        await RemoveAllAsync(ana, admin, "phone lost, known by voice");

        Assert.That(await FindAsync(session), Is.Null);
        using var db = Database.Open();
        Assert.That((await db.Authenticators.CountAsync(), await db.RecoveryCodes.CountAsync()), Is.EqualTo((0, 0)));
        var change = await db.Changes.SingleAsync(c => c.Kind == ChangeKind.SecondFactorRemoved);
        Assert.That(
            (change.AboutAccountId, change.ByName, change.Why),
            Is.EqualTo((ana.Id, admin.DisplayName, "phone lost, known by voice"))
        );
    }

    private Task<byte[]?> SecretAsync(Account who) =>
        Host.UseAsync<SecondFactors, byte[]?>(s => s.SecretToSetUpAsync(who.Id, CancellationToken.None));

    private Task<IReadOnlyList<string>> ConfirmAsync(Account who, string code) =>
        Host.UseAsync<SecondFactors, IReadOnlyList<string>>(s =>
            s.ConfirmAuthenticatorAsync(who.Id, code, By(who), CancellationToken.None)
        );

    private async Task<(byte[] Secret, IReadOnlyList<string> Codes)> SetUpAsync(Account who)
    {
        var secret = (await SecretAsync(who))!;
        return (secret, await ConfirmAsync(who, Totp.CodeOf(secret, Totp.StepOf(Now))));
    }

    private Task<bool> TakeAsync(Account who, string? code) =>
        Host.UseAsync<SecondFactors, bool>(s => s.TakeCodeAsync(who.Id, code, Now, CancellationToken.None));

    private async Task<bool> CodeAsync(Account who, string code)
    {
        var waiting = await FindAsync(await StartAsync(who));
        return await Host.UseAsync<SignInCheck, bool>(s =>
            s.VerifyCodeAsync(waiting!, code, Visit.Unknown, Now, CancellationToken.None)
        );
    }

    private Task RemoveAllAsync(Account whose, Account by, string? why) =>
        Host.UseAsync<SecondFactors>(s => s.RemoveAllAsync(whose.Id, By(by) with { Why = why }, CancellationToken.None));

    private ChangeContext By(Account account) => ChangeContext.By(account, Now);
}

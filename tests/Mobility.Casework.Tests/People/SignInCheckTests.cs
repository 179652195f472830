using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Testing.Data;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Casework.Tests.People;

public sealed class SignInCheckTests : PeopleTests
{
    [Test]
    public async Task The_right_password_lets_in_whatever_the_case_of_the_address()
    {
        var ana = await Data.ConsultantAsync();

        Assert.That((await VerifyAsync($" {ana.Email!.ToUpperInvariant()} ", TestData.Password))?.Id, Is.EqualTo(ana.Id));
    }

    [Test]
    public async Task Nobody_is_let_in_who_is_unknown_unconfirmed_or_shut_out()
    {
        var unconfirmed = await Data.ConsultantAsync();
        var shutOut = await Data.ConsultantAsync();
        using (var db = Database.Open())
        {
            await db
                .Accounts.Where(a => a.Id == unconfirmed.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.EmailConfirmed, false));
            await db
                .Accounts.Where(a => a.Id == shutOut.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.DeactivatedAt, Host.Clock.GetCurrentInstant()));
        }

        Assert.That(await VerifyAsync("nobody@example.org", TestData.Password), Is.Null);
        Assert.That(await VerifyAsync(unconfirmed.Email!, TestData.Password), Is.Null);
        Assert.That(await VerifyAsync(shutOut.Email!, TestData.Password), Is.Null);
    }

    [Test]
    public async Task Five_wrong_tries_close_the_account_for_fifteen_minutes()
    {
        var ana = await Data.ConsultantAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await VerifyAsync(ana.Email!, "wrong"), Is.Null);
        }

        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Null);
        Host.Clock.Advance(Duration.FromMinutes(15) - Duration.FromSeconds(1));
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Null);
        Host.Clock.Advance(Duration.FromSeconds(1));
        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Not.Null);
    }

    [Test]
    public async Task Four_wrong_tries_do_not_and_the_right_one_gives_them_back()
    {
        var ana = await Data.ConsultantAsync();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                await VerifyAsync(ana.Email!, "wrong");
            }
            Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Not.Null);
        }
    }

    [Test]
    public async Task Guesses_made_at_the_same_moment_are_counted_one_by_one()
    {
        var ana = await Data.ConsultantAsync();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => VerifyAsync(ana.Email!, "wrong"))));

        Assert.That(await VerifyAsync(ana.Email!, TestData.Password), Is.Null);
    }

    [Test]
    public async Task A_wrong_try_an_unknown_name_and_a_closed_account_cost_the_same_commands()
    {
        var ana = await Data.ConsultantAsync();
        var closed = await Data.ConsultantAsync();
        await CloseAsync(Database, closed);
        await VerifyAsync("nobody@example.org", "wrong");

        var known = await CommandsAsync(ana.Email!, "wrong");

        Assert.That(known, Is.Not.Empty);
        Assert.That(await CommandsAsync("nobody@example.org", "wrong"), Is.EqualTo(known));
        Assert.That(await CommandsAsync(closed.Email!, "wrong"), Is.EqualTo(known));
        Assert.That(await CommandsAsync(closed.Email!, TestData.Password), Is.EqualTo(known));
    }

    [Test]
    public async Task A_wrong_try_an_unknown_name_and_a_closed_account_wait_for_the_disk_once_each()
    {
        using var database = TestDatabase.Create(DatabaseProvider.Sqlite);
        using var host = new WebHost(database: database);
        var data = new TestData(host);
        var ana = await data.ConsultantAsync();
        var closed = await data.ConsultantAsync();
        await CloseAsync(database, closed);
        // The program starts with the first that is asked of it, and that writes too.
        await VerifyIn(host, "nobody@example.org");
        var flushes = new List<int>();

        foreach (var email in new[] { ana.Email!, "nobody@example.org", closed.Email! })
        {
            var before = RawFile.Commits(database.Options.File!);
            await VerifyIn(host, email);
            flushes.Add(RawFile.Commits(database.Options.File!) - before);
        }

        Assert.That(flushes, Is.EqualTo(new[] { 1, 1, 1 }));
    }

    [TestCase("nobody")]
    [TestCase("wrong password")]
    [TestCase("not come in yet")]
    [TestCase("shut out")]
    [TestCase("closed by wrong tries")]
    public async Task Whatever_keeps_somebody_out_costs_one_hash(string why)
    {
        var ana = await Data.ConsultantAsync();
        using (var db = Database.Open())
        {
            var account = await db.Accounts.SingleAsync(a => a.Id == ana.Id);
            account.EmailConfirmed = why != "not come in yet";
            account.DeactivatedAt = why == "shut out" ? Host.Clock.GetCurrentInstant() : null;
            account.LockoutEnd = why == "closed by wrong tries" ? DateTimeOffset.MaxValue : null;
            await db.SaveChangesAsync();
        }
        var hashes = new CountingHasher();

        var found = await Host.UseAsync<IServiceProvider, Account?>(services =>
        {
            services.GetRequiredService<UserManager<Account>>().PasswordHasher = hashes;
            return services
                .GetRequiredService<SignInCheck>()
                .VerifyAsync(
                    why == "nobody" ? "nobody@example.org" : ana.Email!,
                    why == "wrong password" ? "wrong" : TestData.Password,
                    Visit.Unknown,
                    Host.Clock.GetCurrentInstant(),
                    CancellationToken.None
                );
        });

        Assert.That((found, hashes.Count), Is.EqualTo(((Account?)null, 1)));
    }

    private static Task VerifyIn(WebHost host, string email) =>
        host.UseAsync<SignInCheck>(s =>
            s.VerifyAsync(email, "wrong", Visit.Unknown, host.Clock.GetCurrentInstant(), CancellationToken.None)
        );

    private async Task<IReadOnlyList<string>> CommandsAsync(string email, string password)
    {
        Host.Commands.Clear();
        Assert.That(await VerifyAsync(email, password), Is.Null);
        return Host.Commands.Texts;
    }

    private static async Task CloseAsync(TestDatabase database, Account account)
    {
        using var db = database.Open();
        await db
            .Accounts.Where(a => a.Id == account.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LockoutEnd, DateTimeOffset.MaxValue));
    }

    private sealed class CountingHasher : PasswordHasher<Account>
    {
        public int Count { get; private set; }

        public override PasswordVerificationResult VerifyHashedPassword(
            Account user,
            string hashedPassword,
            string providedPassword
        )
        {
            Count++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}

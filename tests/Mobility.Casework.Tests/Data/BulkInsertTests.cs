using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Casework.Tests.Data;

public sealed class BulkInsertTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 9, 30, 15) + Duration.FromTicks(1_234_567);

    private static IEnumerable<DatabaseProvider> Providers =>
        TestDatabase.SqlServerConnection is null
            ? [DatabaseProvider.Sqlite]
            : [DatabaseProvider.Sqlite, DatabaseProvider.SqlServer];

    [TestCaseSource(nameof(Providers))]
    public async Task Rows_are_the_same_as_those_of_a_save(DatabaseProvider provider)
    {
        using var saved = TestDatabase.Create(provider);
        using var bulk = TestDatabase.Create(provider);
        await using (var db = saved.Open())
        {
            var (client, person, account, passport, change) = Rows();
            db.AddRange(client, person, account, passport, change);
            await db.SaveChangesAsync();
        }
        await using (var db = bulk.Open())
        {
            var (client, person, account, passport, change) = Rows();
            await db.InTransactionAsync(
                async token =>
                {
                    await db.BulkInsertAsync([client], token);
                    await db.BulkInsertAsync([person], token);
                    await db.BulkInsertAsync([account], token);
                    await db.BulkInsertAsync([passport], token);
                    await db.BulkInsertAsync([change], token);
                },
                default
            );
        }

        foreach (var table in new[] { "Clients", "People", "Accounts", "Passports", "Changes" })
        {
            Assert.That(Stored.Rows(bulk, table), Is.EqualTo(Stored.Rows(saved, table)), table);
        }
    }

    [Test]
    public void Nothing_goes_in_outside_a_transaction()
    {
        using var database = TestDatabase.Create();
        using var db = database.Open();

        Assert.That(
            async () => await db.BulkInsertAsync([new Client { Name = "Alone" }], default),
            Throws.InvalidOperationException
        );
    }

    [Test]
    public async Task A_row_that_breaks_a_foreign_key_takes_everything_back()
    {
        using var database = TestDatabase.Create();
        await using var db = database.Open();
        var (client, person, _, _, _) = Rows();
        person.ClientId = Guid.NewGuid();

        Assert.That(
            async () =>
                await db.InTransactionAsync(
                    async token =>
                    {
                        await db.BulkInsertAsync([client], token);
                        await db.BulkInsertAsync([person], token);
                    },
                    default
                ),
            Throws.InstanceOf<System.Data.Common.DbException>()
        );
        Assert.That(await db.Clients.AnyAsync(), Is.False);
    }

    private static (Client, Person, Account, Passport, Change) Rows()
    {
        var client = new Client { Id = new Guid("019a0000-0000-7000-8000-00000000000a"), Name = "Óbuda ’Pharma’" };
        var person = new Person
        {
            Id = new Guid("019a0000-0000-7000-8000-00000000000b"),
            ClientId = client.Id,
            FullName = "Grzegorz Brzęczyszczykiewicz",
            ClearBirthDate = new LocalDate(1982, 2, 28),
        };
        var account = new Account
        {
            Id = new Guid("019a0000-0000-7000-8000-00000000000c"),
            DisplayName = person.FullName,
            Kind = PersonKind.Assignee,
            PersonId = person.Id,
            EmailConfirmed = true,
            ConcurrencyStamp = "stamp",
            SecurityStamp = "stamp",
            DeactivatedAt = Now,
            LockoutEnd = Now.ToDateTimeOffset(),
        };
        var passport = new Passport
        {
            Id = new Guid("019a0000-0000-7000-8000-00000000000d"),
            PersonId = person.Id,
            Country = "PL",
            ValidTo = new LocalDate(2028, 2, 29),
            ReplacedAt = Now,
        };
        var change = new Change
        {
            Id = new Guid("019a0000-0000-7000-8000-00000000000e"),
            At = Now,
            ByName = "Demonstration",
            Kind = ChangeKind.PassportRecorded,
            Subject = "PL, 2028-02-29",
        };
        return (client, person, account, passport, change);
    }
}

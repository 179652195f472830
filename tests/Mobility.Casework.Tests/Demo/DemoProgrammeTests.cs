using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Demo;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Casework.Tests.Data;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Casework.Tests.Demo;

public sealed class DemoProgrammeTests
{
    [Test]
    public async Task There_are_14_clients_12_consultants_and_advisers_in_several_firms()
    {
        await using var db = DemoDatabase.Open();
        var kinds = await db.Accounts.GroupBy(a => a.Kind).ToDictionaryAsync(g => g.Key, g => g.Count());
        var entities = await db
            .LegalEntities.GroupBy(e => e.ClientId)
            .Select(g => g.Select(e => e.Country).Distinct().Count())
            .ToListAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await db.Clients.CountAsync(), Is.EqualTo(14));
            Assert.That(entities, Has.Count.EqualTo(14).And.All.GreaterThan(2));
            Assert.That(kinds[PersonKind.Consultant], Is.EqualTo(12));
            Assert.That(kinds[PersonKind.TeamLead], Is.EqualTo(2));
            Assert.That(kinds[PersonKind.Administrator], Is.EqualTo(1));
            Assert.That(kinds[PersonKind.ProgrammeManager], Is.EqualTo(14));
            Assert.That(kinds[PersonKind.TaxAdviser], Is.EqualTo(9));
            Assert.That(kinds[PersonKind.ImmigrationAdviser], Is.EqualTo(8));
            Assert.That(kinds[PersonKind.Assignee], Is.GreaterThan(50));
            Assert.That(kinds[PersonKind.FamilyMember], Is.GreaterThan(5));
        }
    }

    [Test]
    public async Task Of_520_cases_480_are_active_in_30_countries_or_more_in_the_mix_of_the_field()
    {
        await using var db = DemoDatabase.Open();
        var active = await db.Cases.Where(c => c.CancelledOn == null && c.ClosedOn == null).ToListAsync();
        var share = active.GroupBy(c => c.Type).ToDictionary(g => g.Key, g => g.Count() * 100.0 / active.Count);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await db.Cases.CountAsync(), Is.EqualTo(520));
            Assert.That(active, Has.Count.EqualTo(480));
            Assert.That(active.Select(c => c.HostCountry).Distinct().Count(), Is.GreaterThanOrEqualTo(30));
            Assert.That(share[AssignmentType.LongTerm], Is.EqualTo(32).Within(2));
            Assert.That(share[AssignmentType.ShortTerm] + share[AssignmentType.ExtendedBusinessTrip], Is.EqualTo(20).Within(2));
            Assert.That(share[AssignmentType.ImmigrationOnly], Is.EqualTo(8).Within(1));
            Assert.That(share[AssignmentType.Commuter] + share[AssignmentType.Rotator], Is.EqualTo(8).Within(1));
            Assert.That(active.Count(c => c.OnHoldSince is not null) * 100.0 / 480, Is.EqualTo(9).Within(2));
            Assert.That(await db.Cases.CountAsync(c => c.CancelledOn != null), Is.EqualTo(33));
        }
    }

    [Test]
    public async Task Case_numbers_follow_the_order_of_intake_and_the_next_new_case_gets_a_free_one()
    {
        using var database = DemoDatabase.Create(new DemoOptions { Today = DemoDatabase.Today, Cases = 60 });
        await using var db = database.Open();
        var numbers = await db.Cases.Select(c => new { c.Number, c.InitiatedOn }).ToListAsync();
        var next = await CaseNumbers.NextAsync(db, DemoDatabase.Today.Year, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(numbers.Select(n => n.Number), Is.Unique);
            Assert.That(numbers.Select(n => n.Number[2..6]), Is.EqualTo(numbers.Select(n => $"{n.InitiatedOn.Year}")));
            Assert.That(numbers.Select(n => n.Number), Has.No.Member(next));
        }
    }

    [Test]
    public async Task What_is_above_480_is_closed_or_cancelled_and_thin()
    {
        using var database = DemoDatabase.Create(new DemoOptions { Today = DemoDatabase.Today, Cases = 900 });
        await using var db = database.Open();
        var ended = db.Cases.Where(c => c.CancelledOn != null || c.ClosedOn != null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ended.CountAsync(), Is.EqualTo(420));
            Assert.That(await db.Tasks.CountAsync(t => ended.Any(c => c.Id == t.CaseId)), Is.Zero);
            Assert.That(await db.Trips.CountAsync(t => ended.Any(c => c.AssigneeId == t.PersonId)), Is.Zero);
            Assert.That(await ended.AllAsync(c => db.Changes.Any(h => h.CaseId == c.Id)), Is.True);
        }
    }

    [Test]
    public async Task A_full_programme_works_on_every_case()
    {
        using var database = DemoDatabase.Create(
            new DemoOptions
            {
                Today = DemoDatabase.Today,
                Cases = 600,
                Full = true,
            }
        );
        await using var db = database.Open();

        Assert.That(await db.Cases.CountAsync(c => c.CancelledOn == null && c.ClosedOn == null), Is.EqualTo(600));
    }

    [Test]
    public void The_same_seed_and_day_give_the_same_bytes_and_another_seed_gives_others()
    {
        var options = new DemoOptions { Today = DemoDatabase.Today, Cases = 70 };
        using var first = DemoDatabase.Create(options);
        using var second = DemoDatabase.Create(options);
        using var other = DemoDatabase.Create(options with { Seed = options.Seed + 1 });
        using var db = first.Open();
        // Keys are drawn anew each time, or two installations would share them; what they seal is compared below.
        var tables = db
            .Model.GetEntityTypes()
            .Select(e => e.GetTableName()!)
            .Distinct()
            .Except(["PersonKeys", "PersonalValues", "ProgramKeys"])
            .ToList();

        using (Assert.EnterMultipleScope())
        {
            foreach (var table in tables)
            {
                Assert.That(Stored.Rows(second, table), Is.EqualTo(Stored.Rows(first, table)), table);
            }
            Assert.That(Opened(second), Is.EqualTo(Opened(first)).And.Not.Empty);
            Assert.That(Stored.Rows(other, "People"), Is.Not.EqualTo(Stored.Rows(first, "People")));
        }
    }

    private static List<string> Opened(TestDatabase database)
    {
        using var db = database.Open();
        var keys = db.PersonKeys.ToDictionary(k => k.PersonId);
        return
        [
            .. db
                .PersonalValues.OrderBy(v => v.Id)
                .AsEnumerable()
                .Select(v =>
                {
                    var seal = PersonSeal.Of(TestKeys.Keys, v.PersonId, keys[v.PersonId].MasterKeyId, keys[v.PersonId].Wrapped);
                    return $"{v.Id} {v.PersonId} {v.Of} {seal.Open(v.Field, v.Of, v.Sealed)}";
                }),
        ];
    }

    [Test]
    public async Task A_database_that_has_clients_is_refused_and_left_as_it_is()
    {
        using var database = TestDatabase.Create();
        await using var db = database.Open();
        db.Clients.Add(new Client { Name = "Somebody real" });
        await db.SaveChangesAsync();

        Assert.That(
            async () =>
                await DemoProgramme.CreateAsync(
                    db,
                    DemoDatabase.Rules,
                    TestKeys.Keys,
                    new DemoOptions { Today = DemoDatabase.Today },
                    default
                ),
            Throws.InvalidOperationException.With.Message.Contains("already has clients")
        );
        Assert.That(await db.Accounts.AnyAsync(), Is.False);
    }

    /// <summary>The first and last day of a year, a leap day, the end of a month, and a weekend far ahead.</summary>
    [TestCase(2026, 1, 1)]
    [TestCase(2026, 12, 31)]
    [TestCase(2028, 2, 29)]
    [TestCase(2027, 3, 31)]
    [TestCase(2031, 8, 17)]
    public async Task It_can_be_made_for_any_day(int year, int month, int day)
    {
        var today = new LocalDate(year, month, day);
        using var database = DemoDatabase.Create(new DemoOptions { Today = today, Cases = 120 });
        await using var db = database.Open();

        await DemoChecks.EverythingFitsAsync(db, today);
    }

    [Test]
    public async Task Everything_in_it_fits_together()
    {
        await using var db = DemoDatabase.Open();

        await DemoChecks.EverythingFitsAsync(db, DemoDatabase.Today);
    }

    [Test]
    public async Task The_troubles_of_the_field_are_all_in_it()
    {
        await using var db = DemoDatabase.Open();
        var today = DemoDatabase.Today;
        var trips = await db.Trips.ToListAsync();
        var people = await db.People.ToListAsync();
        var active = db.Cases.Where(c => c.CancelledOn == null && c.ClosedOn == null);
        var renewals = await db.Permits.GroupBy(p => new { p.PersonId, p.Name }).Select(g => g.Count()).ToListAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(trips.Count(t => t.Arrive.Year < t.Depart?.Year), Is.GreaterThan(50), "trips over a year end");
            Assert.That(
                trips.Count(t => trips.Exists(o => o.PersonId == t.PersonId && o.Arrive == t.Depart)),
                Is.GreaterThan(500),
                "split days"
            );
            Assert.That(trips.Count(t => t.Country is null), Is.GreaterThan(5), "unknown days");
            Assert.That(
                trips.Count(t => t.Status == TripStatus.Planned && t.Arrive < today),
                Is.GreaterThan(3),
                "plans nobody confirmed"
            );
            Assert.That(
                people.Count(p => !p.FullName.Contains(' ', StringComparison.Ordinal)),
                Is.GreaterThan(3),
                "one-word names"
            );
            Assert.That(people.Count(p => !p.FullName.All(char.IsAscii)), Is.GreaterThan(300), "names with diacritics");
            Assert.That(
                await db.Passports.CountAsync(p => p.ValidTo < today.PlusDays(180)),
                Is.GreaterThan(10),
                "passports near their end"
            );
            Assert.That(
                await db.Permits.CountAsync(p => p.ReplacedAt == null && p.ValidTo >= today && p.ValidTo < today.PlusDays(90)),
                Is.GreaterThan(10),
                "permits near their end"
            );
            Assert.That(await db.CoverageCertificates.CountAsync(c => c.Name == "A1"), Is.GreaterThan(30), "A1s");
            Assert.That(renewals, Has.Some.GreaterThanOrEqualTo(3), "a permit renewed twice");
            Assert.That(await active.CountAsync(c => c.ConfirmedOn == null && c.Start < today), Is.GreaterThan(0), "late");
            Assert.That(
                await active.CountAsync(c => db.Changes.Any(h => h.CaseId == c.Id && h.Kind == ChangeKind.CaseAmended))
                    * 100.0
                    / 480,
                Is.EqualTo(18).Within(4),
                "extended"
            );
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Rules;
using Mobility.Testing;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Casework.Tests.Trips;

public sealed class TripServiceTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 12, 0);
    private static readonly ChangeContext Change = ChangeContext.Program("Test", Now, "because");

    private TestDatabase database = null!;
    private MobilityDbContext db = null!;
    private TripService trips = null!;
    private Case file = null!;

    [SetUp]
    public async Task Open()
    {
        database = TestDatabase.Create();
        db = database.Open();
        trips = new TripService(db, TestCasework.ReviewOn(db), RuleBook.Load("none").Countries);
        file = await CaseOfOneAsync(db);
    }

    [TearDown]
    public void Close()
    {
        db.Dispose();
        database.Dispose();
    }

    [Test]
    public async Task Days_of_unknown_place_are_recorded_without_a_country()
    {
        var trip = await trips.RecordAsync(file.Id, Unknown(new(2026, 11, 12), new(2026, 11, 14)), Change, default);

        var saved = await db.Trips.AsNoTracking().SingleAsync(t => t.Id == trip.Id);
        Assert.That((saved.Country, saved.Arrive, saved.Depart), Is.EqualTo(((string?)null, trip.Arrive, trip.Depart)));
    }

    [Test]
    public async Task The_same_days_are_not_unknown_twice()
    {
        await trips.RecordAsync(file.Id, Unknown(new(2026, 11, 12), new(2026, 11, 14)), Change, default);

        var refusal = Assert.ThrowsAsync<RefusedException>(() =>
            trips.RecordAsync(file.Id, Unknown(new(2026, 11, 12), new(2026, 11, 14)), Change, default)
        );
        Assert.That(refusal!.Code, Is.EqualTo("TripIsThere"));
    }

    [Test]
    public void Unknown_days_are_refused_without_an_end_and_as_a_plan()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Assert
                    .ThrowsAsync<RefusedException>(() =>
                        trips.RecordAsync(file.Id, Unknown(new(2026, 11, 12), null), Change, default)
                    )!
                    .Code,
                Is.EqualTo("UnknownDaysNeedEnd")
            );
            Assert.That(
                Assert
                    .ThrowsAsync<RefusedException>(() =>
                        trips.RecordAsync(
                            file.Id,
                            Unknown(new(2026, 12, 1), new(2026, 12, 2)) with
                            {
                                Status = TripStatus.Planned,
                            },
                            Change,
                            default
                        )
                    )!
                    .Code,
                Is.EqualTo("PlanNeedsCountry")
            );
        });
    }

    [Test]
    public async Task A_plan_that_came_true_leaves_the_ledger_and_enters_it_as_a_fact()
    {
        var plan = await PlanAsync(new(2026, 11, 2), new(2026, 11, 6));

        await trips.ConfirmAsync(file.Id, plan.Id, Today, Change, default);

        var rows = await db.Trips.AsNoTracking().OrderBy(t => t.RemovedAt == null).ToListAsync();
        Assert.Multiple(() =>
        {
            Assert.That(
                rows.Select(t => (t.Status, t.RemovedAt)),
                Is.EqualTo(new[] { (TripStatus.Planned, Now), (TripStatus.Actual, (Instant?)null) })
            );
            Assert.That(rows[1].RecordedAt, Is.EqualTo(Now));
            Assert.That(db.Changes.Single().Kind, Is.EqualTo(ChangeKind.TripConfirmed));
        });
    }

    [Test]
    public async Task A_plan_that_was_confirmed_twice_is_one_fact()
    {
        var plan = await PlanAsync(new(2026, 11, 2), new(2026, 11, 6));

        await trips.ConfirmAsync(file.Id, plan.Id, Today, Change, default);
        await trips.ConfirmAsync(file.Id, plan.Id, Today, Change, default);

        Assert.That(await db.Trips.CountAsync(t => t.RemovedAt == null), Is.EqualTo(1));
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public async Task A_plan_can_be_confirmed_from_its_first_day_on(int daysAway, bool confirmed)
    {
        var plan = await PlanAsync(Today.PlusDays(daysAway), Today.PlusDays(5));

        Task Confirm() => trips.ConfirmAsync(file.Id, plan.Id, Today, Change, default);

        if (confirmed)
        {
            Assert.DoesNotThrowAsync(Confirm);
        }
        else
        {
            Assert.That(Assert.ThrowsAsync<RefusedException>(Confirm)!.Code, Is.EqualTo("NotBegunYet"));
        }
    }

    [Test]
    public async Task A_trip_of_another_case_is_not_here()
    {
        var plan = await PlanAsync(new(2026, 11, 2), new(2026, 11, 6));
        var other = await CaseOfOneAsync(db);

        Assert.Multiple(() =>
        {
            Assert.ThrowsAsync<NotHereException>(() => trips.ConfirmAsync(other.Id, plan.Id, Today, Change, default));
            Assert.ThrowsAsync<NotHereException>(() => trips.RemoveAsync(other.Id, plan.Id, Change, default));
        });
    }

    private NewTrip Unknown(LocalDate from, LocalDate? to) =>
        new()
        {
            PersonId = file.AssigneeId,
            Country = null,
            Arrive = from,
            Depart = to,
            Status = TripStatus.Actual,
        };

    private async Task<Trip> PlanAsync(LocalDate from, LocalDate to)
    {
        var plan = new Trip
        {
            PersonId = file.AssigneeId,
            Country = "DE",
            Arrive = from,
            Depart = to,
            Status = TripStatus.Planned,
            RecordedAt = Now - Duration.FromDays(30),
        };
        db.Trips.Add(plan);
        await db.SaveChangesAsync();
        return plan;
    }

    private static async Task<Case> CaseOfOneAsync(MobilityDbContext db)
    {
        var client = new Client { Name = $"Client {Guid.NewGuid():n}" };
        var person = new Person { ClientId = client.Id, FullName = "Eilidh MacGillivray-Sørensen" };
        var consultant = new Account { DisplayName = "Ilse Vandermeulen", UserName = $"{Guid.NewGuid():n}" };
        var opened = new Case
        {
            Number = $"T-{Guid.NewGuid():n}"[..20],
            ClientId = client.Id,
            AssigneeId = person.Id,
            ConsultantId = consultant.Id,
            HomeCountry = "GB",
            HostCountry = "DE",
        };
        db.AddRange(client, person, consultant, opened);
        await db.SaveChangesAsync();
        return opened;
    }
}

using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.Trips;
using Mobility.Rules.Trips;
using Mobility.Testing.Data;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Tests.Assessments;

public sealed class TravelRecordsTests
{
    private static readonly Instant March = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Instant April = Instant.FromUtc(2026, 4, 1, 0, 0);
    private static readonly Instant May = Instant.FromUtc(2026, 5, 1, 0, 0);

    private TestDatabase database = null!;
    private MobilityDbContext db = null!;
    private Person person = null!;

    [SetUp]
    public async Task Open()
    {
        database = TestDatabase.Create();
        db = database.Open();
        var client = new Client { Name = "Brightwater plc" };
        person = new Person { ClientId = client.Id, FullName = "Sulistyowati" };
        db.AddRange(client, person);
        await db.SaveChangesAsync();
    }

    [TearDown]
    public void Close()
    {
        db.Dispose();
        database.Dispose();
    }

    [Test]
    public async Task Somebody_who_is_still_there_is_there_without_an_end()
    {
        await AddAsync(Trip("DE", "2026-03-01", null), Trip("FR", "2026-02-01", "2026-02-10"));

        var record = await LoadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(Stays(record), Is.EqualTo(["FR 2026-02-01 2026-02-10", "DE 2026-03-01 "]));
            Assert.That(record.UnknownSpans, Is.Empty);
        });
    }

    [Test]
    public async Task Somebody_seen_elsewhere_later_left_on_a_day_nobody_knows()
    {
        await AddAsync(Trip("DE", "2026-03-01", null), Trip("FR", "2026-03-20", "2026-03-25"));

        var record = await LoadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(Stays(record), Is.EqualTo(["DE 2026-03-01 2026-03-01", "FR 2026-03-20 2026-03-25"]));
            Assert.That(Unknown(record), Is.EqualTo(["2026-03-01 2026-03-20", "2026-03-25 9999-12-31"]));
        });
    }

    [Test]
    public async Task A_later_stay_that_lasts_ends_the_unknown_days()
    {
        await AddAsync(
            Trip("DE", "2026-03-01", null),
            Trip("FR", "2026-03-20", "2026-03-25"),
            Trip("US", "2026-04-02", null),
            Trip("FR", "2026-04-10", "2026-04-12", planned: true)
        );

        var record = await LoadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(Stays(record)[2], Is.EqualTo("US 2026-04-02 "));
            Assert.That(Unknown(record), Is.EqualTo(["2026-03-01 2026-03-20", "2026-03-25 2026-04-02"]));
        });
    }

    [Test]
    public async Task A_plan_elsewhere_does_not_end_a_stay()
    {
        await AddAsync(Trip("DE", "2026-03-01", null), Trip("FR", "2026-03-20", "2026-03-25", planned: true));

        var record = await LoadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(Stays(record)[0], Is.EqualTo("DE 2026-03-01 "));
            Assert.That(record.UnknownSpans, Is.Empty);
        });
    }

    [Test]
    public async Task A_second_stay_in_the_same_country_does_not_either()
    {
        await AddAsync(Trip("DE", "2026-03-01", null), Trip("DE", "2026-03-20", "2026-03-25"));

        Assert.That((await LoadAsync()).UnknownSpans, Is.Empty);
    }

    [Test]
    public async Task Days_of_unknown_place_are_no_stay()
    {
        await AddAsync(Trip(null, "2026-03-12", "2026-03-14"));

        var record = await LoadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(record.Stays, Is.Empty);
            Assert.That(Unknown(record), Is.EqualTo(["2026-03-12 2026-03-14"]));
        });
    }

    [Test]
    public async Task What_was_known_then_leaves_out_what_was_recorded_later_and_keeps_what_was_removed_later()
    {
        var removed = Trip("DE", "2026-01-01", "2026-01-05");
        removed.RemovedAt = May;
        var later = Trip("FR", "2026-02-01", "2026-02-05");
        later.RecordedAt = May;
        await AddAsync(removed, later);

        Assert.Multiple(async () =>
        {
            Assert.That(Stays(await LoadAsync(April)), Is.EqualTo(["DE 2026-01-01 2026-01-05"]));
            Assert.That(Stays(await LoadAsync(May)), Is.EqualTo(["FR 2026-02-01 2026-02-05"]), "the moment itself");
            Assert.That(Stays(await LoadAsync(March - Duration.Epsilon)), Is.Empty);
            Assert.That(Stays(await LoadAsync()), Is.EqualTo(["FR 2026-02-01 2026-02-05"]));
        });
    }

    [Test]
    public async Task A_permit_counts_for_its_own_days_also_when_a_newer_one_replaced_it()
    {
        db.Permits.Add(
            new Permit
            {
                PersonId = person.Id,
                Country = "DE",
                Name = "ICT Card",
                ValidFrom = new(2025, 1, 1),
                ValidTo = new(2025, 12, 31),
                ReplacedAt = March,
            }
        );
        await db.SaveChangesAsync();

        Assert.That(
            (await LoadAsync()).ResidencePermits,
            Is.EqualTo(new[] { new ResidencePermit("DE", new(2025, 1, 1), new(2025, 12, 31)) })
        );
    }

    [TestCase(null, null)]
    [TestCase("GB", new[] { "GB" })]
    [TestCase("GB,IE", new[] { "GB", "IE" })]
    public async Task Citizenships_that_nobody_knows_are_not_the_same_as_none(string? stored, string[]? expected)
    {
        person.Citizenships = stored;
        await db.SaveChangesAsync();

        Assert.That((await LoadAsync()).Citizenships, Is.EqualTo(expected));
    }

    [TestCase("transit", StayPurpose.Transit)]
    [TestCase("Work", StayPurpose.Work)]
    [TestCase("work for a client", StayPurpose.Unstated)]
    [TestCase("5", StayPurpose.Unstated)]
    [TestCase(null, StayPurpose.Unstated)]
    public async Task A_purpose_means_something_only_as_a_word_of_the_rules(string? purpose, StayPurpose expected)
    {
        var trip = Trip("DE", "2026-03-01", "2026-03-02");
        trip.Purpose = purpose;
        await AddAsync(trip);

        Assert.That((await LoadAsync()).Stays[0].Purpose, Is.EqualTo(expected));
    }

    [Test]
    public void Nobody_has_no_record() =>
        Assert.ThrowsAsync<NotHereException>(() => db.LoadAsync(Guid.CreateVersion7(), null, default));

    private Task<TravelRecord> LoadAsync(Instant? knownAt = null) => db.LoadAsync(person.Id, knownAt, default);

    private async Task AddAsync(params Trip[] trips)
    {
        db.Trips.AddRange(trips);
        await db.SaveChangesAsync();
    }

    private Trip Trip(string? country, string arrive, string? depart, bool planned = false) =>
        new()
        {
            PersonId = person.Id,
            Country = country,
            Arrive = Date(arrive),
            Depart = depart is null ? null : Date(depart),
            Status = planned ? TripStatus.Planned : TripStatus.Actual,
            RecordedAt = March,
        };

    private static List<string> Stays(TravelRecord record) =>
        record.Stays.Select(s => $"{s.Country} {Iso(s.Arrive)} {(s.Depart is { } depart ? Iso(depart) : "")}").ToList();

    private static List<string> Unknown(TravelRecord record) =>
        record.UnknownSpans.Select(s => $"{Iso(s.From)} {Iso(s.To)}").ToList();

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Keys;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.PersonalData;
using Mobility.Testing;

namespace Mobility.Casework.Tests.PersonalData;

/// <summary>People found by a whole number, without a number being kept where it can be read.</summary>
public sealed class PersonalSearchTests
{
    private TestCasework casework = null!;
    private Case file = null!;

    [SetUp]
    public async Task RecordAsync()
    {
        casework = new TestCasework(TestRules.WithDeadlines());
        file = await casework.OpenCaseAsync();
        await casework.DoAsync<PaperService>(p =>
            p.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new(2030, 1, 1), new(2020, 1, 2), "AB 123-456"),
                casework.Change(),
                default
            )
        );
        await casework.DoAsync<PersonalRecords>(r =>
            r.SetAsync(file.Id, file.AssigneeId, PersonalField.TaxNumber, "GB", "QQ 12 34 56 C", 0, casework.Change(), default)
        );
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [TestCase("AB123456")]
    [TestCase("ab 123 456")]
    [TestCase("A-B-1-2-3-4-5-6")]
    [TestCase("qq123456c")]
    public async Task However_it_is_written_the_whole_number_finds_its_person(string typed) =>
        Assert.That(await FindAsync(PersonKind.Consultant, typed), Is.EqualTo(new[] { file.AssigneeId }));

    [TestCase("AB12345")]
    [TestCase("B123456")]
    [TestCase("123456")]
    [TestCase("")]
    public async Task A_part_of_it_finds_nobody(string typed) =>
        Assert.That(await FindAsync(PersonKind.Consultant, typed), Is.Empty);

    [TestCase(PersonKind.ImmigrationAdviser, true, false)]
    [TestCase(PersonKind.TaxAdviser, false, true)]
    [TestCase(PersonKind.TeamLead, true, true)]
    [TestCase(PersonKind.ProgrammeManager, false, false)]
    [TestCase(PersonKind.Supplier, false, false)]
    [TestCase(PersonKind.Assignee, false, false)]
    public async Task Each_searches_only_by_what_each_may_see(PersonKind kind, bool passport, bool tax)
    {
        Assert.That((await FindAsync(kind, "AB123456")).Count > 0, Is.EqualTo(passport));
        Assert.That((await FindAsync(kind, "QQ123456C")).Count > 0, Is.EqualTo(tax));
    }

    [Test]
    public async Task The_hash_changes_with_the_number_and_goes_with_the_person()
    {
        var passport = (await casework.AllAsync(db => db.Passports)).Single();
        await casework.DoAsync<PersonalRecords>(r =>
            r.SetAsync(
                file.Id,
                file.AssigneeId,
                PersonalField.PassportNumber,
                passport.Id.ToString(),
                "XY 987",
                1,
                casework.Change(),
                default
            )
        );
        Assert.That(await FindAsync(PersonKind.Consultant, "AB123456"), Is.Empty);
        Assert.That(await FindAsync(PersonKind.Consultant, "xy987"), Has.Count.EqualTo(1));

        await casework.DoAsync<PersonalRecords>(r => r.EraseAsync(file.AssigneeId, casework.Change(), default));

        Assert.That(await FindAsync(PersonKind.Consultant, "xy987"), Is.Empty);
    }

    [Test]
    public async Task Another_master_key_leaves_the_search_as_it_was()
    {
        var next = new MasterKeys(MasterKey.Read(MasterKey.NewText())!, TestKeys.Keys.Current);
        await using var db = casework.Database.Open();
        await KeyRotation.RotateAsync(db, next, default);

        var found = await new PersonalSearch(db, new MasterKeys(next.Current)).FindAsync(
            Viewer(PersonKind.Consultant),
            "AB123456",
            default
        );

        Assert.That(found, Is.EqualTo(new[] { file.AssigneeId }));
    }

    [Test]
    public async Task Two_databases_hash_the_same_number_differently()
    {
        using var other = new TestCasework(TestRules.WithDeadlines());
        var twin = await other.OpenCaseAsync();
        await other.DoAsync<PersonalRecords>(r =>
            r.SetAsync(twin.Id, twin.AssigneeId, PersonalField.TaxNumber, "GB", "QQ 12 34 56 C", 0, other.Change(), default)
        );

        Assert.That(await HashAsync(other), Is.Not.EqualTo(await HashAsync(casework)).And.Length.EqualTo(64));
    }

    private static Task<string?> HashAsync(TestCasework of) =>
        of.ReadAsync(db =>
            db.PersonalValues.Where(v => v.Field == PersonalField.TaxNumber).Select(v => v.SearchHash).SingleAsync()
        );

    private Task<IReadOnlyList<Guid>> FindAsync(PersonKind kind, string typed) =>
        casework.DoAsync<PersonalSearch, IReadOnlyList<Guid>>(s => s.FindAsync(Viewer(kind), typed, default));

    private static Viewer Viewer(PersonKind kind) => new(Guid.NewGuid(), kind, null, null, null);
}

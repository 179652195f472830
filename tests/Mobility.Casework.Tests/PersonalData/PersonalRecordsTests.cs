using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.Keys;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Testing;
using Mobility.Testing.Data;

namespace Mobility.Casework.Tests.PersonalData;

/// <summary>What is sealed about people: kept, changed, shown, erased, and never in a place it was not sealed for.</summary>
public sealed class PersonalRecordsTests
{
    private const string Note = "Canary note: a wheelchair";

    private TestCasework casework = null!;
    private Case file = null!;

    [SetUp]
    public async Task OpenCaseAsync()
    {
        casework = new TestCasework(TestRules.WithDeadlines());
        file = await casework.OpenCaseAsync(
            family:
            [
                new NewMember
                {
                    Person = new NewPerson { FullName = "Noor", BirthDate = new(2019, 5, 6) },
                    Relation = FamilyRelation.Child,
                },
            ]
        );
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task A_value_is_read_back_by_whoever_has_the_key_and_lies_sealed()
    {
        await SetAsync(PersonalField.HealthNote, "", Note);

        var item = await ReadAsync(PersonalField.HealthNote);
        var row = (await casework.AllAsync(db => db.PersonalValues.Where(v => v.Field == PersonalField.HealthNote))).Single();

        Assert.Multiple(() =>
        {
            Assert.That(item!.Text, Is.EqualTo(Note));
            Assert.That(System.Text.Encoding.UTF8.GetString(row.Sealed), Does.Not.Contain("Canary"));
            Assert.That(row.SearchHash, Is.Null, "A note is not searched for.");
        });
    }

    [Test]
    public async Task The_same_text_sealed_twice_is_not_the_same()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");
        await SetAsync(PersonalField.TaxNumber, "DE", "QQ 12 34 56 C");

        var rows = await casework.AllAsync(db => db.PersonalValues.Where(v => v.Field == PersonalField.TaxNumber));

        Assert.That(rows[0].Sealed, Is.Not.EqualTo(rows[1].Sealed));
    }

    [Test]
    public async Task A_value_moved_to_another_person_country_or_field_does_not_open()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");
        var child = (await casework.AllAsync(db => db.CaseMembers)).Single().PersonId;
        var value = (await casework.AllAsync(db => db.PersonalValues.Where(v => v.Field == PersonalField.TaxNumber))).Single();
        var keys = (await casework.AllAsync(db => db.PersonKeys)).ToDictionary(k => k.PersonId);
        var own = PersonSeal.Of(TestKeys.Keys, file.AssigneeId, keys[file.AssigneeId].MasterKeyId, keys[file.AssigneeId].Wrapped);
        var others = PersonSeal.Of(TestKeys.Keys, child, keys[child].MasterKeyId, keys[child].Wrapped);

        Assert.Multiple(() =>
        {
            Assert.That(own.Open(PersonalField.TaxNumber, "GB", value.Sealed), Is.EqualTo("QQ 12 34 56 C"));
            Assert.That(
                () => others.Open(PersonalField.TaxNumber, "GB", value.Sealed),
                Throws.InstanceOf<CryptographicException>()
            );
            Assert.That(() => own.Open(PersonalField.TaxNumber, "DE", value.Sealed), Throws.InstanceOf<CryptographicException>());
            Assert.That(
                () => own.Open(PersonalField.PassportNumber, "GB", value.Sealed),
                Throws.InstanceOf<CryptographicException>()
            );
            Assert.That(
                () => PersonSeal.Of(TestKeys.Keys, child, keys[file.AssigneeId].MasterKeyId, keys[file.AssigneeId].Wrapped),
                Throws.TypeOf<KeysRefusedException>(),
                "Nor does the key open as somebody else's."
            );
        });
    }

    [Test]
    public async Task History_names_the_field_and_keeps_both_values_sealed()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 65 43 21 A", version: 1);
        await SetAsync(PersonalField.TaxNumber, "GB", null, version: 2);

        var changes = await casework.AllAsync(db =>
            db.Changes.Where(c => c.Kind == ChangeKind.PersonalValueRecorded).OrderBy(c => c.At).ThenBy(c => c.Id)
        );
        var fields = changes.ConvertAll(c => c.FieldChanges().Single());
        var key = (await casework.AllAsync(db => db.PersonKeys.Where(k => k.PersonId == file.AssigneeId))).Single();
        var seal = PersonSeal.Of(TestKeys.Keys, file.AssigneeId, key.MasterKeyId, key.Wrapped);

        Assert.Multiple(() =>
        {
            Assert.That(changes.Select(c => c.Subject), Is.All.EqualTo("Eilidh MacGillivray-Sørensen, GB"));
            Assert.That(fields.Select(f => f.Field), Is.All.EqualTo("TaxNumber"));
            Assert.That(
                fields.Select(f => (Open(f.Before), Open(f.After))),
                Is.EqualTo(
                    new (string?, string?)[]
                    {
                        (null, "QQ 12 34 56 C"),
                        ("QQ 12 34 56 C", "QQ 65 43 21 A"),
                        ("QQ 65 43 21 A", null),
                    }
                )
            );
            Assert.That(changes.Select(c => c.Fields), Is.All.Not.Contains("QQ"));
        });
        Assert.That(await ReadAsync(PersonalField.TaxNumber), Is.Null);

        string? Open(string? text) =>
            text is null ? null : seal.Open(PersonalField.TaxNumber, "GB", Convert.FromBase64String(text));
    }

    [Test]
    public async Task What_is_kept_already_leaves_no_history()
    {
        await SetAsync(PersonalField.HealthNote, "", Note);
        await SetAsync(PersonalField.HealthNote, "", $"  {Note} ", version: 1);
        await SetAsync(PersonalField.BankDetails, "", null);

        Assert.That(
            await casework.ReadAsync(db => db.Changes.CountAsync(c => c.Kind == ChangeKind.PersonalValueRecorded)),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task A_change_that_started_from_an_older_value_is_refused_and_the_newer_one_stays()
    {
        await SetAsync(PersonalField.HealthNote, "", "first");
        await SetAsync(PersonalField.HealthNote, "", "second", version: 1);

        Assert.That(
            () => SetAsync(PersonalField.HealthNote, "", "third", version: 1),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("PersonalValueChanged")
        );
        Assert.That((await ReadAsync(PersonalField.HealthNote))!.Text, Is.EqualTo("second"));
    }

    [Test]
    public async Task The_same_first_value_sent_twice_is_kept_once()
    {
        await SetAsync(PersonalField.HealthNote, "", "first");

        Assert.That(() => SetAsync(PersonalField.HealthNote, "", "first"), Throws.TypeOf<RefusedException>());
        Assert.That(
            await casework.ReadAsync(db => db.PersonalValues.CountAsync(v => v.PersonId == file.AssigneeId)),
            Is.EqualTo(1)
        );
    }

    [Test]
    public void Somebody_who_is_not_on_the_case_gets_no_value_there() =>
        Assert.That(
            () =>
                casework.DoAsync<PersonalRecords>(r =>
                    r.SetAsync(file.Id, Guid.NewGuid(), PersonalField.HealthNote, "", Note, 0, casework.Change(), default)
                ),
            Throws.TypeOf<NotHereException>()
        );

    [TestCase(PersonalField.TaxNumber, "gb")]
    [TestCase(PersonalField.TaxNumber, "")]
    [TestCase(PersonalField.HealthNote, "GB")]
    [TestCase(PersonalField.PassportNumber, "00000000-0000-0000-0000-000000000000")]
    public void A_value_belongs_to_a_place_that_is_there(PersonalField field, string of) =>
        Assert.That(() => SetAsync(field, of, "12345"), Throws.TypeOf<NotHereException>());

    [Test]
    public async Task To_look_at_a_value_is_noted_with_who_whose_and_which_but_not_what()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");

        var shown = await casework.DoAsync<PersonalRecords, PersonalItem>(r =>
            r.ShowAsync(file.AssigneeId, PersonalField.TaxNumber, "GB", Visit.Unknown, casework.Change(), default)
        );

        var noted = (await casework.AllAsync(db => db.AuditEvents)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(shown.Text, Is.EqualTo("QQ 12 34 56 C"));
            Assert.That((noted.Kind, noted.AccountId), Is.EqualTo((AuditKind.Viewed, (Guid?)casework.Consultant.Id)));
            Assert.That(noted.Subject, Is.EqualTo("Eilidh MacGillivray-Sørensen: TaxNumber GB"));
        });
    }

    [Test]
    public async Task After_the_key_is_destroyed_nothing_opens_the_history_is_whole_and_nothing_new_is_kept()
    {
        await SetAsync(PersonalField.TaxNumber, "GB", "QQ 12 34 56 C");
        await SetAsync(PersonalField.HealthNote, "", Note);
        var before = await casework.ReadAsync(db => db.Changes.CountAsync());

        await casework.DoAsync<PersonalRecords>(r => r.EraseAsync(file.AssigneeId, casework.Change("Asked for it"), default));

        var key = (await casework.AllAsync(db => db.PersonKeys.Where(k => k.PersonId == file.AssigneeId))).Single();
        var changes = await casework.AllAsync(db => db.Changes.OrderBy(c => c.At).ThenBy(c => c.Id));
        Assert.Multiple(async () =>
        {
            Assert.That((key.Wrapped, key.MasterKeyId, key.ErasedAt), Is.EqualTo(((byte[]?)null, (string?)null, casework.Now)));
            Assert.That((await ReadAsync(PersonalField.TaxNumber))!.Text, Is.Null);
            Assert.That((await ReadAsync(PersonalField.HealthNote))!.Text, Is.Null);
            Assert.That(changes, Has.Count.EqualTo(before + 1));
            Assert.That(changes.Count(c => c.Kind == ChangeKind.PersonErased && c.CaseId == file.Id), Is.EqualTo(1));
            Assert.That(
                await casework.ReadAsync(db =>
                    db.PersonalValues.AnyAsync(v => v.PersonId == file.AssigneeId && v.SearchHash != null)
                ),
                Is.False
            );
            Assert.That(
                () => SetAsync(PersonalField.BankDetails, "", "1234567\n\nEUR"),
                Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("PersonIsErased")
            );
        });
        var child = (await casework.AllAsync(db => db.CaseMembers)).Single().PersonId;
        Assert.That(
            await casework.DoAsync<PersonalRecords, NodaTime.LocalDate?>(r => r.BirthDateAsync(child, default)),
            Is.EqualTo(new NodaTime.LocalDate(2019, 5, 6)),
            "The others keep theirs."
        );
    }

    [Test]
    public async Task A_destroyed_key_is_in_no_page_of_the_file()
    {
        await SetAsync(PersonalField.HealthNote, "", Note);
        var key = (await casework.AllAsync(db => db.PersonKeys.Where(k => k.PersonId == file.AssigneeId))).Single().Wrapped!;
        Assume.That(casework.Database.Options.File, Is.Not.Null);
        Assert.That(RawFile.Contain(casework.Database.Options.File!, key), Is.True);

        await casework.DoAsync<PersonalRecords>(r => r.EraseAsync(file.AssigneeId, casework.Change(), default));

        Assert.That(RawFile.Contain(casework.Database.Options.File!, key), Is.False);
    }

    [Test]
    public async Task Another_master_key_wraps_the_persons_keys_anew_and_leaves_values_and_destroyed_keys_alone()
    {
        await SetAsync(PersonalField.HealthNote, "", Note);
        var child = (await casework.AllAsync(db => db.CaseMembers)).Single().PersonId;
        await casework.DoAsync<PersonalRecords>(r => r.EraseAsync(child, casework.Change(), default));
        var before = (await casework.AllAsync(db => db.PersonalValues.OrderBy(v => v.Id))).ConvertAll(v => v.Sealed);
        var next = new MasterKeys(MasterKey.Read(MasterKey.NewText())!, TestKeys.Keys.Current);

        var (first, second) = await casework.ReadAsync(async db =>
            (await KeyRotation.RotateAsync(db, next, default), await KeyRotation.RotateAsync(db, next, default))
        );

        var keys = (await casework.AllAsync(db => db.PersonKeys)).ToDictionary(k => k.PersonId);
        var alone = new MasterKeys(next.Current);
        var seal = PersonSeal.Of(alone, file.AssigneeId, keys[file.AssigneeId].MasterKeyId, keys[file.AssigneeId].Wrapped);
        var value = (await casework.AllAsync(db => db.PersonalValues.Where(v => v.Field == PersonalField.HealthNote))).Single();
        Assert.Multiple(async () =>
        {
            // One person's key; there is no key of the program's own yet.
            Assert.That((first, second), Is.EqualTo((1, 0)));
            Assert.That(seal.Open(PersonalField.HealthNote, "", value.Sealed), Is.EqualTo(Note));
            Assert.That(keys[child].Wrapped, Is.Null);
            Assert.That(
                (await casework.AllAsync(db => db.PersonalValues.OrderBy(v => v.Id))).ConvertAll(v => v.Sealed),
                Is.EqualTo(before)
            );
        });
    }

    private Task SetAsync(PersonalField field, string of, string? text, long version = 0) =>
        casework.DoAsync<PersonalRecords>(r =>
            r.SetAsync(file.Id, file.AssigneeId, field, of, text, version, casework.Change(), default)
        );

    private async Task<PersonalItem?> ReadAsync(PersonalField field) =>
        (
            await casework.DoAsync<PersonalRecords, IReadOnlyList<PersonalItem>>(r =>
                r.ReadAsync([file.AssigneeId], [field], default)
            )
        ).SingleOrDefault();
}

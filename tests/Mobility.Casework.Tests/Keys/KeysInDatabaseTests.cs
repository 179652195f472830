using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Testing;
using Mobility.Testing.Data;

namespace Mobility.Casework.Tests.Keys;

/// <summary>The keys in the database: wrapped, opened by the right master key alone, and moved from one to the next.</summary>
public sealed class KeysInDatabaseTests
{
    private static readonly MailReader Reader = new("Ana", "ana@example.org", "en", "Etc/UTC");

    private readonly TestDatabase database = TestDatabase.Create();
    private readonly MasterKey other = MasterKey.Read(MasterKey.NewText())!;

    [TearDown]
    public void EmptyDatabase() => database.Reset();

    [OneTimeTearDown]
    public void DropDatabase() => database.Dispose();

    [Test]
    public async Task What_lies_in_the_database_of_a_data_protection_key_is_wrapped()
    {
        await using var node = Node(TestKeys.Keys);
        Protect(node, "signed in");

        var stored = XElement.Parse((await StoredAsync()).Single());

        Assert.Multiple(() =>
        {
            Assert.That(stored.ToString(), Does.Not.Contain("requiresEncryption").And.Not.Contain("<value>"));
            Assert.That(
                stored.Descendants("wrapped").Single().Attribute("masterKey")!.Value,
                Is.EqualTo(TestKeys.Keys.Current.Id)
            );
        });
    }

    [Test]
    public async Task Another_node_with_the_same_master_key_reads_what_the_first_has_sealed()
    {
        await using var first = Node(TestKeys.Keys);
        var text = Protect(first, "signed in");

        await using var second = Node(new MasterKeys(MasterKey.Read(TestKeys.Master)!));

        Assert.That(Unprotect(second, text), Is.EqualTo("signed in"));
    }

    [Test]
    public async Task Another_master_key_reads_nothing()
    {
        await using var first = Node(TestKeys.Keys);
        var text = Protect(first, "signed in");

        await using var second = Node(new MasterKeys(other));

        Assert.That(() => Unprotect(second, text), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    public async Task Keys_that_an_earlier_program_left_clear_are_wrapped_at_start_and_still_work()
    {
        string text;
        await using (var before = Node(TestKeys.Keys, wrapped: false))
        {
            text = Protect(before, "signed in");
        }
        Assert.That((await StoredAsync()).Single(), Does.Contain("requiresEncryption"));

        await using var db = database.Open();
        await KeyStart.ReadyAsync(db, TestKeys.Keys, default);

        Assert.That((await StoredAsync()).Single(), Does.Not.Contain("requiresEncryption").And.Contain("<wrapped"));
        await using var after = Node(TestKeys.Keys);
        Assert.That(Unprotect(after, text), Is.EqualTo("signed in"));
    }

    [Test]
    public async Task The_wrong_master_key_is_refused_at_start_by_name()
    {
        await using var db = database.Open();
        await KeyStart.ReadyAsync(db, TestKeys.Keys, default);

        Assert.That(
            () => KeyStart.ReadyAsync(db, new MasterKeys(other), default),
            Throws
                .TypeOf<KeysRefusedException>()
                .With.Message.Contains(
                    $"asks for the master key {TestKeys.Keys.Current.Id}, and the one that is set is {other.Id}"
                )
        );
        Assert.That(() => KeyStart.ReadyAsync(db, TestKeys.Keys, default), Throws.Nothing);
    }

    [Test]
    public async Task Links_that_an_earlier_version_kept_clear_are_sealed_at_start_or_forgotten_where_they_were_sent()
    {
        const string Link = "https://mobility.example.org/invitation/5ca1ab1e";
        await using var db = database.Open();
        foreach (var state in Enum.GetValues<MailState>())
        {
            var mail = new RenderedMail($"{state}", $"Go to {Link}", $"<a href=\"{Link}\">").ToRow(Reader, default);
            mail.State = state;
            db.Add(mail);
        }
        db.Add(new RenderedMail("Permit ends", "In 60 days.", "<p>In 60 days.</p>").ToRow(Reader, default));
        await db.SaveChangesAsync();

        await KeyStart.ReadyAsync(db, TestKeys.Keys, default);

        db.ChangeTracker.Clear();
        var mails = await db.MailMessages.ToDictionaryAsync(m => m.Subject);
        var words = await new MailSeal(db, TestKeys.Keys).OpenAsync(mails["Waiting"], default);
        Assert.Multiple(() =>
        {
            Assert.That(words, Is.EqualTo(new MailWords($"Go to {Link}", $"<a href=\"{Link}\">")));
            Assert.That((mails["Sent"].Text, mails["Sent"].Html), Is.EqualTo(("", "")));
            Assert.That((mails["Failed"].Text, mails["Failed"].Html), Is.EqualTo(("", "")));
            Assert.That(mails["Permit ends"].Text, Is.EqualTo("In 60 days."));
            if (database.Options.File is { } file)
            {
                Assert.That(RawFile.Contain(file, "5ca1ab1e"), Is.False);
            }
        });
    }

    [Test]
    public async Task A_damaged_key_is_told_from_a_wrong_one()
    {
        await using var db = database.Open();
        await KeyStart.ReadyAsync(db, TestKeys.Keys, default);
        var key = await db.ProgramKeys.SingleAsync(k => k.Name == ProgramKey.Search);
        key.Wrapped = [.. key.Wrapped[..^1], (byte)(key.Wrapped[^1] ^ 1)];
        await db.SaveChangesAsync();

        Assert.That(
            () => KeyStart.ReadyAsync(db, TestKeys.Keys, default),
            Throws.TypeOf<KeysRefusedException>().With.Message.Contains("is damaged")
        );
    }

    [Test]
    public void A_wrapped_key_opens_for_its_own_purpose_only()
    {
        var wrapped = TestKeys.Keys.Wrap([1, 2, 3], "one");

        Assert.Multiple(() =>
        {
            Assert.That(TestKeys.Keys.Unwrap(wrapped, "one"), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(() => TestKeys.Keys.Unwrap(wrapped, "another"), Throws.TypeOf<KeysRefusedException>());
        });
    }

    [Test]
    public async Task After_rotation_the_new_master_key_alone_opens_everything_and_a_second_run_finds_nothing()
    {
        string text;
        await using (var before = Node(TestKeys.Keys))
        {
            text = Protect(before, "signed in");
        }
        await using var db = database.Open();
        await KeyStart.ReadyAsync(db, TestKeys.Keys, default);
        var both = new MasterKeys(other, TestKeys.Keys.Current);

        var first = await KeyRotation.RotateAsync(db, both, default);
        var second = await KeyRotation.RotateAsync(db, both, default);

        // The keys for searching and for mail, and one data-protection key.
        Assert.That((first, second), Is.EqualTo((3, 0)));
        await KeyStart.ReadyAsync(db, new MasterKeys(other), default);
        await using var after = Node(new MasterKeys(other));
        Assert.That(Unprotect(after, text), Is.EqualTo("signed in"));
        Assert.That(
            () => KeyStart.ReadyAsync(db, TestKeys.Keys, default),
            Throws.TypeOf<KeysRefusedException>(),
            "The old key opens nothing any more."
        );
    }

    [Test]
    public async Task A_rotation_that_was_broken_off_is_told_at_start_once_the_earlier_key_is_taken_out()
    {
        var client = new Client { Name = "Brightwater plc" };
        var person = new Person { ClientId = client.Id, FullName = "Ana" };
        var (_, key) = PersonSeal.New(TestKeys.Keys, person.Id);
        await using var db = database.Open();
        db.AddRange(client, person, key);
        await db.SaveChangesAsync();

        Assert.That(
            () => KeyStart.ReadyAsync(db, new MasterKeys(other), default),
            Throws
                .TypeOf<KeysRefusedException>()
                .With.Message.StartsWith($"1 keys of people are still wrapped by the master key {TestKeys.Keys.Current.Id}")
        );
        Assert.That(
            () => KeyStart.ReadyAsync(db, new MasterKeys(other, TestKeys.Keys.Current), default),
            Throws.Nothing,
            "The earlier key is there still."
        );
    }

    [Test]
    public async Task A_damaged_data_protection_key_is_told_at_start()
    {
        await using (var node = Node(TestKeys.Keys))
        {
            Protect(node, "signed in");
        }
        await using var db = database.Open();
        var stored = await db.StoredKeys.SingleAsync();
        var xml = XElement.Parse(stored.Xml);
        var wrapped = xml.Descendants("wrapped").Single();
        var bytes = Convert.FromBase64String(wrapped.Value);
        bytes[^1] ^= 1;
        wrapped.Value = Convert.ToBase64String(bytes);
        stored.Xml = xml.ToString();
        await db.SaveChangesAsync();

        Assert.That(
            () => KeyStart.ReadyAsync(db, TestKeys.Keys, default),
            Throws.TypeOf<KeysRefusedException>().With.Message.Contains("is damaged")
        );
    }

    private async Task<List<string>> StoredAsync()
    {
        await using var db = database.Open();
        return await db.StoredKeys.Select(k => k.Xml).ToListAsync();
    }

    private ServiceProvider Node(MasterKeys keys, bool wrapped = true)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMobilityDatabase(database.Options).AddSingleton(keys);
        services.AddDataProtection().SetApplicationName("Mobility");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInDatabase>();
        if (!wrapped)
        {
            services.PostConfigure<KeyManagementOptions>(o => o.XmlEncryptor = null);
        }
        return services.BuildServiceProvider();
    }

    private static string Protect(ServiceProvider node, string text) =>
        node.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect(text);

    private static string Unprotect(ServiceProvider node, string text) =>
        node.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(text);
}

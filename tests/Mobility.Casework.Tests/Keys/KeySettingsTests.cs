using Microsoft.Extensions.Configuration;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;
using Mobility.Testing;
using Mobility.Testing.Data;

namespace Mobility.Casework.Tests.Keys;

/// <summary>Where the master key comes from, and what is refused.</summary>
public sealed class KeySettingsTests
{
    private readonly string folder = TestDatabase.NewFolder();

    [Test]
    public void Without_a_key_the_program_says_how_to_make_one()
    {
        Assert.That(
            () => Read([]),
            Throws.TypeOf<KeysRefusedException>().With.Message.Contains("keys new").And.Message.Contains("Keys:MasterFile")
        );
    }

    [TestCase("c2hvcnQ=")]
    [TestCase("not base64 at all")]
    [TestCase("VGhlIG1hc3RlciBrZXkgb2YgdGVzdHMsIDMzIGJ5dGVz")]
    public void What_is_no_key_is_refused_and_not_repeated(string text)
    {
        Assert.That(
            () => Read(("Keys:Master", text)),
            Throws.TypeOf<KeysRefusedException>().With.Message.Contains("32 bytes in base64").And.Message.Not.Contains(text)
        );
    }

    [Test]
    public void A_setting_and_a_file_at_once_are_refused()
    {
        Assert.That(
            () => Read(("Keys:Master", TestKeys.Master), ("Keys:MasterFile", "x")),
            Throws.TypeOf<KeysRefusedException>().With.Message.Contains("both set")
        );
    }

    [Test]
    public void A_file_that_is_not_there_is_refused_by_its_name()
    {
        Assert.That(
            () => Read(("Keys:MasterFile", "none.key")),
            Throws.TypeOf<KeysRefusedException>().With.Message.Contains("none.key")
        );
    }

    [Test]
    public void A_key_in_a_file_is_the_key()
    {
        var file = Path.Combine(folder, "in-a-file.key");
        File.WriteAllText(file, $"  {TestKeys.Master}\n");

        Assert.That(Read(("Keys:MasterFile", file)).Current.Id, Is.EqualTo(TestKeys.Keys.Current.Id));
    }

    [Test]
    public void The_earlier_key_stands_beside_the_one_in_use()
    {
        var keys = Read(("Keys:Master", MasterKey.NewText()), ("Keys:Earlier", TestKeys.Master));

        Assert.That(keys.Earlier!.Id, Is.EqualTo(TestKeys.Keys.Current.Id).And.Not.EqualTo(keys.Current.Id));
    }

    [Test]
    public void In_Development_a_file_beside_the_database_is_made_once_for_its_owner_alone()
    {
        var database = DatabaseOptions.ForFile(Path.Combine("made", "mobility.db"), folder);

        var first = KeySettings.Read(Settings([]), folder, database, mayMake: true);
        var second = KeySettings.Read(Settings([]), folder, database, mayMake: true);

        var file = Path.Combine(folder, "made", "mobility.key");
        Assert.Multiple(() =>
        {
            Assert.That(first.MadeFile, Is.EqualTo(file));
            Assert.That(second.MadeFile, Is.Null);
            Assert.That(second.Current.Id, Is.EqualTo(first.Current.Id));
        });
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public void A_new_key_is_never_written_over_a_file_that_is_there()
    {
        var file = Path.Combine(folder, "kept.key");
        File.WriteAllText(file, TestKeys.Master);

        Assert.That(
            () => KeySettings.WriteNew(file),
            Throws.TypeOf<KeysRefusedException>().With.Message.Contains("cannot be written to a new file")
        );
        Assert.That(File.ReadAllText(file), Is.EqualTo(TestKeys.Master));
    }

    private MasterKeys Read(params (string Name, string Value)[] settings) =>
        KeySettings.Read(Settings(settings), folder, DatabaseOptions.ForFile("mobility.db", folder), mayMake: false);

    private static IConfiguration Settings((string Name, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
            .Build();
}

using System.Text;
using Mobility.Casework.Backups;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Casework.Tests.Backups;

/// <summary>A backup file that is no longer what it was: found, named, and nothing is changed.</summary>
public sealed class BackupFileTests
{
    private static readonly ChangeContext Change = ChangeContext.Program("Test", Instant.FromUtc(2026, 11, 22, 12, 0));

    private TestDatabase database = null!;
    private string folder = "";
    private string file = "";
    private byte[] whole = [];

    [SetUp]
    public async Task MakeBackup()
    {
        database = TestDatabase.Create(DatabaseProvider.Sqlite);
        folder = TestDatabase.NewFolder();
        file = Path.Combine(folder, "a backup.zip");
        await DatabaseBackup.MakeAsync(database.Options, file, Change, null, default);
        whole = await File.ReadAllBytesAsync(file);
    }

    [TearDown]
    public void Close() => database.Dispose();

    [Test]
    public void A_whole_one_opens()
    {
        using var backup = BackupFile.Open(file, null, default);

        Assert.That(backup.Manifest.MadeAt, Is.EqualTo("2026-11-22T12:00:00Z"));
    }

    [Test]
    public void A_changed_byte_is_found_wherever_it_is_and_its_part_named()
    {
        // Where the parts begin, by the marks of the zip format: local headers, the table of contents, its end with the comment.
        var manifest = Find("PK\x03\x04", after: 4);
        var contents = Find("PK\x01\x02", after: manifest);
        var end = Find("PK\x05\x06", after: contents);
        var random = new Random(20261122);
        var places = Enumerable
            .Range(0, 64)
            .Select(_ => random.Next(whole.Length))
            .Concat([0, 6, 14, 18, 26, 30, 100, manifest - 1])
            .Concat([manifest, manifest + 14, manifest + 30, manifest + 60, contents - 1])
            .Concat([contents, contents + 16, contents + 42, contents + 46, end - 1])
            .Concat([end, end + 16, end + 20, end + 22, end + 30, end + 120])
            .Concat([whole.Length - 64, whole.Length - 1])
            .ToHashSet();

        var named = places.ToDictionary(place => place, place => SentenceOnChanged(place, random.Next(8)));

        Assert.Multiple(() =>
        {
            foreach (var (place, sentence) in named)
            {
                Assert.That(sentence, Does.StartWith($"{file} is damaged").And.EndWith("."), $"byte {place}");
            }
            Assert.That(named[manifest + 60], Does.Contain("manifest.json in it"));
            Assert.That(named[contents + 46], Does.Contain("packing"));
            Assert.That(named[end + 30], Does.Contain("its end, which holds the checksums"));
            Assert.That(named[whole.Length - 1], Does.Contain("a checksum; the files themselves come out whole"));
            // Nearly all of it is the database, and some bits of packed zeros can be one way or the other.
            Assert.That(named.Values.Count(s => s.Contains("mobility.db in it", StringComparison.Ordinal)), Is.GreaterThan(32));
        });
    }

    private string SentenceOnChanged(int place, int bit)
    {
        var changed = (byte[])whole.Clone();
        changed[place] ^= (byte)(1 << bit);
        File.WriteAllBytes(file, changed);
        return Assert
            .Throws<BackupRefusedException>(() => BackupFile.Open(file, null, default).Dispose(), $"byte {place}")!
            .Message;
    }

    [Test]
    public void One_that_is_cut_short_is_refused_wherever_it_ends([Values(0.0, 0.001, 0.5, 0.999, 1.0)] double part)
    {
        var length = Math.Min(whole.Length - 1, (int)(whole.Length * part));
        File.WriteAllBytes(file, whole[..length]);

        var refusal = Assert.Throws<BackupRefusedException>(() => BackupFile.Open(file, null, default).Dispose());

        Assert.That(refusal!.Message, Does.Contain(length == 0 ? "is not a backup of Mobility" : "is damaged or cut short"));
    }

    [Test]
    public void One_with_something_behind_it_is_refused()
    {
        File.WriteAllBytes(file, [.. whole, 10]);

        Assert.Throws<BackupRefusedException>(() => BackupFile.Open(file, null, default).Dispose());
    }

    [Test]
    public void What_never_was_a_backup_is_said_to_be_none()
    {
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("Dear Sir or Madam, ", 100)));
        Refused(file, "is not a backup of Mobility");
        File.Copy(database.Options.File!, file, overwrite: true);
        Refused(file, "is not a backup of Mobility");
        Refused(folder, "is a folder");
        Refused(Path.Combine(folder, "nothing"), "is not there");
    }

    private static void Refused(string path, string sentence) =>
        Assert.That(
            Assert.Throws<BackupRefusedException>(() => BackupFile.Open(path, null, default).Dispose())!.Message,
            Does.Contain(sentence)
        );

    private int Find(string mark, int after) => after + whole.AsSpan(after).IndexOf(Encoding.Latin1.GetBytes(mark));
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Backups;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Keys;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Testing;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Casework.Tests.Backups;

/// <summary>What a restore refuses, what it keeps, and that a refused one changed nothing.</summary>
public sealed class RestoreTests
{
    private static readonly ChangeContext Change = ChangeContext.Program("Test", Instant.FromUtc(2026, 11, 22, 12, 0));

    private TestDatabase source = null!;
    private string folder = "";
    private string backup = "";
    private DatabaseOptions target = null!;

    [SetUp]
    public async Task MakeBackup()
    {
        source = TestDatabase.Create(DatabaseProvider.Sqlite);
        folder = TestDatabase.NewFolder();
        backup = Path.Combine(TestDatabase.NewFolder(), "backup.zip");
        target = DatabaseOptions.ForFile("mobility.db", folder);
        await AddClientAsync(source.Options, "In the backup");
        await using (var db = source.Open())
        {
            await KeyStart.ReadyAsync(db, TestKeys.Keys, default);
        }
        await DatabaseBackup.MakeAsync(source.Options, backup, Change, null, default);
    }

    [TearDown]
    public void Close()
    {
        Let(target);
        source.Dispose();
    }

    [Test]
    public async Task Into_nothing_it_makes_a_database_with_a_log_beside_that_only_its_user_may_read()
    {
        target = DatabaseOptions.ForFile("new folder/mobility.db", folder);

        var restored = await PutBackAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(restored.Kept, Is.Null);
            Assert.That(restored.Migrated, Is.Empty);
            Assert.That(Files(Path.Combine(folder, "new folder")), Is.EqualTo(new[] { "mobility.db" }));
            Assert.That(await ClientsAsync(target), Is.EqualTo(new[] { "In the backup" }));
            Assert.That(One(target, "PRAGMA journal_mode"), Is.EqualTo("wal"));
            if (!OperatingSystem.IsWindows())
            {
                var mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                Assert.That(File.GetUnixFileMode(target.File!), Is.EqualTo(mine));
                Assert.That(File.GetUnixFileMode(backup), Is.EqualTo(mine));
            }
        });
    }

    [Test]
    public async Task Every_session_and_open_link_in_it_ends()
    {
        var ana = TestCasework.AccountOf(PersonKind.Consultant, "Ana");
        await using (var db = source.Open())
        {
            db.Add(ana);
            db.Add(
                new Session
                {
                    AccountId = ana.Id,
                    StartedAt = Change.At,
                    LastSeenAt = Change.At,
                    ExpiresAt = Change.At + Duration.FromHours(12),
                }
            );
            db.Add(
                new Invitation
                {
                    AccountId = ana.Id,
                    TokenHash = "a1",
                    CreatedAt = Change.At,
                    ExpiresAt = Change.At + Duration.FromDays(7),
                }
            );
            var mail = new RenderedMail("Come in", "/invitation/a1", "").ToRow(MailReader.Of(ana), Change.At);
            await new MailSeal(db, TestKeys.Keys).SealAsync(mail, default);
            db.Add(mail);
            await db.SaveChangesAsync();
        }
        backup = Path.Combine(TestDatabase.NewFolder(), "next.zip");
        await DatabaseBackup.MakeAsync(source.Options, backup, Change, null, default);

        await PutBackAsync();

        await using var after = DatabaseRegistration.Open(target);
        var session = await after.Sessions.SingleAsync();
        Assert.That((session.EndedAt, session.Ended), Is.EqualTo(((Instant?)Change.At, (SessionEnd?)SessionEnd.Restored)));
        Assert.That((await after.Invitations.SingleAsync()).ExpiresAt, Is.EqualTo(Change.At));
        var unsent = await after.MailMessages.SingleAsync();
        Assert.That((unsent.State, unsent.Html), Is.EqualTo((MailState.Failed, "")), "its link is dead");
    }

    [Test]
    public async Task A_migrated_database_without_a_row_is_as_good_as_none()
    {
        await DatabaseStart.MigrateAsync(target, default);
        Let(target);

        await PutBackAsync();

        Assert.That(await ClientsAsync(target), Is.EqualTo(new[] { "In the backup" }));
    }

    [Test]
    public async Task Over_rows_it_asks_for_replace_and_then_keeps_them_beside()
    {
        await DatabaseStart.MigrateAsync(target, default);
        await AddClientAsync(target, "In the way");
        Let(target);

        Assert.That(Refused(), Does.Contain("is not empty").And.Contain("--replace"));
        Assert.That(await ClientsAsync(target), Is.EqualTo(new[] { "In the way" }));
        Let(target);
        var restored = await PutBackAsync(replace: true);

        Assert.That(restored.Kept, Is.EqualTo($"{target.File}.20261122T120000Z"));
        Assert.Multiple(async () =>
        {
            Assert.That(await ClientsAsync(target), Is.EqualTo(new[] { "In the backup" }));
            var kept = DatabaseOptions.ForFile(restored.Kept!, folder);
            Assert.That(await ClientsAsync(kept), Is.EqualTo(new[] { "In the way" }));
            Let(kept);
            Assert.That(
                One(target, "SELECT Kind || ': ' || Subject FROM AuditEvents"),
                Is.EqualTo("Restored: backup.zip, made at 2026-11-22T12:00:00Z")
            );
        });
    }

    [Test]
    public async Task What_a_killed_program_left_in_its_log_is_in_the_database_that_is_kept()
    {
        await DatabaseStart.MigrateAsync(target, default);
        await AddClientAsync(target, "In the log");
        // As after a kill: the file and its log, with nobody who would tidy up.
        var killed = Directory.CreateDirectory(Path.Combine(folder, "killed")).FullName;
        foreach (var part in Directory.GetFiles(folder))
        {
            File.Copy(part, Path.Combine(killed, Path.GetFileName(part)));
        }
        Let(target);
        target = DatabaseOptions.ForFile("mobility.db", killed);
        Assert.That(new FileInfo($"{target.File}-wal").Length, Is.Positive);

        var restored = await PutBackAsync(replace: true);

        Assert.That(Files(killed), Is.EquivalentTo(new[] { "mobility.db", Path.GetFileName(restored.Kept) }));
        var kept = DatabaseOptions.ForFile(restored.Kept!, killed);
        Assert.That(await ClientsAsync(kept), Is.EqualTo(new[] { "In the log" }));
        Let(kept);
        Assert.That(await ClientsAsync(target), Is.EqualTo(new[] { "In the backup" }));
    }

    [Test]
    public async Task A_database_that_somebody_has_open_stays_as_it_is()
    {
        await DatabaseStart.MigrateAsync(target, default);
        await AddClientAsync(target, "At work");
        Let(target);
        using (await HeldDatabase.HoldAsync(target, default))
        {
            Assert.That(Refused(replace: true), Does.Contain("is in use. Stop Mobility"));
            Assert.That(await ClientsAsync(target), Is.EqualTo(new[] { "At work" }));
            Let(target);
        }

        await PutBackAsync(replace: true);
        Assert.That(await ClientsAsync(target), Is.EqualTo(new[] { "In the backup" }));
    }

    [Test]
    public async Task A_damaged_database_is_kept_too()
    {
        await File.WriteAllTextAsync(target.File!, "This was a database.");

        Assert.That(Refused(), Does.Contain("is not empty"));
        var restored = await PutBackAsync(replace: true);

        Assert.Multiple(async () =>
        {
            Assert.That(await ClientsAsync(target), Is.EqualTo(new[] { "In the backup" }));
            Assert.That(await File.ReadAllTextAsync(restored.Kept!), Is.EqualTo("This was a database."));
        });
    }

    [Test]
    public async Task The_log_of_a_database_that_is_gone_is_not_read_into_this_one()
    {
        await File.WriteAllTextAsync($"{target.File}-wal", "This was its log.");

        Assert.That(Refused(), Does.Contain("-wal is what a database that is gone left behind"));
        Assert.That(Files(folder), Is.EqualTo(new[] { "mobility.db-wal" }));
    }

    [Test]
    public async Task A_damaged_backup_changes_nothing()
    {
        await DatabaseStart.MigrateAsync(target, default);
        await AddClientAsync(target, "Still there");
        Let(target);
        var before = await File.ReadAllBytesAsync(target.File!);
        var bytes = await File.ReadAllBytesAsync(backup);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(backup, bytes);

        Assert.That(Refused(replace: true), Does.Contain("is damaged: "));
        Assert.Throws<BackupRefusedException>(() => DatabaseRestore.Check(target, backup, TestKeys.Keys, null, default));
        Assert.That(Files(folder), Is.EqualTo(new[] { "mobility.db" }));
        Assert.That(await File.ReadAllBytesAsync(target.File!), Is.EqualTo(before));
    }

    [Test]
    public void A_check_leaves_nothing_behind()
    {
        var manifest = DatabaseRestore.Check(target, backup, TestKeys.Keys, null, default);

        Assert.That(manifest.Tables["Clients"], Is.EqualTo(1));
        Assert.That(Files(folder), Is.Empty);
    }

    [Test]
    public async Task A_backup_of_a_newer_version_is_refused_by_its_manifest()
    {
        await Repacked(manifest => manifest with { Migrations = [.. manifest.Migrations, "29991231000000_FromTheFuture"] });

        Assert.That(Refused(), Does.Contain("of a newer version than this program").And.Contain("FromTheFuture"));
        Assert.That(Files(folder), Is.Empty);
    }

    [Test]
    public async Task A_backup_tells_which_master_key_it_needs_and_another_one_is_refused()
    {
        var other = MasterKey.Read(MasterKey.NewText())!;
        var own = TestKeys.Keys.Current;

        Assert.That(
            Refused(keys: new MasterKeys(other)),
            Does.Contain($"needs the master key {own.Id}, and Keys:Master is {other.Id}")
        );
        Assert.That(Files(folder), Is.Empty);
        Assert.That(
            (await PutBackAsync(keys: new MasterKeys(other, earlier: own))).Manifest.MasterKeys,
            Is.EqualTo(new[] { own.Id })
        );
    }

    [Test]
    public async Task A_backup_whose_database_has_not_the_rows_it_says_is_refused()
    {
        await Repacked(manifest =>
            manifest with
            {
                Tables = manifest.Tables.ToDictionary(t => t.Key, t => t.Key == "Clients" ? 2 : t.Value),
            }
        );

        Assert.That(Refused(), Does.Contain("has not the tables and rows that its manifest says"));
        Assert.That(Files(folder), Is.Empty);
    }

    [Test]
    public async Task A_backup_of_an_older_version_is_upgraded_on_the_way()
    {
        var older = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "Databases"), "*.db").Order().First();
        var copy = DatabaseOptions.ForFile("older.db", TestDatabase.NewFolder());
        File.Copy(older, copy.File!);
        backup = Path.Combine(folder, "older.zip");

        var made = await DatabaseBackup.MakeAsync(copy, backup, Change, null, default);
        Let(copy);
        var restored = await PutBackAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(made.InAudit, Is.False);
            Assert.That(restored.Migrated, Is.Not.Empty);
            await DatabaseStart.SoundAsync(target, default);
            await using var db = DatabaseRegistration.Open(target);
            Assert.That(await db.Cases.CountAsync(), Is.EqualTo(made.Manifest.Tables["Cases"]).And.Positive);
            Assert.That(await db.AuditEvents.Select(e => e.Kind).SingleAsync(), Is.EqualTo(AuditKind.Restored));
        });
    }

    [Test]
    public async Task A_backup_takes_the_place_of_no_other_file_and_leaves_nothing_when_it_is_broken_off()
    {
        var again = Assert.ThrowsAsync<BackupRefusedException>(() =>
            DatabaseBackup.MakeAsync(source.Options, backup, Change, null, default)
        );
        Assert.That(again!.Message, Does.Contain("is there already"));

        var next = Path.Combine(folder, "next.zip");
        Assert.ThrowsAsync<OperationCanceledException>(() =>
            DatabaseBackup.MakeAsync(source.Options, next, Change, null, new CancellationToken(canceled: true))
        );
        Assert.That(Files(folder), Is.Empty);

        // What a killed run left may as well be a run at work.
        await File.WriteAllTextAsync($"{next}.partial", "half");
        var busy = Assert.ThrowsAsync<BackupRefusedException>(() =>
            DatabaseBackup.MakeAsync(source.Options, next, Change, null, default)
        );
        Assert.That(busy!.Message, Does.Contain("next.zip.partial is in the way"));
        Assert.That(Files(folder), Is.EqualTo(new[] { "next.zip.partial" }));
    }

    [Test]
    public void A_folder_that_is_not_there_gets_a_sentence()
    {
        var nowhere = Path.Combine(folder, "nowhere", "next.zip");

        var refusal = Assert.ThrowsAsync<BackupRefusedException>(() =>
            DatabaseBackup.MakeAsync(source.Options, nowhere, Change, null, default)
        );

        Assert.That(refusal!.Message, Does.Contain("nowhere/next.zip.partial cannot be made"));
    }

    [Test]
    public void A_database_on_a_server_is_the_servers_to_back_up()
    {
        var server = new DatabaseOptions(DatabaseProvider.SqlServer, "Server=none;Database=none");

        foreach (
            var refusal in new[]
            {
                Assert.ThrowsAsync<BackupRefusedException>(() => DatabaseBackup.MakeAsync(server, backup, Change, null, default)),
                Assert.ThrowsAsync<BackupRefusedException>(() =>
                    DatabaseRestore.PutBackAsync(server, backup, false, null, Change, null, default)
                ),
            }
        )
        {
            Assert.That(refusal!.Message, Does.Contain("BACKUP DATABASE"));
        }
    }

    private Task<BackupRestored> PutBackAsync(bool replace = false, MasterKeys? keys = null) =>
        DatabaseRestore.PutBackAsync(target, backup, replace, keys ?? TestKeys.Keys, Change, null, default);

    private string Refused(bool replace = false, MasterKeys? keys = null) =>
        Assert.ThrowsAsync<BackupRefusedException>(() => PutBackAsync(replace, keys))!.Message;

    /// <summary>The same backup with another manifest and checksums that fit it.</summary>
    private async Task Repacked(Func<BackupManifest, BackupManifest> change)
    {
        var database = Path.Combine(TestDatabase.NewFolder(), "unpacked.db");
        BackupManifest manifest;
        using (var opened = BackupFile.Open(backup, null, default))
        {
            manifest = opened.Manifest;
            await using var unpacked = File.Create(database);
            opened.Unpack(BackupFile.Database, unpacked, null, default);
        }
        await using var output = new FileStream(backup, FileMode.Create, FileAccess.ReadWrite);
        BackupFile.Write(output, database, _ => change(manifest), null, default);
    }

    private static async Task AddClientAsync(DatabaseOptions database, string name)
    {
        await using var db = DatabaseRegistration.Open(database);
        db.Clients.Add(new Client { Name = name });
        await db.SaveChangesAsync();
    }

    private static async Task<List<string>> ClientsAsync(DatabaseOptions database)
    {
        await using var db = DatabaseRegistration.Open(database);
        return await db.Clients.Select(c => c.Name).ToListAsync();
    }

    private static string One(DatabaseOptions database, string sql)
    {
        using var connection = CopiedDatabase.Open(database.File!);
        return CopiedDatabase.Texts(connection, sql).Single();
    }

    // As when the program ends.
    private static void Let(DatabaseOptions database) =>
        SqliteConnection.ClearPool(new SqliteConnection(database.ConnectionString));

    private static IEnumerable<string?> Files(string folder) =>
        Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order();
}

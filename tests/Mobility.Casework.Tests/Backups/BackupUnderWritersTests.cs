using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Backups;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Testing;
using Mobility.Testing.Data;

namespace Mobility.Casework.Tests.Backups;

/// <summary>A backup is made while eight people work, and put back somewhere else.</summary>
public sealed class BackupUnderWritersTests
{
    private const int Writers = 8;

    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<(Guid Case, Guid Trip)> acknowledged = new();
    private readonly SemaphoreSlim written = new(0);

    [Test]
    public async Task What_was_acknowledged_before_it_began_is_in_it_with_its_history_and_of_the_rest_all_or_nothing()
    {
        using var casework = new TestCasework(
            TestRules.WithDeadlines(new TestDeadline("tell-the-office", "assignment-start", "P3M", 14)),
            provider: DatabaseProvider.Sqlite
        );
        var folder = TestDatabase.NewFolder();
        var backup = Path.Combine(folder, "night.mobility");
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteAsync(casework, stop.Token))).ToList();
        await WrittenAsync(3 * Writers);
        var before = acknowledged.ToArray();

        var whileCopying = new HashSet<Guid>();
        // What it reports of the copying it does from within the copying statement: the writers must get on all the same.
        var watch = new Watch(step =>
        {
            if (step == BackupStep.Copying && whileCopying.Count == 0)
            {
                var then = acknowledged.Select(a => a.Trip).ToHashSet();
                WrittenAsync(written.CurrentCount + (2 * Writers)).GetAwaiter().GetResult();
                whileCopying.UnionWith(acknowledged.Select(a => a.Trip));
                whileCopying.ExceptWith(then);
            }
        });
        var made = await Task.Run(() =>
            DatabaseBackup.MakeAsync(casework.Database.Options, backup, casework.Change(), watch, default)
        );
        await WrittenAsync(written.CurrentCount + Writers);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        var elsewhere = DatabaseOptions.ForFile("restored.db", folder);
        await DatabaseRestore.PutBackAsync(elsewhere, backup, replace: false, null, casework.Change(), null, default);
        await DatabaseStart.SoundAsync(elsewhere, default);
        try
        {
            await using var db = DatabaseRegistration.Open(elsewhere);
            var cases = await db.Cases.AsNoTracking().Select(c => c.Id).ToListAsync();
            var trips = await db.Trips.AsNoTracking().ToDictionaryAsync(t => t.Id);
            var history = (await db.Changes.AsNoTracking().ToListAsync()).ToLookup(c => c.CaseId);
            var deadlines = (await db.Deadlines.AsNoTracking().ToListAsync()).ToLookup(d => d.CaseId);
            var order = acknowledged.Select(a => a.Trip).ToList();
            var firstAfter = order.FindIndex(t => !trips.ContainsKey(t));
            Assert.That(firstAfter, Is.Not.Negative, "nothing was written after it");
            Assert.Multiple(() =>
            {
                Assert.That(whileCopying, Has.Count.AtLeast(Writers), "nobody waited for the copy");
                // The first stay that is not in it came after its moment. What is in it was there before, though each writer may have
                // been told of its last one a little later.
                Assert.That(order.Skip(firstAfter).Count(trips.ContainsKey), Is.LessThan(Writers), "it is of one moment");
                Assert.That(made.Manifest.Tables["Cases"], Is.EqualTo(cases.Count));
                Assert.That(cases, Is.SupersetOf(before.Select(b => b.Case)));
                Assert.That(trips.Keys, Is.SupersetOf(before.Select(b => b.Trip)));
                foreach (var file in cases)
                {
                    var kinds = history[file].Select(c => c.Kind).ToList();
                    Assert.That(kinds.Count(k => k == ChangeKind.CaseOpened), Is.EqualTo(1));
                    Assert.That(
                        kinds.Count(k => k == ChangeKind.DeadlinePlanned),
                        Is.EqualTo(deadlines[file].Count()).And.EqualTo(1)
                    );
                }
                Assert.That(
                    history.SelectMany(c => c).Count(c => c.Kind == ChangeKind.TripRecorded),
                    Is.EqualTo(trips.Count),
                    "a line of history for each stay, and a stay for each line"
                );
                Assert.That(history.Select(c => c.Key), Is.EquivalentTo(cases.Select(c => (Guid?)c)));
                Assert.That(Broken(elsewhere), Is.Empty);
            });
            Assert.That(
                (await db.AuditEvents.SingleAsync()).Kind,
                Is.EqualTo(AuditKind.Restored),
                "the backup itself is told of in the database that it was made of"
            );
            Assert.That(
                (await casework.AllAsync(d => d.AuditEvents)).Select(e => (e.Kind, e.Name, e.Subject)),
                Is.EqualTo(new[] { (AuditKind.BackedUp, casework.Consultant.DisplayName, "night.mobility") })
            );
        }
        finally
        {
            SqliteConnection.ClearPool(new SqliteConnection(elsewhere.ConnectionString));
        }
    }

    private async Task WriteAsync(TestCasework casework, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var file = await casework.OpenCaseAsync();
                var trip = await casework.RecordAsync(file, "DE", new(2026, 10, 1), new(2026, 10, 9));
                acknowledged.Enqueue((file.Id, trip.Id));
                written.Release();
            }
            catch (Exception e) when (e.IsDatabaseBusy())
            {
                // Eight who never pause can keep one of them waiting for longer than it waits. Nothing was promised: it begins anew.
            }
        }
    }

    private async Task WrittenAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.That(await written.WaitAsync(LongEnough), Is.True, "the writers are held up");
        }
    }

    private static List<string> Broken(DatabaseOptions database)
    {
        using var connection = CopiedDatabase.Open(database.File!);
        return CopiedDatabase.Texts(connection, "PRAGMA foreign_key_check");
    }

    private sealed class Watch(Action<BackupStep> look) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) => look(value.Step);
    }
}

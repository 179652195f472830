using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Audit;

public sealed class AuditRetentionTests
{
    [Test]
    public async Task What_was_kept_long_enough_goes_the_rest_stays_and_the_audit_says_so()
    {
        using var casework = WithKeepDays(100);
        var limit = casework.Now - Duration.FromDays(100);
        await AddAsync(casework, Enumerable.Range(1, 2345).Select(i => limit - Duration.FromMinutes(i)));
        await AddAsync(casework, [limit, limit + Duration.FromSeconds(1)]);

        await casework.RunAsync(JobName.AuditRetention);

        var left = await casework.ReadAsync(db => db.AuditEvents.OrderBy(e => e.At).ToListAsync());
        Assert.That(left.Select(e => e.At), Is.EqualTo([limit, limit + Duration.FromSeconds(1), casework.Now]));
        Assert.That(
            (left[^1].Kind, left[^1].Subject),
            Is.EqualTo((AuditKind.Trimmed, "2345 rows from before 2026-08-14 12:00 UTC"))
        );
        Assert.That((await casework.ReadAsync(db => db.JobRuns.SingleAsync())).Done, Is.EqualTo(2345));
    }

    [Test]
    public async Task A_run_that_finds_nothing_writes_nothing()
    {
        using var casework = WithKeepDays(100);
        await AddAsync(casework, [casework.Now]);

        await casework.RunAsync(JobName.AuditRetention);

        Assert.That(await casework.ReadAsync(db => db.AuditEvents.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task History_is_never_touched_however_old()
    {
        using var casework = WithKeepDays(90);
        using (var db = casework.Database.Open())
        {
            var long_ago = casework.Now - Duration.FromDays(20_000);
            db.AddHistory(ChangeContext.Program("Test", long_ago), ChangeKind.CaseOpened, "M-1972-0001");
            await db.SaveChangesAsync();
        }
        await AddAsync(casework, [casework.Now - Duration.FromDays(20_000)]);

        await casework.RunAsync(JobName.AuditRetention);

        Assert.That(await casework.ReadAsync(db => db.Changes.CountAsync()), Is.EqualTo(1));
        Assert.That((await casework.ReadAsync(db => db.AuditEvents.SingleAsync())).Kind, Is.EqualTo(AuditKind.Trimmed));
    }

    [Test]
    public async Task Ten_years_are_kept_when_nothing_is_set()
    {
        using var casework = new TestCasework(TestRules.WithDeadlines());
        await AddAsync(
            casework,
            [Instant.FromUtc(2016, 11, 23, 12, 0), Instant.FromUtc(2016, 11, 21, 11, 59), Instant.FromUtc(2026, 1, 1, 0, 0)]
        );

        await casework.RunAsync(JobName.AuditRetention);

        Assert.That(
            await casework.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Kind == AuditKind.SignedIn)),
            Is.EqualTo(2),
            "the clock stands at 22 November 2026, noon"
        );
    }

    private static TestCasework WithKeepDays(int days) =>
        new(
            TestRules.WithDeadlines(),
            settings: new Dictionary<string, string?> { ["Jobs:Enabled"] = "false", ["Audit:KeepDays"] = $"{days}" }
        );

    private static async Task AddAsync(TestCasework casework, IEnumerable<Instant> times)
    {
        using var db = casework.Database.Open();
        db.AuditEvents.AddRange(times.Select(t => new AuditEvent { At = t, Kind = AuditKind.SignedIn }));
        await db.SaveChangesAsync();
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Alerts;
using Mobility.Casework.Assessments;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Demo;
using Mobility.Casework.History;
using Mobility.Casework.Tests.Data;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Demo;

public sealed class DemoReviewTests
{
    [Test]
    public async Task A_review_of_every_case_finds_nothing_to_change()
    {
        using var database = DemoDatabase.Create(new DemoOptions { Today = DemoDatabase.Today, Cases = 120 });
        await using var db = database.Open();
        var tables = db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().ToList();
        var before = tables.ToDictionary(t => t, t => Stored.Rows(database, t));
        var change = ChangeContext.Program("Review", DemoDatabase.Today.AtMidnight().InUtc().ToInstant());

        var review = new CaseReview(
            db,
            DemoDatabase.Rules,
            new AssessmentService(db, DemoDatabase.Rules),
            new DeadlinePlanner(db, DemoDatabase.Rules),
            new AlertService(db, new RecordingRenderer())
        );
        foreach (var some in (await db.Cases.Select(c => c.Id).ToListAsync()).Chunk(50))
        {
            await review.RefreshAsync(some, change, default);
            db.ChangeTracker.Clear();
        }

        using (Assert.EnterMultipleScope())
        {
            foreach (var table in tables)
            {
                Assert.That(Stored.Rows(database, table), Is.EqualTo(before[table]), table);
            }
        }
    }

    [Test]
    public async Task A_few_deadlines_of_each_consultant_are_overdue_but_none_of_the_first_whose_day_the_cast_tells()
    {
        await using var db = DemoDatabase.Open();
        var overdue = await db
            .Deadlines.Where(d => d.State == DeadlineState.Open && d.DueOn < DemoDatabase.Today)
            .GroupBy(d => d.Case!.Consultant!.DisplayName)
            .ToDictionaryAsync(g => g.Key, g => g.Count());

        Assert.That(overdue.Keys, Has.Count.EqualTo(11).And.No.Member("Ilse Vandermeulen"));
        Assert.That(overdue.Values, Is.All.InRange(1, 20));
    }

    [Test]
    public async Task Reminders_went_out_in_their_time_and_none_is_owed()
    {
        await using var db = DemoDatabase.Open();
        var now = DemoDatabase.Today.AtMidnight().InUtc().ToInstant();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await db.Deadlines.AnyAsync(d => d.State == DeadlineState.Open && d.NextAlertAt <= now), Is.False);
            Assert.That(await db.Deadlines.AnyAsync(d => d.State == DeadlineState.Done && d.NextAlertAt != null), Is.False);
            Assert.That(
                await db.Alerts.CountAsync(a => a.RaisedAt < now),
                Is.GreaterThan(await db.Alerts.CountAsync(a => a.RaisedAt == now))
            );
            Assert.That(await db.MailMessages.AnyAsync(), Is.False);
        }
    }

    [Test]
    public async Task Something_is_about_to_run_out_for_every_consultant()
    {
        await using var db = DemoDatabase.Open();
        var soon = DemoDatabase.Today.PlusDays(90);
        var passports = db.Passports.Where(p => p.ReplacedAt == null && p.ValidTo <= soon).Select(p => p.PersonId);
        var permits = db
            .Permits.Where(p => p.ReplacedAt == null && p.ValidTo <= soon && p.ValidTo >= DemoDatabase.Today)
            .Select(p => p.PersonId);
        var cases = db.Cases.Where(c => c.CancelledOn == null && c.ClosedOn == null);

        Assert.That(
            await cases
                .Where(c => passports.Contains(c.AssigneeId) || permits.Contains(c.AssigneeId))
                .Select(c => c.ConsultantId)
                .Distinct()
                .CountAsync(),
            Is.EqualTo(12)
        );
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Alerts;
using Mobility.Casework.Cases;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Jobs;
using Mobility.Casework.Permits;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Jobs;

public sealed class DeadlineSweepTests
{
    private static readonly Lazy<RuleBook> Rules = new(() =>
        TestRules.WithDeadlines(
            new TestDeadline("renew-the-passport", "passport-expiry", "P0D", 30, 7, 6, 1),
            new TestDeadline("plan-the-return", "assignment-end", "P0D", 30)
        )
    );

    private TestCasework casework = null!;

    [SetUp]
    public void Start() => casework = new TestCasework(Rules.Value);

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task Each_step_of_the_ladder_is_told_on_its_day()
    {
        await PassportAsync(new(2027, 1, 31));
        var told = new List<string>();
        for (var day = new LocalDate(2026, 12, 30); day <= new LocalDate(2027, 2, 2); day = day.PlusDays(1))
        {
            casework.Clock.Set(day.At(new LocalTime(12, 0)).InUtc().ToInstant());
            if (await SweepAsync() > 0)
            {
                told.Add($"{day:MM-dd}");
            }
        }

        Assert.Multiple(async () =>
        {
            Assert.That(told, Is.EqualTo(["01-01", "01-24", "01-25", "01-30"]));
            Assert.That(await casework.ReadAsync(db => db.MailMessages.CountAsync()), Is.EqualTo(4));
            Assert.That((await OnlyAsync()).NextAlertAt, Is.Null);
        });
    }

    [Test]
    public async Task A_step_is_told_once_however_often_the_sweep_runs()
    {
        await PassportAsync(new(2027, 1, 31));
        casework.Clock.Set(Instant.FromUtc(2027, 1, 1, 12, 0));

        Assert.Multiple(async () =>
        {
            Assert.That(await SweepAsync(), Is.EqualTo(1));
            Assert.That(await SweepAsync(), Is.Zero);
            casework.Clock.Advance(Duration.FromHours(1));
            Assert.That(await SweepAsync(), Is.Zero);
            Assert.That(casework.Renderer.Alerts, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Two_nodes_that_sweep_at_one_moment_tell_each_step_once()
    {
        for (var i = 0; i < 20; i++)
        {
            await PassportAsync(new(2027, 1, 31));
        }
        casework.Clock.Set(Instant.FromUtc(2027, 1, 1, 12, 0));
        using var other = new TestCasework(Rules.Value, other: casework);

        var raised = await Task.WhenAll(Task.Run(() => SweepAsync()), Task.Run(() => SweepAsync(other)));

        Assert.Multiple(async () =>
        {
            Assert.That(raised.Sum(), Is.EqualTo(20));
            Assert.That(await casework.ReadAsync(db => db.Alerts.CountAsync()), Is.EqualTo(20));
            Assert.That(await casework.ReadAsync(db => db.MailMessages.CountAsync()), Is.EqualTo(20));
        });
    }

    [Test]
    public async Task Steps_missed_while_the_program_was_down_are_an_alert_each_and_one_mail_that_names_them()
    {
        await PassportAsync(new(2027, 1, 31));
        casework.Clock.Set(Instant.FromUtc(2027, 1, 23, 12, 0));
        await SweepAsync();
        casework.Clock.Advance(Duration.FromDays(3));

        var raised = await SweepAsync();

        var mail = casework.Renderer.Alerts[^1];
        Assert.Multiple(() =>
        {
            Assert.That(raised, Is.EqualTo(2));
            Assert.That(casework.Renderer.Alerts, Has.Count.EqualTo(2), "one before, one for both");
            Assert.That(mail.Missed, Is.EqualTo([new LocalDate(2027, 1, 24)]));
        });
    }

    [Test]
    public async Task A_deadline_that_is_done_waived_or_withdrawn_is_never_told(
        [Values("done", "waived", "cancelled")] string how
    )
    {
        var file = await PassportAsync(new(2027, 1, 31));
        var id = (await OnlyAsync()).Id;
        switch (how)
        {
            case "done":
                await casework.DoAsync<DeadlineService>(d => d.DoneAsync(file.Id, id, null, casework.Change(), default));
                break;
            case "waived":
                await casework.DoAsync<DeadlineService>(d =>
                    d.WaiveAsync(file.Id, id, null, casework.Change("New one."), default)
                );
                break;
            default:
                await casework.DoAsync<CaseService>(c =>
                    c.CancelAsync(file.Id, file.Version, new(2026, 11, 22), casework.Change(), default)
                );
                break;
        }
        casework.Clock.Set(Instant.FromUtc(2027, 3, 1, 12, 0));

        Assert.That(await SweepAsync(), Is.Zero);
    }

    [Test]
    public async Task One_deadline_that_cannot_be_told_does_not_silence_the_others_and_is_told_when_it_can()
    {
        var broken = await PassportAsync(new(2027, 1, 31));
        await PassportAsync(new(2027, 1, 31));
        await PassportAsync(new(2027, 1, 31));
        casework.Clock.Set(Instant.FromUtc(2027, 1, 1, 12, 0));
        casework.Renderer.Fail = mail => mail.CaseNumber == broken.Number;

        Assert.ThrowsAsync<SweepFailedException>(() => casework.RunAsync(JobName.DeadlineSweep));
        var run = await casework.ReadAsync(db => db.JobRuns.SingleAsync());
        var toldWhileBroken = await casework.ReadAsync(db => db.Alerts.CountAsync());
        casework.Renderer.Fail = _ => false;
        await casework.RunAsync(JobName.DeadlineSweep);

        Assert.Multiple(async () =>
        {
            Assert.That(toldWhileBroken, Is.EqualTo(2));
            Assert.That(run.Error, Does.Contain("no words for this mail"));
            Assert.That(await casework.ReadAsync(db => db.Alerts.CountAsync()), Is.EqualTo(3));
            Assert.That((await casework.ReadAsync(db => db.JobRuns.SingleAsync())).Error, Is.Null);
        });
    }

    [Test]
    public async Task A_sweep_killed_in_the_middle_is_finished_by_the_next()
    {
        for (var i = 0; i < 3; i++)
        {
            await PassportAsync(new(2027, 1, 31));
        }
        casework.Clock.Set(Instant.FromUtc(2027, 1, 1, 12, 0));
        using var killed = new CancellationTokenSource();
        casework.Renderer.Fail = _ =>
        {
            killed.Cancel();
            return false;
        };

        Assert.CatchAsync<OperationCanceledException>(() =>
            casework.DoAsync<DeadlineSweep, int>(sweep => sweep.RunAsync(killed.Token))
        );
        Assert.Multiple(async () =>
        {
            Assert.That(await casework.ReadAsync(db => db.Alerts.CountAsync()), Is.Zero, "a batch is all or nothing");
            Assert.That(await SweepAsync(), Is.EqualTo(3));
            Assert.That(await casework.ReadAsync(db => db.MailMessages.CountAsync()), Is.EqualTo(3));
        });
    }

    /// <summary>A fixed number of questions for each batch of 200, however many deadlines are in it.</summary>
    [Test]
    public async Task The_number_of_queries_grows_with_the_batches_and_not_with_the_deadlines()
    {
        var few = await QueriesForAsync(20);
        var many = await QueriesForAsync(180);
        var batches = await QueriesForAsync(220);

        Assert.Multiple(() =>
        {
            Assert.That(few, Is.LessThanOrEqualTo(10));
            Assert.That(many, Is.EqualTo(few));
            Assert.That(batches, Is.LessThanOrEqualTo(2 * few));
        });
    }

    private async Task<int> QueriesForAsync(int deadlines)
    {
        using var fresh = new TestCasework(Rules.Value);
        var file = await fresh.OpenCaseAsync(end: new(2027, 1, 31));
        await fresh.ReadAsync(async db =>
        {
            var pattern = await db.Deadlines.AsNoTracking().SingleAsync();
            for (var i = 1; i < deadlines; i++)
            {
                db.Deadlines.Add(
                    new Deadline
                    {
                        CaseId = file.Id,
                        RuleId = pattern.RuleId,
                        RuleVersion = pattern.RuleVersion,
                        Subject = $"{i}",
                        Title = pattern.Title,
                        DueOn = pattern.DueOn,
                        TimeZone = pattern.TimeZone,
                        NextAlertAt = pattern.NextAlertAt,
                        Reason = pattern.Reason,
                    }
                );
            }
            return await db.SaveChangesAsync();
        });
        fresh.Clock.Set(Instant.FromUtc(2027, 1, 1, 12, 0));
        fresh.Commands.Clear();

        Assert.That(await SweepAsync(fresh), Is.EqualTo(deadlines));

        return fresh.Commands.Texts.Count(c => c.StartsWith("SELECT", StringComparison.Ordinal));
    }

    private async Task<Case> PassportAsync(LocalDate validTo)
    {
        var file = await casework.OpenCaseAsync();
        await casework.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(file.Id, file.AssigneeId, new NewPassport("GB", validTo), casework.Change(), default)
        );
        return file;
    }

    private Task<int> SweepAsync(TestCasework? on = null) =>
        (on ?? casework).DoAsync<DeadlineSweep, int>(sweep => sweep.RunAsync(default));

    private Task<Deadline> OnlyAsync() => casework.ReadAsync(db => db.Deadlines.SingleAsync());
}

using Mobility.Casework.Deadlines;
using Mobility.Casework.Jobs;
using Mobility.Casework.Mail;
using Mobility.Casework.Operations;
using Mobility.Casework.Permits;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Operations;

/// <summary>What counts as wrong, on a real database and a clock that only the test moves.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SystemHealthTests : IDisposable
{
    private static readonly Lazy<RuleBook> Rules = new(() =>
        TestRules.WithDeadlines(new TestDeadline("renew-the-passport", "passport-expiry", "P0D", 30))
    );

    private readonly TestCasework casework = new(Rules.Value);
    private readonly Instant start;

    public SystemHealthTests() => start = casework.Now;

    public void Dispose() => casework.Dispose();

    [Test]
    public async Task A_system_that_has_just_started_has_its_chance_and_then_every_job_that_never_ran_is_wrong()
    {
        casework.Clock.Set(start + SystemHealth.Grace);
        Assert.That(await ProblemsAsync(), Is.Empty);

        casework.Clock.Advance(Duration.FromSeconds(1));
        Assert.That(
            (await ProblemsAsync()).Select(p => (p.Concern, p.Job, p.Since)),
            Is.EqualTo([
                (Concern.JobStopped, (JobName?)JobName.DeadlineSweep, (Instant?)null),
                (Concern.JobStopped, JobName.AssessmentSweep, null),
                (Concern.JobStopped, JobName.DayReminders, null),
                (Concern.JobStopped, JobName.Mail, null),
            ]),
            "what runs once a day has a day more"
        );

        casework.Clock.Advance(Duration.FromDays(1));
        Assert.That((await ProblemsAsync()).Select(p => p.Job), Does.Contain(JobName.AuditRetention));
    }

    [TestCase(JobName.Mail, 15)]
    [TestCase(JobName.DeadlineSweep, 3 * 60)]
    [TestCase(JobName.AssessmentSweep, 3 * 60)]
    [TestCase(JobName.DayReminders, 3 * 60)]
    [TestCase(JobName.AuditRetention, 3 * 24 * 60)]
    public async Task A_job_is_wrong_once_it_has_not_succeeded_for_three_of_its_turns(JobName job, int minutes)
    {
        await RunAllAsync();
        casework.Clock.Advance(Duration.FromMinutes(minutes));
        Assert.That((await ProblemsAsync()).Select(p => p.Job), Does.Not.Contain(job));

        casework.Clock.Advance(Duration.FromSeconds(1));
        Assert.That(await ProblemsAsync(), Does.Contain(new HealthProblem(Concern.JobStopped, job, start)));

        await casework.RunAsync(job);
        Assert.That((await ProblemsAsync()).Select(p => p.Job), Does.Not.Contain(job));
    }

    [Test]
    public async Task After_two_days_down_the_catching_up_is_waited_for()
    {
        await RunAllAsync();
        casework.Clock.Advance(Duration.FromDays(2));
        var startedAgain = casework.Now;

        casework.Clock.Advance(SystemHealth.Grace);
        Assert.That(await ProblemsAsync(startedAgain), Is.Empty);
        casework.Clock.Advance(Duration.FromSeconds(1));
        Assert.That(await ProblemsAsync(startedAgain), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task A_job_that_runs_and_fails_each_time_is_wrong_like_one_that_does_not_run()
    {
        await AddPassportAsync();
        await RunAllAsync();
        casework.Clock.Set(Instant.FromUtc(2027, 1, 1, 12, 0));
        casework.Renderer.Fail = _ => true;

        Assert.ThrowsAsync<SweepFailedException>(() => casework.RunAsync(JobName.DeadlineSweep));

        var failing = (await ProblemsAsync()).Select(p => (p.Concern, p.Job));
        casework.Renderer.Fail = _ => false;
        await casework.RunAsync(JobName.DeadlineSweep);
        var mended = (await ProblemsAsync()).Select(p => (p.Concern, p.Job));

        (Concern, JobName?)[] both = [(Concern.JobStopped, JobName.DeadlineSweep), (Concern.AlertsLate, null)];
        Assert.That(failing, Is.SupersetOf(both));
        Assert.That(mended.Intersect(both), Is.Empty);
    }

    [Test]
    public async Task Mail_that_is_due_for_an_hour_and_not_tried_is_stuck()
    {
        var due = start + Duration.FromMinutes(1);
        await AddMailAsync(MailState.Waiting, start, due);
        casework.Clock.Set(due + SystemHealth.MailDueAtMost);
        await RunAsync(JobName.DeadlineSweep, JobName.AssessmentSweep);
        Assert.That(await StuckAsync(), Is.Empty);

        casework.Clock.Advance(Duration.FromSeconds(1));
        Assert.That(await StuckAsync(), Is.EqualTo([due]));
    }

    [Test]
    public async Task Mail_put_off_again_and_again_is_stuck_when_nothing_else_gets_through()
    {
        await AddMailAsync(MailState.Waiting, start, start + Duration.FromHours(9));
        casework.Clock.Set(start + SystemHealth.MailWithoutSuccess);
        Assert.That(await StuckAsync(), Is.Empty);

        casework.Clock.Advance(Duration.FromSeconds(1));
        Assert.That(await StuckAsync(), Is.EqualTo([start]));

        // One address that is not reached while others are is that address's trouble.
        await AddMailAsync(MailState.Sent, start + Duration.FromHours(1), start, sent: casework.Now);
        Assert.That(await StuckAsync(), Is.Empty);
    }

    [Test]
    public async Task Failed_mail_waits_for_somebody_and_is_counted_but_is_no_failure_of_the_system()
    {
        await AddMailAsync(MailState.Failed, start, start);
        casework.Clock.Advance(Duration.FromDays(1));

        Assert.That(await StuckAsync(), Is.Empty);
        Assert.That((await StateAsync()).MailFailed, Is.EqualTo(1));
    }

    [Test]
    public async Task A_reminder_is_due_at_its_moment_and_late_when_sweeps_have_passed_it()
    {
        await AddPassportAsync();
        var due = await casework.ReadAsync(db => Task.FromResult(db.Deadlines.Single().NextAlertAt!.Value));
        casework.Clock.Set(due - Duration.FromSeconds(1));
        var before = await StateAsync();
        casework.Clock.Set(due);
        var at = await StateAsync();
        casework.Clock.Set(due + SystemHealth.AlertsLateAfter + Duration.FromSeconds(1));
        var after = await StateAsync();

        Assert.That((before.AlertsDue, before.AlertsLate), Is.EqualTo((0, 0)));
        Assert.That((at.AlertsDue, at.AlertsLate, at.OldestAlertDue), Is.EqualTo((1, 0, (Instant?)due)));
        Assert.That((after.AlertsDue, after.AlertsLate), Is.EqualTo((1, 1)));
        Assert.That(await ProblemsAsync(), Does.Contain(new HealthProblem(Concern.AlertsLate, null, due)));
    }

    private async Task AddPassportAsync()
    {
        var file = await casework.OpenCaseAsync();
        await casework.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new(2027, 1, 31)),
                casework.Change(),
                default
            )
        );
    }

    private async Task AddMailAsync(MailState state, Instant written, Instant nextTry, Instant? sent = null)
    {
        using var db = casework.Database.Open();
        db.MailMessages.Add(
            new MailMessage
            {
                ToAddress = "ana@example.org",
                ToName = "Ana",
                Subject = "Permit ends",
                Text = "",
                Html = "",
                State = state,
                CreatedAt = written,
                NextTryAt = nextTry,
                SentAt = sent,
            }
        );
        await db.SaveChangesAsync();
    }

    private Task RunAllAsync() => RunAsync(Enum.GetValues<JobName>());

    private async Task RunAsync(params JobName[] jobs)
    {
        foreach (var job in jobs)
        {
            await casework.RunAsync(job);
        }
    }

    private Task<SystemState> StateAsync() => casework.DoAsync<SystemStates, SystemState>(s => s.ReadAsync(default));

    private async Task<IReadOnlyList<HealthProblem>> ProblemsAsync(Instant? startedAt = null) =>
        SystemHealth.Problems(await StateAsync(), startedAt ?? start);

    private async Task<IReadOnlyList<Instant?>> StuckAsync() =>
        [.. (await ProblemsAsync()).Where(p => p.Concern == Concern.MailStuck).Select(p => p.Since)];
}

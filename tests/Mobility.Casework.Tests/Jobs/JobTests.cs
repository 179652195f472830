using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.Audit;
using Mobility.Casework.Jobs;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;
using Quartz;

namespace Mobility.Casework.Tests.Jobs;

public sealed class JobTests
{
    private static readonly Lazy<RuleBook> Rules = new(() =>
        TestRules.WithDeadlines(new TestDeadline("renew-the-passport", "passport-expiry", "P0D", 30))
    );

    private static readonly Dictionary<string, string?> WithScheduler = new() { ["Jobs:Enabled"] = "true" };

    [Test]
    public async Task The_scheduler_makes_its_tables_runs_the_sweeps_at_start_and_a_job_when_asked()
    {
        using var casework = new TestCasework(Rules.Value, settings: WithScheduler);
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
        var scheduler = await casework.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var finished = new Finished();
        scheduler.ListenerManager.AddJobListener(finished);
        await casework.StartAsync();
        var atStart = new[] { await finished.NextAsync(), await finished.NextAsync() };

        casework.Clock.Set(Instant.FromUtc(2027, 1, 1, 12, 0));
        var over = await casework.DoAsync<JobControl, bool>(jobs =>
            jobs.RunNowAsync(JobName.DeadlineSweep, casework.Change(), default)
        );
        var asked = await finished.NextAsync();
        var states = await casework.DoAsync<JobControl, IReadOnlyList<JobState>>(jobs => jobs.StatesAsync(default));
        await casework.StopAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(atStart, Is.EquivalentTo(["AssessmentSweep", "DeadlineSweep"]));
            Assert.That(over, Is.False);
            Assert.That(asked, Is.EqualTo("DeadlineSweep"));
            Assert.That(await casework.ReadAsync(db => db.Alerts.CountAsync()), Is.EqualTo(1));
            var sweep = states.Single(s => s.Job == JobName.DeadlineSweep);
            Assert.That(sweep.Run!.AskedBy, Is.EqualTo(casework.Consultant.DisplayName));
            Assert.That(states.Select(s => s.NextAt), Has.All.Not.Null);
        });
    }

    [Test]
    public async Task A_second_start_finds_the_schedule_of_the_first()
    {
        using var casework = new TestCasework(Rules.Value, settings: WithScheduler);
        for (var start = 0; start < 2; start++)
        {
            using var again = new TestCasework(Rules.Value, other: casework, settings: WithScheduler);
            var scheduler = await again.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
            await again.StartAsync();

            var jobs = await scheduler.GetJobKeys(GroupMatcher<JobKey>.AnyGroup());

            Assert.That(jobs.Select(j => j.Name), Is.EquivalentTo(Enum.GetNames<JobName>()));
            await again.StopAsync();
        }
    }

    [Test]
    public async Task Every_job_asks_to_be_run_again_after_a_crash_and_never_runs_beside_itself()
    {
        using var casework = new TestCasework(Rules.Value, settings: WithScheduler);
        var scheduler = await casework.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();

        foreach (var job in Enum.GetNames<JobName>())
        {
            var detail = await scheduler.GetJobDetail(new JobKey(job));
            Assert.That(
                (detail?.RequestsRecovery, detail?.ConcurrentExecutionDisallowed, detail?.JobDataMap.Count),
                Is.EqualTo(((bool?)true, (bool?)true, (int?)0)),
                job
            );
        }
    }

    [Test]
    public async Task The_mail_job_sends_what_a_sweep_has_written()
    {
        using var casework = new TestCasework(Rules.Value);
        var file = await casework.OpenCaseAsync();
        await casework.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new(2026, 12, 1)),
                casework.Change(),
                default
            )
        );

        await casework.RunAsync(JobName.Mail);

        Assert.That((await casework.ReadAsync(db => db.MailMessages.SingleAsync())).SentAt, Is.EqualTo(casework.Now));
    }

    [Test]
    public async Task A_link_that_cannot_be_made_holds_up_neither_other_links_nor_other_mail()
    {
        using var casework = new TestCasework(Rules.Value);
        casework.Renderer.FailInvitation = mail => mail.Reader.Name == "Bo";
        await using (var db = casework.Database.Open())
        {
            foreach (var name in new[] { "Ana", "Bo", "Cy" })
            {
                var account = TestCasework.AccountOf(PersonKind.Consultant, name);
                db.Add(account);
                db.Add(
                    new AuditEvent
                    {
                        Kind = AuditKind.ResetAsked,
                        At = casework.Now,
                        AccountId = account.Id,
                    }
                );
            }
            db.Add(new RenderedMail("Permit ends", "In 60 days.", "").ToRow(MailReader.Of(casework.Consultant), casework.Now));
            await db.SaveChangesAsync();
        }

        Assert.That(
            () => casework.RunAsync(JobName.Mail),
            Throws.TypeOf<SweepFailedException>().With.Message.StartsWith("1 × link to set a new password could not be done")
        );

        Assert.That(
            (await casework.AllAsync(db => db.MailMessages)).Select(m => (m.ToName, m.SentAt)),
            Is.EquivalentTo(new[] { "Ana", "Cy", casework.Consultant.DisplayName }.Select(name => (name, (Instant?)casework.Now)))
        );
        Assert.That(
            (await casework.ReadAsync(db => db.JobRuns.SingleAsync())).Error,
            Does.Contain("There are no words for this mail.")
        );
    }

    [Test]
    public async Task Without_a_scheduler_a_job_that_is_asked_for_is_over_when_the_call_returns()
    {
        using var casework = new TestCasework(Rules.Value);

        var over = await casework.DoAsync<JobControl, bool>(jobs =>
            jobs.RunNowAsync(JobName.DeadlineSweep, casework.Change(), default)
        );

        var states = await casework.DoAsync<JobControl, IReadOnlyList<JobState>>(jobs => jobs.StatesAsync(default));
        Assert.Multiple(() =>
        {
            Assert.That(over, Is.True);
            Assert.That(states[0].Run!.SucceededAt, Is.EqualTo(casework.Now));
            Assert.That(states[1].Run, Is.Null);
        });
    }

    [Test]
    public async Task A_failure_stays_on_show_until_a_run_succeeds_and_does_not_hide_when_it_last_did()
    {
        using var casework = new TestCasework(Rules.Value);
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
        await casework.RunAsync(JobName.DeadlineSweep);
        var succeeded = casework.Now;
        casework.Clock.Set(Instant.FromUtc(2027, 1, 1, 12, 0));
        casework.Renderer.Fail = _ => true;
        Assert.ThrowsAsync<SweepFailedException>(() => casework.RunAsync(JobName.DeadlineSweep));
        var failed = await StateAsync();
        casework.Renderer.Fail = _ => false;
        await casework.RunAsync(JobName.DeadlineSweep);

        Assert.Multiple(async () =>
        {
            Assert.That((failed.Failed, failed.Run!.SucceededAt), Is.EqualTo((true, (Instant?)succeeded)));
            Assert.That(failed.IsLate(casework.Now, succeeded), Is.True);
            Assert.That((await StateAsync()).Failed, Is.False);
            Assert.That((await StateAsync()).IsLate(casework.Now, succeeded), Is.False);
        });

        async Task<JobState> StateAsync() =>
            (await casework.DoAsync<JobControl, IReadOnlyList<JobState>>(jobs => jobs.StatesAsync(default)))[0];
    }

    /// <summary>Hands over the name of each job as it finishes, but for those whose hour or minute struck during the test.</summary>
    private sealed class Finished : IJobListener
    {
        private readonly Channel<string> names = Channel.CreateUnbounded<string>();

        public string Name => "test";

        public async Task<string> NextAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            return await names.Reader.ReadAsync(patience.Token);
        }

        public ValueTask JobToBeExecuted(IJobExecutionContext context, CancellationToken cancellationToken = default) => default;

        public ValueTask JobExecutionVetoed(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            default;

        public ValueTask JobProgressChanged(
            IJobExecutionContext context,
            Quartz.Extensibility.FireInstanceProgress progress,
            CancellationToken cancellationToken = default
        ) => default;

        public ValueTask JobWasExecuted(
            IJobExecutionContext context,
            JobExecutionException? jobException,
            CancellationToken cancellationToken = default
        ) =>
            context.Trigger.Key.Name == context.JobDetail.Key.Name
                ? default
                : names.Writer.WriteAsync(context.JobDetail.Key.Name, cancellationToken);
    }
}

using Quartz;

namespace Mobility.Casework.Jobs;

// What Quartz stores by name and starts. The work is elsewhere, so that it can be run and tested without a scheduler. Each start writes
// these types over the stored ones under the same keys, so they may be renamed; their keys, the names of JobName, may not.

[DisallowConcurrentExecution]
internal sealed class DeadlineSweepJob(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(JobName.DeadlineSweep, cancellationToken);
}

[DisallowConcurrentExecution]
internal sealed class AssessmentSweepJob(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(JobName.AssessmentSweep, cancellationToken);
}

[DisallowConcurrentExecution]
internal sealed class DayReminderJob(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(JobName.DayReminders, cancellationToken);
}

[DisallowConcurrentExecution]
internal sealed class MailJob(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(JobName.Mail, cancellationToken);
}

[DisallowConcurrentExecution]
internal sealed class AuditRetentionJob(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(JobName.AuditRetention, cancellationToken);
}

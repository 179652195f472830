using Quartz;

namespace Mobility.Casework.Jobs;

// What Quartz stores by name and starts. The work is elsewhere, so that it can be run and tested without a scheduler. Renaming one of
// these leaves its old row behind in the store: MobilityJobs removes rows it does not know.

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
internal sealed class MailJob(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(JobName.Mail, cancellationToken);
}

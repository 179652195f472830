using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Operations;
using NodaTime;
using Quartz;

namespace Mobility.Casework.Jobs;

/// <summary>A job as an administrator sees it.</summary>
/// <param name="Job">Which.</param>
/// <param name="Run">How the last run went; null before the first.</param>
/// <param name="NextAt">When it runs next; null when no scheduler runs here.</param>
public sealed record JobState(JobName Job, JobRun? Run, Instant? NextAt)
{
    /// <summary>Whether the last finished run failed.</summary>
    public bool Failed => Run is { Error: not null };

    /// <summary>
    /// Whether it has not succeeded for longer than it may take: no scheduler runs, a run hangs, or every run fails. What was missed while the
    /// whole system was down is being caught up for a while after <paramref name="startedAt"/>, the start of this node.
    /// </summary>
    public bool IsLate(Instant now, Instant startedAt) => IsLate(Job, Run, now, startedAt);

    /// <inheritdoc cref="IsLate(Instant, Instant)"/>
    public static bool IsLate(JobName job, JobRun? run, Instant now, Instant startedAt)
    {
        var atStart = startedAt + SystemHealth.Grace;
        if (run is null)
        {
            // Sweeps run at start and mail goes every minute. What runs once a day waits for its hour.
            return atStart + (Every(job) > Duration.FromHours(1) ? Every(job) : Duration.Zero) < now;
        }
        return Instant.Max((run.SucceededAt ?? run.StartedAt) + LongestGap(job), atStart) < now;
    }

    /// <summary>How often it runs.</summary>
    public static Duration Every(JobName job) =>
        job switch
        {
            JobName.Mail => Duration.FromMinutes(1),
            JobName.AuditRetention => Duration.FromDays(1),
            _ => Duration.FromHours(1),
        };

    // Three turns missed; a long queue at a slow mail server is more than three minutes' work.
    private static Duration LongestGap(JobName job) => Duration.Max(3 * Every(job), Duration.FromMinutes(15));
}

/// <summary>Shows the jobs and starts one by hand.</summary>
public sealed class JobControl(MobilityDbContext db, JobRunner runner, IServiceProvider services)
{
    /// <summary>Every job, in the order of <see cref="JobName"/>.</summary>
    public async Task<IReadOnlyList<JobState>> StatesAsync(CancellationToken cancellation)
    {
        var runs = await db.JobRuns.AsNoTracking().ToDictionaryAsync(r => r.Job, cancellation);
        var scheduler = await SchedulerAsync(cancellation);
        var states = new List<JobState>();
        foreach (var job in Enum.GetValues<JobName>())
        {
            var trigger = scheduler is null ? null : await scheduler.GetTrigger(new TriggerKey(job.ToString()), cancellation);
            states.Add(
                new JobState(
                    job,
                    runs.GetValueOrDefault(job),
                    trigger?.NextFireTimeUtc is { } next ? Instant.FromDateTimeOffset(next) : null
                )
            );
        }
        return states;
    }

    /// <summary>
    /// Runs a job now: at once by the scheduler, perhaps on another node, or, where none runs, here before the method returns. Then, and only
    /// then, it throws what the job throws.
    /// </summary>
    /// <returns>Whether the run is over.</returns>
    public async Task<bool> RunNowAsync(JobName job, ChangeContext change, CancellationToken cancellation)
    {
        await runner.NoteAskedAsync(job, change.ByName, change.At, cancellation);
        db.AddHistory(change, ChangeKind.JobAsked, job.ToString());
        await db.SaveChangesAsync(cancellation);
        if (await SchedulerAsync(cancellation) is { } scheduler)
        {
            await scheduler.TriggerJob(MobilityJobs.KeyOf(job), cancellationToken: cancellation);
            return false;
        }
        await runner.RunAsync(job, cancellation);
        return true;
    }

    private async Task<IScheduler?> SchedulerAsync(CancellationToken cancellation) =>
        services.GetService<ISchedulerFactory>() is { } factory ? await factory.GetScheduler(cancellation) : null;
}

using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.Mail;
using Mobility.Casework.Operations;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Jobs;

/// <summary>Runs a job once, in a scope of its own, and keeps on file how it went.</summary>
public sealed class JobRunner(IServiceScopeFactory scopes, IClock clock, ProgramMetrics metrics, ILogger<JobRunner> logger)
{
    private const int LongestError = 1000;

    /// <summary>Throws what the job threw, after it is on file.</summary>
    public async Task RunAsync(JobName job, CancellationToken cancellation)
    {
        var started = clock.GetCurrentInstant();
        var timer = TimeProvider.System.GetTimestamp();
        await NoteAsync(
            job,
            run =>
            {
                run.StartedAt = started;
                run.FinishedAt = null;
            },
            cancellation
        );
        try
        {
            var done = await DoAsync(job, cancellation);
            // Most runs find nothing to do, one of them every minute.
            logger.Log(done > 0 ? LogLevel.Information : LogLevel.Debug, "{Job} is done: {Done}.", job, done);
            await NoteAsync(
                job,
                run =>
                {
                    run.FinishedAt = run.SucceededAt = clock.GetCurrentInstant();
                    run.Done = done;
                    run.Error = null;
                },
                CancellationToken.None
            );
            Count("done");
        }
        catch (Exception e)
        {
            Count(e is OperationCanceledException ? "stopped" : "failed");
            if (e.IsDatabaseBusy())
            {
                metrics.GaveUpOnDatabase("job");
            }
            await NoteAsync(
                job,
                run =>
                {
                    run.FinishedAt = clock.GetCurrentInstant();
                    run.Error =
                        e is OperationCanceledException
                            ? "It was stopped with the program and goes on with the next run."
                            : Cut($"{e.GetType().Name}: {e.Message}");
                },
                CancellationToken.None
            );
            throw;
        }

        void Count(string outcome) =>
            metrics.JobRan(job, Duration.FromTimeSpan(TimeProvider.System.GetElapsedTime(timer)), outcome);
    }

    internal Task NoteAskedAsync(JobName job, string by, Instant at, CancellationToken cancellation) =>
        NoteAsync(
            job,
            run =>
            {
                run.AskedBy = by;
                run.AskedAt = at;
            },
            cancellation
        );

    private async Task<int> DoAsync(JobName job, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return job switch
        {
            JobName.DeadlineSweep => await services.GetRequiredService<DeadlineSweep>().RunAsync(cancellation),
            JobName.AssessmentSweep => await services.GetRequiredService<AssessmentSweep>().RunAsync(cancellation),
            JobName.DayReminders => await services.GetRequiredService<DayReminderSweep>().RunAsync(cancellation),
            JobName.Mail => await MailAsync(services, cancellation),
            JobName.AuditRetention => await services.GetRequiredService<AuditRetention>().RunAsync(cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(job), job, "There is no such job."),
        };
    }

    private async Task<int> MailAsync(IServiceProvider services, CancellationToken cancellation)
    {
        ExceptionDispatchInfo? failed = null;
        try
        {
            await services.GetRequiredService<ResetLinks>().MakeAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The mail that is due goes all the same, and the run is reported as failed afterwards.
            logger.LogError(e, "Links to set a new password could not be made.");
            failed = ExceptionDispatchInfo.Capture(e);
        }
        var sent = (await services.GetRequiredService<MailSender>().SendDueAsync(cancellation)).Sent;
        failed?.Throw();
        return sent;
    }

    // In a scope of its own: what the job left in its context must not be saved along.
    private async Task NoteAsync(JobName job, Action<JobRun> note, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MobilityDbContext>();
        if (await db.JobRuns.FindAsync([job], cancellation) is { } known)
        {
            note(known);
            await db.SaveChangesAsync(cancellation);
            return;
        }
        var run = new JobRun { Job = job, StartedAt = clock.GetCurrentInstant() };
        note(run);
        db.JobRuns.Add(run);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            // Another node made the row first.
            db.ChangeTracker.Clear();
            note(await db.JobRuns.SingleAsync(r => r.Job == job, cancellation));
            await db.SaveChangesAsync(cancellation);
        }
    }

    private static string Cut(string text) => text.Length <= LongestError ? text : text[..(LongestError - 1)] + "…";
}

using Mobility.Casework.Jobs;
using NodaTime;

namespace Mobility.Casework.Operations;

/// <summary>What somebody must look at.</summary>
public enum Concern
{
    /// <summary>A job has not succeeded for longer than it may take: no scheduler runs, a run hangs, or every run fails.</summary>
    JobStopped,

    /// <summary>Mail that is due is not tried, or nothing has got through since the oldest that waits was written.</summary>
    MailStuck,

    /// <summary>Reminders are due that a sweep should have raised.</summary>
    AlertsLate,
}

/// <summary>What is wrong, with which job where it is one, and since when: null where a job has never run.</summary>
public sealed record HealthProblem(Concern Concern, JobName? Job, Instant? Since);

/// <summary>Judges the state of the system. What it says is for administrators and the log; a stranger hears only that something is wrong.</summary>
public static class SystemHealth
{
    /// <summary>
    /// After a start, jobs have this long before they count as stopped: what a system that was down has missed is being caught up.
    /// </summary>
    public static Duration Grace { get; } = Duration.FromMinutes(15);

    /// <summary>A reminder is raised by the next hourly sweep; two that missed it are no accident.</summary>
    public static Duration AlertsLateAfter { get; } = Duration.FromHours(3);

    /// <summary>Mail is tried within a minute of being due; a slow server may take its time over a long queue.</summary>
    public static Duration MailDueAtMost { get; } = Duration.FromHours(1);

    /// <summary>One address may be put off for hours; that nothing at all gets out for so long is another matter.</summary>
    public static Duration MailWithoutSuccess { get; } = Duration.FromHours(2);

    /// <summary>What is wrong with the system as it is, asked of a node that started at an instant.</summary>
    public static IReadOnlyList<HealthProblem> Problems(SystemState state, Instant startedAt)
    {
        var problems = new List<HealthProblem>();
        foreach (var job in Enum.GetValues<JobName>())
        {
            var run = state.Jobs.GetValueOrDefault(job);
            if (JobState.IsLate(job, run, state.At, startedAt))
            {
                problems.Add(new HealthProblem(Concern.JobStopped, job, run is null ? null : run.SucceededAt ?? run.StartedAt));
            }
        }
        // A node that has just started has not had its chance yet.
        if (state.At < startedAt + Grace)
        {
            return problems;
        }
        if (state.MailDueSince + MailDueAtMost < state.At)
        {
            problems.Add(new HealthProblem(Concern.MailStuck, null, state.MailDueSince));
        }
        else if (
            state.OldestMail is { } oldest
            && oldest + MailWithoutSuccess < state.At
            && (state.LastMailSent is null || state.LastMailSent < oldest)
        )
        {
            problems.Add(new HealthProblem(Concern.MailStuck, null, oldest));
        }
        if (state.AlertsLate > 0)
        {
            problems.Add(new HealthProblem(Concern.AlertsLate, null, state.OldestAlertDue));
        }
        return problems;
    }
}

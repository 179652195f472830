using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.Jobs;
using Mobility.Casework.Mail;
using NodaTime;

namespace Mobility.Casework.Operations;

/// <summary>How the work of the whole system stands, on whichever nodes it is done: read from the database, not counted.</summary>
public sealed record SystemState
{
    public required Instant At { get; init; }

    /// <summary>A job that never ran is missing.</summary>
    public required IReadOnlyDictionary<JobName, JobRun> Jobs { get; init; }

    public required int MailWaiting { get; init; }

    /// <summary>When the oldest mail that waits was written.</summary>
    public required Instant? OldestMail { get; init; }

    /// <summary>Since when the mail that is due longest has been due for its next try; it may lie in the future.</summary>
    public required Instant? MailDueSince { get; init; }

    /// <summary>When the newest mail that went out went out.</summary>
    public required Instant? LastMailSent { get; init; }

    public required int MailFailed { get; init; }

    /// <summary>Reminders whose moment has come and that are not raised yet. Between two hourly sweeps some are.</summary>
    public required int AlertsDue { get; init; }

    /// <summary>Of those, the ones that a sweep should have raised.</summary>
    public required int AlertsLate { get; init; }

    public required Instant? OldestAlertDue { get; init; }

    /// <summary>When somebody last made a backup with this program, as far back as the audit is kept.</summary>
    public required Instant? LastBackup { get; init; }
}

/// <summary>Reads the state of the system in five queries, each on an index.</summary>
public sealed class SystemStates(MobilityDbContext db, IClock clock)
{
    public async Task<SystemState> ReadAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var jobs = await db.JobRuns.AsNoTracking().ToDictionaryAsync(r => r.Job, cancellation);
        var mails = await db
            .MailMessages.Where(m => m.State == MailState.Waiting || m.State == MailState.Failed)
            .GroupBy(m => m.State)
            .Select(g => new
            {
                State = g.Key,
                Count = g.Count(),
                Oldest = g.Min(m => (Instant?)m.CreatedAt),
                Due = g.Min(m => (Instant?)m.NextTryAt),
            })
            .ToListAsync(cancellation);
        var lastSent = await db
            .MailMessages.Where(m => m.State == MailState.Sent)
            .OrderByDescending(m => m.CreatedAt)
            .Select(m => m.SentAt)
            .FirstOrDefaultAsync(cancellation);
        var lateBefore = now - SystemHealth.AlertsLateAfter;
        var alerts = await db
            .Deadlines.Where(d => d.State == DeadlineState.Open && d.NextAlertAt <= now)
            .GroupBy(_ => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Late = g.Count(d => d.NextAlertAt < lateBefore),
                Oldest = g.Min(d => d.NextAlertAt),
            })
            .SingleOrDefaultAsync(cancellation);
        var lastBackup = await db
            .AuditEvents.Where(e => e.Kind == AuditKind.BackedUp)
            .OrderByDescending(e => e.At)
            .Select(e => (Instant?)e.At)
            .FirstOrDefaultAsync(cancellation);
        var waiting = mails.Find(m => m.State == MailState.Waiting);
        return new SystemState
        {
            At = now,
            Jobs = jobs,
            MailWaiting = waiting?.Count ?? 0,
            OldestMail = waiting?.Oldest,
            MailDueSince = waiting?.Due,
            LastMailSent = lastSent,
            MailFailed = mails.Find(m => m.State == MailState.Failed)?.Count ?? 0,
            AlertsDue = alerts?.Count ?? 0,
            AlertsLate = alerts?.Late ?? 0,
            OldestAlertDue = alerts?.Oldest,
            LastBackup = lastBackup,
        };
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Mobility.Casework.Jobs;

/// <summary>The work the program does by itself.</summary>
public enum JobName
{
    /// <summary>Raises the reminders that are due.</summary>
    DeadlineSweep,

    /// <summary>Reviews cases for which a new day has begun or the rules have changed.</summary>
    AssessmentSweep,

    /// <summary>Reminds travellers of a week with days missing.</summary>
    DayReminders,

    /// <summary>Sends queued mail.</summary>
    Mail,

    /// <summary>Deletes what the audit has kept for long enough.</summary>
    AuditRetention,
}

/// <summary>How a job's last run went. One row a job; a run that fails is seen here until one succeeds.</summary>
public sealed class JobRun
{
    public JobName Job { get; set; }

    public Instant StartedAt { get; set; }

    /// <summary>Null while it runs, and after the program was killed in the middle of it.</summary>
    public Instant? FinishedAt { get; set; }

    public Instant? SucceededAt { get; set; }

    /// <summary>How many things the last finished run did: alerts raised, cases reviewed, mails sent.</summary>
    public int Done { get; set; }

    /// <summary>What went wrong in the last finished run; null when nothing did.</summary>
    public string? Error { get; set; }

    /// <summary>Who last asked for it by hand.</summary>
    public string? AskedBy { get; set; }

    public Instant? AskedAt { get; set; }
}

internal sealed class JobRunMapping : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.ToTable("JobRuns");
        builder.HasKey(r => r.Job);
        builder.Property(r => r.Job).ValueGeneratedNever();
        builder.Property(r => r.Error).HasMaxLength(1000);
        builder.Property(r => r.AskedBy).HasMaxLength(200);
    }
}

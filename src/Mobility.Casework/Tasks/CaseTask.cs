using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Tasks;

public enum CaseTaskState
{
    Open,
    Done,
    Dropped,
}

/// <summary>One small thing to do on a case: who, what, why, by when. Rules and people create them.</summary>
public sealed class CaseTask : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid CaseId { get; set; }

    public Case? Case { get; set; }

    public required string What { get; set; }

    public string? Why { get; set; }

    /// <summary>Last day on which it is in time; null when it has no date.</summary>
    public LocalDate? DueOn { get; set; }

    /// <summary>Whose task it is.</summary>
    public Guid AssignedToId { get; set; }

    public Account? AssignedTo { get; set; }

    /// <summary>Whom it waits for, by name, when the next move is somebody else's.</summary>
    public string? WaitingFor { get; set; }

    public LocalDate? WaitingSince { get; set; }

    public CaseTaskState State { get; set; }

    /// <summary>The rule that asked for it, if one did.</summary>
    public string? RuleId { get; set; }

    public Instant CreatedAt { get; set; }

    public Instant? DoneAt { get; set; }

    public long Version { get; set; }
}

internal sealed class CaseTaskMapping : IEntityTypeConfiguration<CaseTask>
{
    public void Configure(EntityTypeBuilder<CaseTask> builder)
    {
        builder.ToTable("Tasks");
        builder.Property(t => t.What).HasMaxLength(200);
        builder.Property(t => t.Why).HasMaxLength(500);
        builder.Property(t => t.WaitingFor).HasMaxLength(200);
        builder.Property(t => t.RuleId).HasMaxLength(120);
        builder.HasIndex(t => new
        {
            t.AssignedToId,
            t.State,
            t.DueOn,
        });
        builder.HasIndex(t => new
        {
            t.CaseId,
            t.State,
            t.DueOn,
        });
        builder.HasOne(t => t.Case).WithMany().HasForeignKey(t => t.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.AssignedTo).WithMany().HasForeignKey(t => t.AssignedToId).OnDelete(DeleteBehavior.Restrict);
    }
}

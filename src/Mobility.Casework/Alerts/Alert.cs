using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Cases;
using Mobility.Casework.Deadlines;
using NodaTime;

namespace Mobility.Casework.Alerts;

/// <summary>Something a rule said once, to the people of a case. The unique key is what makes it once.</summary>
public sealed class Alert
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Deadline, due date and step; or person, rule, window and threshold. Unique, so that repeating a sweep is harmless.</summary>
    public required string Key { get; set; }

    public Guid CaseId { get; set; }

    public Case? Case { get; set; }

    public Guid? DeadlineId { get; set; }

    public Deadline? Deadline { get; set; }

    public Guid? PersonId { get; set; }

    public required string RuleId { get; set; }

    public required string Title { get; set; }

    /// <summary>One sentence: what the rule read and what follows.</summary>
    public required string Why { get; set; }

    public LocalDate? DueOn { get; set; }

    public Instant RaisedAt { get; set; }
}

internal sealed class AlertMapping : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.ToTable("Alerts");
        builder.Property(a => a.Key).HasMaxLength(200);
        builder.Property(a => a.RuleId).HasMaxLength(120);
        builder.Property(a => a.Title).HasMaxLength(500);
        builder.Property(a => a.Why).HasMaxLength(1000);
        builder.HasIndex(a => a.Key).IsUnique();
        builder.HasIndex(a => new { a.CaseId, a.RaisedAt });
        builder.HasIndex(a => a.RaisedAt);
        builder.HasOne(a => a.Case).WithMany().HasForeignKey(a => a.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(a => a.Deadline).WithMany().HasForeignKey(a => a.DeadlineId).OnDelete(DeleteBehavior.Restrict);
    }
}

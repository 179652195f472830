using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules.Deadlines;
using NodaTime;

namespace Mobility.Casework.Deadlines;

public enum DeadlineState
{
    Open,
    Done,
    Waived,

    /// <summary>The facts or the rule no longer ask for it.</summary>
    Withdrawn,
}

/// <summary>A date by which somebody must act, planned from a rule. Planned again whenever its facts or its rule change.</summary>
public sealed class Deadline : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid CaseId { get; set; }

    public Case? Case { get; set; }

    /// <summary>Whose deadline it is, where it belongs to one person.</summary>
    public Guid? PersonId { get; set; }

    public Person? Person { get; set; }

    public required string RuleId { get; set; }

    public required string RuleVersion { get; set; }

    /// <summary>What it is about, so that planning again finds the same row: a passport's id, a tax year …</summary>
    public required string Subject { get; set; }

    public required string Title { get; set; }

    /// <summary>Last day on which the act is in time, in <see cref="TimeZone"/>.</summary>
    public LocalDate DueOn { get; set; }

    /// <summary>IANA zone of the place where it falls due.</summary>
    public required string TimeZone { get; set; }

    public Severity Severity { get; set; }

    /// <summary>Who acts.</summary>
    public Actor Actor { get; set; }

    public DeadlineState State { get; set; }

    public string? StateReason { get; set; }

    public Instant? StateAt { get; set; }

    /// <summary>When the next step of its ladder is due; null when none is left. What the hourly sweep reads.</summary>
    public Instant? NextAlertAt { get; set; }

    /// <summary>The rule's finding in JSON: anchor, formula, parameters with their sources, ladder.</summary>
    public required string Reason { get; set; }

    public long Version { get; set; }
}

internal sealed class DeadlineMapping : IEntityTypeConfiguration<Deadline>
{
    public void Configure(EntityTypeBuilder<Deadline> builder)
    {
        builder.ToTable("Deadlines");
        builder.Property(d => d.RuleId).HasMaxLength(120);
        builder.Property(d => d.RuleVersion).HasMaxLength(40);
        builder.Property(d => d.Subject).HasMaxLength(80);
        builder.Property(d => d.Title).HasMaxLength(500);
        builder.Property(d => d.TimeZone).HasMaxLength(64);
        builder.Property(d => d.StateReason).HasMaxLength(500);
        builder
            .HasIndex(d => new
            {
                d.CaseId,
                d.RuleId,
                d.Subject,
            })
            .IsUnique();
        builder.HasIndex(d => new { d.State, d.NextAlertAt });
        builder.HasIndex(d => new
        {
            d.CaseId,
            d.State,
            d.DueOn,
        });
        builder.HasOne(d => d.Case).WithMany().HasForeignKey(d => d.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(d => d.Person).WithMany().HasForeignKey(d => d.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

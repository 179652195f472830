using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Casework.Tasks;
using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Casework.TripChecks;

/// <summary>
/// A trip of a case's assignee that was checked and kept. It is amended in place: the number stays, each version stays, and what follows from it
/// is that of the version that was confirmed.
/// </summary>
public sealed class TripCheck : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The number people quote, as in TC-2026-0418. Never changes.</summary>
    public required string Number { get; set; }

    public Guid CaseId { get; set; }

    public Case? Case { get; set; }

    /// <summary>The traveller.</summary>
    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>Number of the newest version, from 1.</summary>
    public int LatestNo { get; set; }

    /// <summary>Number of the version from which tasks and deadlines were made; null while nobody confirmed one.</summary>
    public int? ConfirmedNo { get; set; }

    /// <summary>First day of the newest version.</summary>
    public LocalDate From { get; set; }

    /// <summary>Last day of the newest version, included.</summary>
    public LocalDate To { get; set; }

    /// <summary>Countries of the newest version in the order of travel, ISO 3166 alpha-2 with commas between.</summary>
    public required string Countries { get; set; }

    /// <summary>The result of the newest version that asks for most.</summary>
    public TripOutcome Worst { get; set; }

    public Instant CreatedAt { get; set; }

    public Instant? CancelledAt { get; set; }

    public string? CancelReason { get; set; }

    public long Version { get; set; }

    public List<TripCheckVersion> Versions { get; } = [];

    public List<TripCheckAct> Acts { get; } = [];

    public bool IsConfirmed => CancelledAt is null && ConfirmedNo == LatestNo;
}

/// <summary>A trip as it was checked once, with the whole answer. Never changed.</summary>
public sealed class TripCheckVersion
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid TripCheckId { get; set; }

    public TripCheck? TripCheck { get; set; }

    public int No { get; set; }

    public Instant SavedAt { get; set; }

    public Guid? ByAccountId { get; set; }

    /// <summary>The name at the time.</summary>
    public required string ByName { get; set; }

    public string? Why { get; set; }

    /// <summary>The trip and what was read of the traveller, in JSON: <see cref="CheckedTrip"/>.</summary>
    public required string Trip { get; set; }

    /// <summary>The answer in JSON: <see cref="TripAnswer"/>.</summary>
    public required string Answer { get; set; }

    /// <summary>The rule book it was asked of.</summary>
    public required string RuleBook { get; set; }
}

/// <summary>
/// Something that follows from the confirmed version: a task, or, without one, a deadline that the planner makes from the rule.
/// </summary>
public sealed class TripCheckAct
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid TripCheckId { get; set; }

    public TripCheck? TripCheck { get; set; }

    /// <summary>Stable name within the trip: <see cref="TripTask.Key"/>.</summary>
    public required string Key { get; set; }

    public TripTaskKind Kind { get; set; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public required string Country { get; set; }

    public string? RuleId { get; set; }

    /// <summary>First day of work in that country.</summary>
    public LocalDate StartsOn { get; set; }

    public Guid? TaskId { get; set; }

    public CaseTask? Task { get; set; }
}

internal sealed class TripCheckMapping : IEntityTypeConfiguration<TripCheck>
{
    public void Configure(EntityTypeBuilder<TripCheck> builder)
    {
        builder.ToTable("TripChecks");
        builder.Property(t => t.Number).HasMaxLength(20);
        builder.HasIndex(t => t.Number).IsUnique();
        builder.Property(t => t.Countries).HasMaxLength(200);
        builder.Property(t => t.CancelReason).HasMaxLength(500);
        builder.HasIndex(t => new { t.CaseId, t.From });
        builder.HasIndex(t => new { t.PersonId, t.From });
        builder.HasIndex(t => t.From);
        builder.HasOne(t => t.Case).WithMany().HasForeignKey(t => t.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Person).WithMany().HasForeignKey(t => t.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TripCheckVersionMapping : IEntityTypeConfiguration<TripCheckVersion>
{
    public void Configure(EntityTypeBuilder<TripCheckVersion> builder)
    {
        builder.ToTable("TripCheckVersions");
        builder.Property(v => v.ByName).HasMaxLength(200);
        builder.Property(v => v.Why).HasMaxLength(1000);
        builder.Property(v => v.RuleBook).HasMaxLength(40);
        builder.HasIndex(v => new { v.TripCheckId, v.No }).IsUnique();
        builder
            .HasOne(v => v.TripCheck)
            .WithMany(t => t.Versions)
            .HasForeignKey(v => v.TripCheckId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TripCheckActMapping : IEntityTypeConfiguration<TripCheckAct>
{
    public void Configure(EntityTypeBuilder<TripCheckAct> builder)
    {
        builder.ToTable("TripCheckActs");
        builder.Property(a => a.Key).HasMaxLength(60);
        builder.Property(a => a.Country).HasMaxLength(2);
        builder.Property(a => a.RuleId).HasMaxLength(120);
        builder.HasIndex(a => new { a.TripCheckId, a.Key }).IsUnique();
        builder.HasIndex(a => a.TaskId);
        builder
            .HasOne(a => a.TripCheck)
            .WithMany(t => t.Acts)
            .HasForeignKey(a => a.TripCheckId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(a => a.Task).WithMany().HasForeignKey(a => a.TaskId).OnDelete(DeleteBehavior.Restrict);
    }
}

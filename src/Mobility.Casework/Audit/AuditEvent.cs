using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Mobility.Casework.Audit;

/// <summary>What is kept beside the history of changes: who came in, who was refused, who took something out.</summary>
public enum AuditKind
{
    SignedIn,
    SignInRefused,
    FactorRefused,
    ResetAsked,
    ResetMailed,
    Exported,

    /// <summary>Somebody at the console copied the whole database.</summary>
    BackedUp,

    /// <summary>Somebody at the console put a backup in the database's place.</summary>
    Restored,

    /// <summary>Somebody looked at a protected value: a passport number, a date of birth.</summary>
    Viewed,
}

/// <summary>One row of the audit. Only ever added.</summary>
public sealed class AuditEvent
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Instant At { get; set; }

    public AuditKind Kind { get; set; }

    /// <summary>Whose account; null where it is nobody's, as for a sign-in under an unknown address. What was typed is never kept.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The name at the time.</summary>
    public string? Name { get; set; }

    /// <summary>Where from, shortened.</summary>
    public string? Network { get; set; }

    public string? Device { get; set; }

    /// <summary>What was exported or looked at, in a few words, without the value itself.</summary>
    public string? Subject { get; set; }
}

internal sealed class AuditEventMapping : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("AuditEvents");
        builder.Property(e => e.Name).HasMaxLength(200);
        builder.Property(e => e.Network).HasMaxLength(45);
        builder.Property(e => e.Device).HasMaxLength(80);
        builder.Property(e => e.Subject).HasMaxLength(300);
        builder.HasIndex(e => e.At);
        // No foreign keys: the audit outlives whom it tells of.
    }
}

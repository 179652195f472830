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

    /// <summary>Somebody signed in gave a wrong password where the own one is asked for once more.</summary>
    PasswordRefused,

    /// <summary>The last of the tries was wrong: the account takes none for a while.</summary>
    Locked,

    /// <summary>Somebody signed in asked for what is not there or not theirs; the subject is the page and what it names.</summary>
    AccessRefused,

    /// <summary>More requests than the limit allows; noted once a minute for each person or network.</summary>
    LimitReached,
    ResetAsked,
    ResetMailed,
    Exported,

    /// <summary>Somebody at the console copied the whole database.</summary>
    BackedUp,

    /// <summary>Somebody at the console put a backup in the database's place.</summary>
    Restored,

    /// <summary>Somebody looked at a protected value: a passport number, a date of birth.</summary>
    Viewed,

    /// <summary>What the audit had kept for long enough was deleted; the subject says how much and until when.</summary>
    Trimmed,
}

/// <summary>One row of the audit. Only ever added, and deleted by <see cref="AuditRetention"/> alone.</summary>
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
        // The list and its filters, newest first; the id makes the order of one moment certain, so that pages can go on from a row.
        builder.HasIndex(e => new { e.At, e.Id });
        builder.HasIndex(e => new
        {
            e.Kind,
            e.At,
            e.Id,
        });
        builder.HasIndex(e => new
        {
            e.AccountId,
            e.At,
            e.Id,
        });
        // No foreign keys: the audit outlives whom it tells of.
    }
}

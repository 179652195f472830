using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Covers;

/// <summary>
/// Somebody who carries cases is away, and somebody else works them until a day. The cases stay whose they are; when the cover has run out,
/// everything is as it was, and nobody has to do anything for it.
/// </summary>
public sealed class Cover : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Who is away.</summary>
    public Guid AwayId { get; set; }

    public Account? Away { get; set; }

    /// <summary>Who works the cases meanwhile.</summary>
    public Guid CoveredById { get; set; }

    public Account? CoveredBy { get; set; }

    /// <summary>First day, on the calendar of whoever is away.</summary>
    public LocalDate From { get; set; }

    /// <summary>Last day, included, on the same calendar.</summary>
    public LocalDate Until { get; set; }

    /// <summary>IANA zone whose calendar that is: that of whoever is away, when the cover was set.</summary>
    public required string TimeZone { get; set; }

    /// <summary>From this instant on the work is that of <see cref="CoveredBy"/>.</summary>
    public Instant StartsAt { get; set; }

    /// <summary>From this instant on it is that of <see cref="Away"/> again. Ending a cover early moves it; before the start, it never ran.</summary>
    public Instant EndsAt { get; set; }

    /// <summary>When somebody ended it before its last day.</summary>
    public Instant? EndedAt { get; set; }

    public required string Reason { get; set; }

    public long Version { get; set; }
}

internal sealed class CoverMapping : IEntityTypeConfiguration<Cover>
{
    public void Configure(EntityTypeBuilder<Cover> builder)
    {
        builder.ToTable("Covers");
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.Reason).HasMaxLength(CoverService.LongestReason);
        builder.HasIndex(c => new { c.AwayId, c.EndsAt });
        builder.HasIndex(c => new { c.CoveredById, c.EndsAt });
        builder.HasOne(c => c.Away).WithMany().HasForeignKey(c => c.AwayId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(c => c.CoveredBy).WithMany().HasForeignKey(c => c.CoveredById).OnDelete(DeleteBehavior.Restrict);
    }
}

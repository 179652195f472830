using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.SocialSecurity;

/// <summary>An A1 or certificate of coverage: social security stays with the home country for its term.</summary>
public sealed class CoverageCertificate : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>Name as on the paper, for example A1.</summary>
    public required string Name { get; set; }

    /// <summary>State whose social security applies, ISO 3166 alpha-2.</summary>
    public required string Country { get; set; }

    /// <summary>First day of cover.</summary>
    public LocalDate ValidFrom { get; set; }

    /// <summary>Last day of cover, included.</summary>
    public LocalDate ValidTo { get; set; }

    public Instant? ReplacedAt { get; set; }

    public long Version { get; set; }
}

internal sealed class CoverageCertificateMapping : IEntityTypeConfiguration<CoverageCertificate>
{
    public void Configure(EntityTypeBuilder<CoverageCertificate> builder)
    {
        builder.ToTable("CoverageCertificates");
        builder.Property(c => c.Name).HasMaxLength(100);
        builder.Property(c => c.Country).HasMaxLength(2);
        builder.HasIndex(c => new { c.PersonId, c.ValidTo });
        builder.HasOne(c => c.Person).WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

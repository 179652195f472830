using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Permits;

/// <summary>A travel document. Its number is among the sealed values of its person.</summary>
public sealed class Passport : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>Issuing state, ISO 3166 alpha-2.</summary>
    public required string Country { get; set; }

    /// <summary>Null while unknown.</summary>
    public LocalDate? IssuedOn { get; set; }

    /// <summary>Last day of validity, included.</summary>
    public LocalDate ValidTo { get; set; }

    /// <summary>Set when a newer document replaces this one; the row stays.</summary>
    public Instant? ReplacedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>A visa, residence or work permit of one person. A renewal is a row of its own.</summary>
public sealed class Permit : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>State it is for, ISO 3166 alpha-2.</summary>
    public required string Country { get; set; }

    /// <summary>Name of the permit as on the card, for example ICT Card.</summary>
    public required string Name { get; set; }

    public LocalDate ValidFrom { get; set; }

    /// <summary>Last day of validity, included.</summary>
    public LocalDate ValidTo { get; set; }

    public Instant? ReplacedAt { get; set; }

    public long Version { get; set; }
}

internal sealed class PassportMapping : IEntityTypeConfiguration<Passport>
{
    public void Configure(EntityTypeBuilder<Passport> builder)
    {
        builder.ToTable("Passports");
        builder.Property(p => p.Country).HasMaxLength(2);
        builder.HasIndex(p => new { p.PersonId, p.ValidTo });
        builder.HasOne(p => p.Person).WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PermitMapping : IEntityTypeConfiguration<Permit>
{
    public void Configure(EntityTypeBuilder<Permit> builder)
    {
        builder.ToTable("Permits");
        builder.Property(p => p.Country).HasMaxLength(2);
        builder.Property(p => p.Name).HasMaxLength(200);
        builder.HasIndex(p => new { p.PersonId, p.ValidTo });
        builder.HasOne(p => p.Person).WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

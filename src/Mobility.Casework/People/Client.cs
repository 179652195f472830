using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;

namespace Mobility.Casework.People;

/// <summary>A company whose people move. Nothing of one client is ever shown to another.</summary>
public sealed class Client : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public required string Name { get; set; }

    public long Version { get; set; }

    public List<LegalEntity> Entities { get; } = [];
}

/// <summary>A company of a client's group: the home or host entity of an assignment.</summary>
public sealed class LegalEntity : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid ClientId { get; set; }

    public Client? Client { get; set; }

    public required string Name { get; set; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public required string Country { get; set; }

    public string? City { get; set; }

    public long Version { get; set; }
}

/// <summary>A partner firm: tax or immigration advisers, or a supplier of services.</summary>
public sealed class Firm : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public required string Name { get; set; }

    /// <summary>Which kind of person works there.</summary>
    public PersonKind Kind { get; set; }

    public long Version { get; set; }
}

internal sealed class ClientMapping : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("Clients");
        builder.Property(c => c.Name).HasMaxLength(200);
        builder.HasIndex(c => c.Name).IsUnique();
    }
}

internal sealed class LegalEntityMapping : IEntityTypeConfiguration<LegalEntity>
{
    public void Configure(EntityTypeBuilder<LegalEntity> builder)
    {
        builder.ToTable("LegalEntities");
        builder.Property(e => e.Name).HasMaxLength(200);
        builder.Property(e => e.Country).HasMaxLength(2);
        builder.Property(e => e.City).HasMaxLength(100);
        builder.HasOne(e => e.Client).WithMany(c => c.Entities).HasForeignKey(e => e.ClientId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FirmMapping : IEntityTypeConfiguration<Firm>
{
    public void Configure(EntityTypeBuilder<Firm> builder)
    {
        builder.ToTable("Firms");
        builder.Property(f => f.Name).HasMaxLength(200);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mobility.Casework.Data;

/// <summary>The last number given out in a series, for example the cases of 2026.</summary>
public sealed class NumberSeries : IVersioned
{
    public required string Name { get; set; }

    public int Last { get; set; }

    public long Version { get; set; }
}

/// <summary>A data-protection key of the web host, so that people stay signed in across restarts and nodes.</summary>
public sealed class StoredKey
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public required string FriendlyName { get; set; }

    public required string Xml { get; set; }
}

internal sealed class NumberSeriesMapping : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> builder)
    {
        builder.ToTable("NumberSeries");
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(40);
    }
}

internal sealed class StoredKeyMapping : IEntityTypeConfiguration<StoredKey>
{
    public void Configure(EntityTypeBuilder<StoredKey> builder)
    {
        builder.ToTable("StoredKeys");
        builder.Property(k => k.FriendlyName).HasMaxLength(200);
    }
}

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

internal sealed class NumberSeriesMapping : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> builder)
    {
        builder.ToTable("NumberSeries");
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(40);
    }
}

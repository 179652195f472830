using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>What the columns of a client's travel files are, as somebody said once: the next file with the same headers is read like it.</summary>
public sealed class ImportColumns
{
    public Guid ClientId { get; set; }

    public Client? Client { get; set; }

    /// <summary>The headers in their order, without case, accents and punctuation, or the number of columns where there are none; hashed.</summary>
    public required string HeaderKey { get; set; }

    /// <summary>The field of each column, in JSON.</summary>
    public required string Fields { get; set; }

    public required string ByName { get; set; }

    public Instant At { get; set; }
}

internal sealed class ImportColumnsMapping : IEntityTypeConfiguration<ImportColumns>
{
    public void Configure(EntityTypeBuilder<ImportColumns> builder)
    {
        builder.ToTable("ImportColumns");
        builder.HasKey(c => new { c.ClientId, c.HeaderKey });
        builder.Property(c => c.HeaderKey).HasMaxLength(64);
        builder.Property(c => c.Fields).HasMaxLength(4000);
        builder.Property(c => c.ByName).HasMaxLength(200);
        builder.HasOne(c => c.Client).WithMany().HasForeignKey(c => c.ClientId).OnDelete(DeleteBehavior.Restrict);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Mobility.Casework.Assessments;

/// <summary>
/// A rule book that cases were reviewed with: which rules it had and what decided in each, so that the next book can be compared with it. Only
/// hashes: what a finding used stands in the finding.
/// </summary>
public sealed class KnownRuleBook
{
    /// <summary>See <see cref="RuleBookName"/>.</summary>
    public required string Name { get; set; }

    /// <summary>A line for each rule: its id, its shape, its substance.</summary>
    public required string Rules { get; set; }

    public Instant FirstUsedAt { get; set; }
}

internal sealed class KnownRuleBookMapping : IEntityTypeConfiguration<KnownRuleBook>
{
    public void Configure(EntityTypeBuilder<KnownRuleBook> builder)
    {
        builder.ToTable("RuleBooks");
        builder.HasKey(b => b.Name);
        builder.Property(b => b.Name).HasMaxLength(40);
    }
}

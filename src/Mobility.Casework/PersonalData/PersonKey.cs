using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.PersonalData;

/// <summary>
/// The key of one person's values, wrapped by the master key. To erase the person's values, and those in the history, is to destroy it.
/// </summary>
public sealed class PersonKey : IVersioned
{
    public Guid PersonId { get; set; }

    public string? MasterKeyId { get; set; }

    /// <summary>Null once it is destroyed.</summary>
    public byte[]? Wrapped { get; set; }

    /// <summary>When it was destroyed. The row stays, so that nobody makes another.</summary>
    public Instant? ErasedAt { get; set; }

    public long Version { get; set; }

    /// <summary>What the wrapped key is bound to: it opens nobody else's values.</summary>
    internal static string PurposeFor(Guid personId) => $"person {personId:n}";
}

internal sealed class PersonKeyMapping : IEntityTypeConfiguration<PersonKey>
{
    public void Configure(EntityTypeBuilder<PersonKey> builder)
    {
        builder.ToTable("PersonKeys");
        builder.HasKey(k => k.PersonId);
        builder.Property(k => k.PersonId).ValueGeneratedNever();
        builder.Property(k => k.MasterKeyId).HasMaxLength(16);
        builder.HasIndex(k => k.MasterKeyId);
        builder.HasOne<Person>().WithOne().HasForeignKey<PersonKey>(k => k.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

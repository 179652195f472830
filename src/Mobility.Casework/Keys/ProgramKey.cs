using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;

namespace Mobility.Casework.Keys;

/// <summary>A key of the program's own, made once a database and wrapped by the master key.</summary>
public sealed class ProgramKey : IVersioned
{
    /// <summary>The key that personal numbers are hashed with for searching. It is also what tells at start whether the master key is the right one.</summary>
    public const string Search = "search";

    /// <summary>The key that mails are sealed with whose words let somebody in.</summary>
    public const string Mail = "mail";

    public required string Name { get; set; }

    public required string MasterKeyId { get; set; }

    public required byte[] Wrapped { get; set; }

    public long Version { get; set; }
}

internal sealed class ProgramKeyMapping : IEntityTypeConfiguration<ProgramKey>
{
    public void Configure(EntityTypeBuilder<ProgramKey> builder)
    {
        builder.ToTable("ProgramKeys");
        builder.HasKey(k => k.Name);
        builder.Property(k => k.Name).HasMaxLength(40);
        builder.Property(k => k.MasterKeyId).HasMaxLength(16);
    }
}

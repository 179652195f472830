using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>The app on somebody's phone that shows a new code every half minute.</summary>
public sealed class Authenticator
{
    public Guid AccountId { get; set; }

    public Account? Account { get; set; }

    /// <summary>The shared secret, encrypted with the program's data-protection keys.</summary>
    public required string ProtectedSecret { get; set; }

    /// <summary>When the first code was right; until then it lets nobody in.</summary>
    public Instant? ConfirmedAt { get; set; }

    /// <summary>The half minute of the last code that was taken: neither it nor an earlier one works again.</summary>
    public long LastStep { get; set; }
}

/// <summary>A code on paper for the day the phone is lost. Works once.</summary>
public sealed class RecoveryCode
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid AccountId { get; set; }

    public Account? Account { get; set; }

    /// <summary>SHA-256 of account and code, in hexadecimal. The code itself was shown once and is nowhere.</summary>
    public required string Hash { get; set; }

    public Instant? UsedAt { get; set; }
}

internal sealed class AuthenticatorMapping : IEntityTypeConfiguration<Authenticator>
{
    public void Configure(EntityTypeBuilder<Authenticator> builder)
    {
        builder.ToTable("Authenticators");
        builder.HasKey(a => a.AccountId);
        builder.Property(a => a.ProtectedSecret).HasMaxLength(1000);
        builder.HasOne(a => a.Account).WithOne().HasForeignKey<Authenticator>(a => a.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RecoveryCodeMapping : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("RecoveryCodes");
        builder.Property(c => c.Hash).HasMaxLength(64).IsUnicode(false);
        builder.HasIndex(c => new { c.AccountId, c.Hash }).IsUnique();
        builder.HasOne(c => c.Account).WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

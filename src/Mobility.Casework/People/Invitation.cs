using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>What a one-time link was asked for.</summary>
public enum InvitationPurpose
{
    /// <summary>Somebody was let in, or got a new link, by another person.</summary>
    Invitation,

    /// <summary>The person asked for it: the password is forgotten.</summary>
    Reset,
}

/// <summary>A one-time link that confirms an e-mail address and lets its owner set a password.</summary>
public sealed class Invitation
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid AccountId { get; set; }

    public Account? Account { get; set; }

    /// <summary>SHA-256 of the token, in hexadecimal. The token itself is only in the link.</summary>
    public required string TokenHash { get; set; }

    public InvitationPurpose Purpose { get; set; }

    public Instant CreatedAt { get; set; }

    /// <summary>The link works before this instant.</summary>
    public Instant ExpiresAt { get; set; }

    public Instant? UsedAt { get; set; }
}

internal static class OpenInvitations
{
    /// <summary>Ends those links that nobody has answered, in the transaction of the change that asks for it.</summary>
    public static Task<int> EndOpenAsync(this IQueryable<Invitation> links, Instant now, CancellationToken cancellation) =>
        links
            .Where(i => i.UsedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.ExpiresAt, now), cancellation);
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("Invitations");
        builder.Property(i => i.TokenHash).HasMaxLength(64).IsUnicode(false);
        builder.HasIndex(i => i.TokenHash).IsUnique();
        builder.HasOne(i => i.Account).WithMany().HasForeignKey(i => i.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

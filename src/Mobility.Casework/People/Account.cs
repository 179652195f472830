using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>Somebody who can sign in. A traveller's own data is a <see cref="Person"/>; an assignee's account points to it.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public Account() => Id = Guid.CreateVersion7();

    public PersonKind Kind { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>Name and address without case and diacritics; written by the context, never by hand.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>The client company of a programme manager.</summary>
    public Guid? ClientId { get; set; }

    public Client? Client { get; set; }

    /// <summary>The partner firm of an adviser or supplier.</summary>
    public Guid? FirmId { get; set; }

    public Firm? Firm { get; set; }

    /// <summary>The traveller or family member this account belongs to.</summary>
    public Guid? PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>BCP 47 tag of the language the person reads.</summary>
    public string Language { get; set; } = "en";

    /// <summary>IANA name; "today" on the person's pages is the date there.</summary>
    public string TimeZone { get; set; } = "Etc/UTC";

    public Instant? DeactivatedAt { get; set; }
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts");
        builder.Property(a => a.DisplayName).HasMaxLength(200);
        builder.Property(a => a.SearchText).HasMaxLength(460);
        builder.Property(a => a.Language).HasMaxLength(35);
        builder.Property(a => a.TimeZone).HasMaxLength(64);
        // Kept as a plain UTC time: SQLite compares no times that carry an offset, and the lock is asked for in one statement.
        builder
            .Property(a => a.LockoutEnd)
            .HasConversion(
                end => end == null ? (DateTime?)null : end.Value.UtcDateTime,
                end => end == null ? null : new DateTimeOffset(DateTime.SpecifyKind(end.Value, DateTimeKind.Utc))
            );
        builder.HasIndex(a => a.Kind);
        builder.HasOne(a => a.Client).WithMany().HasForeignKey(a => a.ClientId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(a => a.Firm).WithMany().HasForeignKey(a => a.FirmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(a => a.Person).WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>A traveller or a member of the family: the subject of trips, permits and day counts.</summary>
public sealed class Person : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid ClientId { get; set; }

    public Client? Client { get; set; }

    /// <summary>The whole name as in the passport, in the order the person writes it. One word is fine.</summary>
    public required string FullName { get; set; }

    /// <summary>How the person is addressed; the full name when nothing else is known.</summary>
    public string? CalledName { get; set; }

    /// <summary>Name without case and diacritics; written by the context, never by hand.</summary>
    public string SearchName { get; set; } = "";

    public string? Email { get; set; }

    /// <summary>Where earlier versions kept the date of birth; empty since it is sealed. See <see cref="PersonalData.ClearValues"/>.</summary>
    internal LocalDate? ClearBirthDate { get; set; }

    /// <summary>ISO 3166 alpha-2 codes with commas between, main one first; null while unknown.</summary>
    public string? Citizenships { get; set; }

    /// <summary>Where the person lives when not away, ISO 3166 alpha-2; null while unknown.</summary>
    public string? HomeCountry { get; set; }

    /// <summary>IANA name of the zone in which the person's "today" is decided.</summary>
    public string TimeZone { get; set; } = "Etc/UTC";

    public string Language { get; set; } = "en";

    /// <summary>When somebody stopped the reminders of missing days; null while they go out.</summary>
    public Instant? DayRemindersStoppedAt { get; set; }

    public long Version { get; set; }
}

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("People");
        builder.Property(p => p.FullName).HasMaxLength(200);
        builder.Property(p => p.CalledName).HasMaxLength(100);
        builder.Property(p => p.SearchName).HasMaxLength(200);
        builder.Property(p => p.Email).HasMaxLength(254);
        builder.Property(p => p.ClearBirthDate).HasColumnName("BirthDate");
        builder.Property(p => p.Citizenships).HasMaxLength(60);
        builder.Property(p => p.HomeCountry).HasMaxLength(2);
        builder.Property(p => p.TimeZone).HasMaxLength(64);
        builder.Property(p => p.Language).HasMaxLength(35);
        builder.HasIndex(p => new { p.ClientId, p.SearchName });
        builder.HasIndex(p => new { p.ClientId, p.Email });
        builder.HasOne(p => p.Client).WithMany().HasForeignKey(p => p.ClientId).OnDelete(DeleteBehavior.Restrict);
    }
}

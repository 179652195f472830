using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.People;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Casework.Trips.Ledger;

/// <summary>One of the places of a day.</summary>
/// <param name="Country">ISO 3166 alpha-2.</param>
/// <param name="Percent">How much of the day, 1 to 100; null for a part nobody measured.</param>
public sealed record DayShare(string Country, int? Percent);

/// <summary>
/// What somebody said about one day of one person: where, and what was done. It stands beside the trips and goes before them on its day, see
/// <see cref="TravelLedger"/>. It is never rewritten: saying it otherwise removes it and records another.
/// </summary>
public sealed class DayDeclaration
{
    public const int LongestDocument = 200;

    /// <summary>More places than anybody has in a day.</summary>
    public const int MostPlaces = 4;

    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>The calendar day where the person was.</summary>
    public LocalDate Day { get; set; }

    /// <summary>
    /// The places in the order in which the person was there; the day ended in the last. <c>FR 25,GB 75</c>, a place without a number where nobody
    /// measured, empty when the place is known to be unknown.
    /// </summary>
    public string Places { get; set; } = "";

    /// <summary>Null while nobody said.</summary>
    public DayActivity? Activity { get; set; }

    public TripEvidence Evidence { get; set; }

    /// <summary>What proves it, as somebody finds it again: the name or number of a document.</summary>
    public string? Document { get; set; }

    public Guid? ByAccountId { get; set; }

    /// <summary>Who entered it, by the name at the time.</summary>
    public required string ByName { get; set; }

    public Instant RecordedAt { get; set; }

    public Instant? RemovedAt { get; set; }

    /// <summary>The places; empty when unknown.</summary>
    public IReadOnlyList<DayShare> Shares
    {
        get => Read(Places);
        set => Places = Write(value);
    }

    public static string Write(IEnumerable<DayShare> shares) =>
        string.Join(',', shares.Select(s => s.Percent is { } part ? $"{s.Country} {part}" : s.Country));

    public static IReadOnlyList<DayShare> Read(string places) =>
        places.Length == 0
            ? []
            :
            [
                .. places
                    .Split(',')
                    .Select(part => new DayShare(
                        part[..2],
                        part.Length > 3 ? int.Parse(part[3..], CultureInfo.InvariantCulture) : null
                    )),
            ];

    /// <summary>Whether it says the same as another.</summary>
    public bool SaysSame(DayDeclaration other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Places == other.Places && Activity == other.Activity && Evidence == other.Evidence && Document == other.Document;
    }
}

internal sealed class DayDeclarationMapping : IEntityTypeConfiguration<DayDeclaration>
{
    public void Configure(EntityTypeBuilder<DayDeclaration> builder)
    {
        builder.ToTable("DayDeclarations");
        builder.Ignore(d => d.Shares);
        builder.Property(d => d.Places).HasMaxLength(40);
        builder.Property(d => d.Document).HasMaxLength(DayDeclaration.LongestDocument);
        builder.Property(d => d.ByName).HasMaxLength(200);
        builder.HasIndex(d => new { d.PersonId, d.Day });
        builder.HasOne(d => d.Person).WithMany().HasForeignKey(d => d.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>That somebody was reminded of the missing days of one week. The key is what makes it once.</summary>
public sealed class DayReminder
{
    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>The Monday of the week.</summary>
    public LocalDate Week { get; set; }

    public int MissingDays { get; set; }

    public Instant At { get; set; }
}

internal sealed class DayReminderMapping : IEntityTypeConfiguration<DayReminder>
{
    public void Configure(EntityTypeBuilder<DayReminder> builder)
    {
        builder.ToTable("DayReminders");
        builder.HasKey(r => new { r.PersonId, r.Week });
        builder.HasOne(r => r.Person).WithMany().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Trips;

/// <summary>Whether a stay happened or is meant to.</summary>
public enum TripStatus
{
    Actual,
    Planned,
}

/// <summary>What a stay rests on, from the weakest to the strongest.</summary>
public enum TripEvidence
{
    Declared,
    Imported,
    Booked,
    Stamped,
}

/// <summary>
/// A stay of one person in one country, or days on which nobody knows where the person was. Both dates are local to that country, and
/// on both the person was there. A trip is never rewritten: a correction removes it and records another, so that "as known on" any day has an answer.
/// </summary>
public sealed class Trip
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>ISO 3166 alpha-2; null when the place is known to be unknown, which every rule counts apart.</summary>
    public required string? Country { get; set; }

    /// <summary>First day there, included.</summary>
    public LocalDate Arrive { get; set; }

    /// <summary>Last day there, included; null while the person is still there.</summary>
    public LocalDate? Depart { get; set; }

    public TripStatus Status { get; set; }

    public TripEvidence Evidence { get; set; }

    public string? Purpose { get; set; }

    public string? Note { get; set; }

    /// <summary>What proves it, as somebody finds it again: the name or number of a document.</summary>
    public string? Document { get; set; }

    /// <summary>Who entered it, by the name at the time; null for what came in before that was noted.</summary>
    public string? ByName { get; set; }

    public Guid? ImportId { get; set; }

    public TripImport? Import { get; set; }

    public Instant RecordedAt { get; set; }

    public Instant? RemovedAt { get; set; }

    /// <summary>The same stay with other dates, as a row of its own.</summary>
    internal Trip Again(LocalDate arrive, LocalDate? depart, Instant at) =>
        new()
        {
            PersonId = PersonId,
            Country = Country,
            Arrive = arrive,
            Depart = depart,
            Status = Status,
            Evidence = Evidence,
            Purpose = Purpose,
            Note = Note,
            Document = Document,
            ByName = ByName,
            ImportId = ImportId,
            RecordedAt = at,
        };
}

/// <summary>How far an import has come.</summary>
public enum TripImportState
{
    /// <summary>Read and waiting for a person's decision; nothing is in the ledger.</summary>
    Pending,

    /// <summary>Sent, and waiting for a person to say what its columns are.</summary>
    AwaitingColumns,
    Saved,
    Discarded,
    Undone,
}

/// <summary>One file of travel history, read for one person.</summary>
public sealed class TripImport : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    public Guid CaseId { get; set; }

    public required string FileName { get; set; }

    public TripImportState State { get; set; }

    public int RowCount { get; set; }

    /// <summary>The file as read, in JSON; null when it was discarded, and for what was saved before this was kept.</summary>
    public string? Rows { get; set; }

    /// <summary>The file as sent, while the import waits, so that it can be read again with other columns; null afterwards.</summary>
    public byte[]? Content { get; set; }

    public Guid ByAccountId { get; set; }

    public Instant At { get; set; }

    public long Version { get; set; }
}

internal sealed class TripMapping : IEntityTypeConfiguration<Trip>
{
    public void Configure(EntityTypeBuilder<Trip> builder)
    {
        builder.ToTable("Trips");
        builder.Property(t => t.Country).HasMaxLength(2);
        builder.Property(t => t.Purpose).HasMaxLength(200);
        builder.Property(t => t.Note).HasMaxLength(500);
        builder.Property(t => t.Document).HasMaxLength(200);
        builder.Property(t => t.ByName).HasMaxLength(200);
        builder.HasIndex(t => new { t.PersonId, t.Arrive });
        builder.HasIndex(t => t.ImportId);
        builder.HasOne(t => t.Person).WithMany().HasForeignKey(t => t.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Import).WithMany().HasForeignKey(t => t.ImportId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TripImportMapping : IEntityTypeConfiguration<TripImport>
{
    public void Configure(EntityTypeBuilder<TripImport> builder)
    {
        builder.ToTable("TripImports");
        builder.Property(i => i.FileName).HasMaxLength(255);
        builder.HasIndex(i => new { i.PersonId, i.At });
        builder.HasOne(i => i.Person).WithMany().HasForeignKey(i => i.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Residence;

/// <summary>How much a declared fact weighs.</summary>
public enum FactStanding
{
    /// <summary>What the file says: declared by the person, written down by the consultant.</summary>
    Declared,

    /// <summary>A tax adviser's own word: it goes before what is declared, and both are shown.</summary>
    Adviser,
}

/// <summary>
/// Something that is known about a person and that a rule reads: a tax home abroad, a permanent home, a tie. What nobody declared is unknown.
/// A fact is never rewritten: a correction withdraws it and records another.
/// </summary>
public sealed class DeclaredFact : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>The case on which it was recorded. It is known on all of the person's cases.</summary>
    public Guid CaseId { get; set; }

    public Case? Case { get; set; }

    /// <summary>Name of the fact, as the rule book has it.</summary>
    public required string Name { get; set; }

    /// <summary>
    /// The jurisdiction whose rules it is for, as rules name it: a permanent home in one country says nothing about another. Null for a fact
    /// that is the same for every rule that reads it.
    /// </summary>
    public string? Jurisdiction { get; set; }

    /// <summary>The value in JSON, as case files write it.</summary>
    public required string Value { get; set; }

    public FactStanding Standing { get; set; }

    /// <summary>First day asked about for which it holds, included; null for since ever.</summary>
    public LocalDate? ValidFrom { get; set; }

    /// <summary>Last day asked about for which it holds, included; null while it lasts.</summary>
    public LocalDate? ValidTo { get; set; }

    /// <summary>Why it is held to be so.</summary>
    public required string Reason { get; set; }

    /// <summary>What shows it: a document, a letter, a conversation.</summary>
    public string? Evidence { get; set; }

    public Guid? ByAccountId { get; set; }

    /// <summary>The name at the time.</summary>
    public required string ByName { get; set; }

    public Instant RecordedAt { get; set; }

    public Instant? WithdrawnAt { get; set; }

    public string? WithdrawnByName { get; set; }

    public string? WithdrawnWhy { get; set; }

    public long Version { get; set; }

    /// <summary>Whether it holds for a day asked about.</summary>
    public bool HoldsOn(LocalDate day) => WithdrawnAt is null && !(ValidFrom > day) && !(ValidTo < day);
}

internal sealed class DeclaredFactMapping : IEntityTypeConfiguration<DeclaredFact>
{
    public void Configure(EntityTypeBuilder<DeclaredFact> builder)
    {
        builder.ToTable("DeclaredFacts");
        builder.Property(f => f.Name).HasMaxLength(80);
        builder.Property(f => f.Jurisdiction).HasMaxLength(40);
        builder.Property(f => f.Value).HasMaxLength(DeclaredFactService.LongestValue);
        builder.Property(f => f.Reason).HasMaxLength(DeclaredFactService.LongestReason);
        builder.Property(f => f.Evidence).HasMaxLength(DeclaredFactService.LongestEvidence);
        builder.Property(f => f.ByName).HasMaxLength(200);
        builder.Property(f => f.WithdrawnByName).HasMaxLength(200);
        builder.Property(f => f.WithdrawnWhy).HasMaxLength(DeclaredFactService.LongestReason);
        builder.HasIndex(f => new { f.PersonId, f.WithdrawnAt });
        builder.HasIndex(f => f.CaseId);
        builder.HasOne(f => f.Person).WithMany().HasForeignKey(f => f.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(f => f.Case).WithMany().HasForeignKey(f => f.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

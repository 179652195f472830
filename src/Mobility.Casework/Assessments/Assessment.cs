using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Assessments;

/// <summary>
/// What a rule said about a person, with everything it used. A new answer is a new row and the old one stays, so that
/// "what did we say in March, and why" has an answer.
/// </summary>
public sealed class Assessment
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    public required string RuleId { get; set; }

    public required string RuleVersion { get; set; }

    /// <summary>The finding's outcome, by name.</summary>
    public required string Outcome { get; set; }

    /// <summary>The day for which it was said.</summary>
    public LocalDate AsOf { get; set; }

    /// <summary>The next day on which the answer changes, as far as is known.</summary>
    public LocalDate? ChangesOn { get; set; }

    /// <summary>The whole finding, in JSON.</summary>
    public required string Finding { get; set; }

    /// <summary>What it used of the rule book; see <see cref="Mobility.Rules.ValuesBehind"/>. Empty for answers of before that was kept.</summary>
    public string ValuesUsed { get; set; } = "";

    /// <summary>A short hash of <see cref="ValuesUsed"/>, which few different ones share among many answers.</summary>
    public string ValuesKey { get; set; } = "";

    public Instant At { get; set; }

    /// <summary>When a later answer took its place; null for the answer in force.</summary>
    public Instant? ReplacedAt { get; set; }
}

internal sealed class AssessmentMapping : IEntityTypeConfiguration<Assessment>
{
    public void Configure(EntityTypeBuilder<Assessment> builder)
    {
        builder.ToTable("Assessments");
        builder.Property(a => a.RuleId).HasMaxLength(120);
        builder.Property(a => a.RuleVersion).HasMaxLength(40);
        builder.Property(a => a.Outcome).HasMaxLength(40);
        builder.Property(a => a.ValuesKey).HasMaxLength(12);
        builder.HasIndex(a => new
        {
            a.PersonId,
            a.RuleId,
            a.ReplacedAt,
        });
        // For the comparison of what is in force with another rule book.
        builder.HasIndex(a => new { a.ReplacedAt, a.ValuesKey });
        builder.HasOne(a => a.Person).WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

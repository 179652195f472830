using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Opinions;

/// <summary>What an adviser says in the place of a rule. For a test of residence to meet it is to be resident.</summary>
public enum OpinionAnswer
{
    /// <summary>The rule's test is met, or its limit passed.</summary>
    Met,

    /// <summary>It is not.</summary>
    NotMet,

    /// <summary>The rule does not ask about this person.</summary>
    DoesNotApply,
}

/// <summary>
/// What an adviser holds of a rule and a person, for a time, beside what the rule book finds. It never takes the finding's place: pages show
/// both. An opinion is never rewritten; another one is given, and this one withdrawn.
/// </summary>
public sealed class Opinion : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    /// <summary>The case for which it was given. It is shown on all of the person's cases.</summary>
    public Guid CaseId { get; set; }

    public Case? Case { get; set; }

    public required string RuleId { get; set; }

    public OpinionAnswer Answer { get; set; }

    /// <summary>The first day of residence, or on which the limit is passed, where the opinion names one.</summary>
    public LocalDate? FirstDay { get; set; }

    /// <summary>The reason and the facts relied on. For those who work on the case, not for the family.</summary>
    public required string Reason { get; set; }

    /// <summary>What would change it.</summary>
    public string? WouldChange { get; set; }

    /// <summary>Where the written opinion is kept: a file's name, a letter's date, an address.</summary>
    public string? Document { get; set; }

    /// <summary>First day for which it is given, included.</summary>
    public LocalDate ValidFrom { get; set; }

    /// <summary>Last day for which it is given, included. Every opinion has one: somebody looks at it again.</summary>
    public LocalDate ValidTo { get; set; }

    /// <summary>Where the rule book stood when it was given; see <see cref="OpinionMark"/>.</summary>
    public required string EngineMark { get; set; }

    /// <summary>What the rule book said then, in a sentence.</summary>
    public required string EngineSaid { get; set; }

    public Guid? ByAccountId { get; set; }

    /// <summary>Which kind of adviser gave it.</summary>
    public PersonKind ByKind { get; set; }

    /// <summary>The name at the time.</summary>
    public required string ByName { get; set; }

    public Instant GivenAt { get; set; }

    public Instant? WithdrawnAt { get; set; }

    public string? WithdrawnWhy { get; set; }

    public long Version { get; set; }
}

internal sealed class OpinionMapping : IEntityTypeConfiguration<Opinion>
{
    public void Configure(EntityTypeBuilder<Opinion> builder)
    {
        builder.ToTable("Opinions");
        builder.Property(o => o.RuleId).HasMaxLength(120);
        builder.Property(o => o.Reason).HasMaxLength(OpinionService.LongestReason);
        builder.Property(o => o.WouldChange).HasMaxLength(OpinionService.LongestNote);
        builder.Property(o => o.Document).HasMaxLength(OpinionService.LongestDocument);
        builder.Property(o => o.EngineMark).HasMaxLength(200);
        builder.Property(o => o.EngineSaid).HasMaxLength(1000);
        builder.Property(o => o.ByName).HasMaxLength(200);
        builder.Property(o => o.WithdrawnWhy).HasMaxLength(OpinionService.LongestNote);
        builder.HasIndex(o => new { o.PersonId, o.WithdrawnAt });
        builder.HasIndex(o => o.CaseId);
        builder.HasIndex(o => new { o.ByAccountId, o.WithdrawnAt });
        builder.HasOne(o => o.Person).WithMany().HasForeignKey(o => o.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(o => o.Case).WithMany().HasForeignKey(o => o.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

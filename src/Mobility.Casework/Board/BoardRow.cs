using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Board;

/// <summary>How urgent a row of the board is; the first is the worst. Kept as a number, for the board is ordered by it.</summary>
public enum BoardLevel
{
    /// <summary>The limit is passed, or a test of another country is met.</summary>
    Passed,

    /// <summary>Recorded plans will pass it.</summary>
    WillPass,

    /// <summary>Days on which nobody knows where the person was decide.</summary>
    Undecided,

    /// <summary>At the first step of the rule's alerts, or above; with the plans or already.</summary>
    Near,

    /// <summary>Waits for facts or for an adviser's judgement.</summary>
    Question,

    /// <summary>Resident where the person lives: the usual case.</summary>
    AtHome,

    Within,

    NotCovered,
}

/// <summary>
/// Where a traveller stands under one rule, as the last review of their case found it. A stated cache of that review's findings, so that all
/// travellers can be ordered and filtered at once: it says when it was computed, and each review writes it anew. The truth is the ledger.
/// </summary>
public sealed class BoardRow
{
    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    public required string RuleId { get; set; }

    /// <summary>The client of the person's running case.</summary>
    public Guid ClientId { get; set; }

    public Client? Client { get; set; }

    /// <summary>The person's name to order by; the one to show is the person's own.</summary>
    public string SortName { get; set; } = "";

    public string RuleVersion { get; set; } = "";

    public BoardLevel Level { get; set; }

    /// <summary>The order within a level: the earlier breach first, then the fuller counter.</summary>
    public long Rank { get; set; }

    public StandingWord Word { get; set; }

    /// <summary>The year tested; null for a rolling window.</summary>
    public string? Period { get; set; }

    /// <summary>Days of the rule, as the finding has them; all five are null where nothing was counted.</summary>
    public Fraction? Used { get; set; }

    public Fraction? Unknown { get; set; }

    public Fraction? Planned { get; set; }

    public Fraction? Limit { get; set; }

    public Fraction? Forecast { get; set; }

    /// <summary>Days left if every unknown day counts.</summary>
    public long? LeftLow { get; set; }

    /// <summary>Days left if none does.</summary>
    public long? LeftHigh { get; set; }

    /// <summary>First day above the limit, unknown days held against the person; null where it is not passed, and at home.</summary>
    public LocalDate? BreachOn { get; set; }

    /// <summary>The stay under way on that day, by the ledger's id.</summary>
    public string? BreachStay { get; set; }

    public string? BreachCountry { get; set; }

    public LocalDate? BreachArrive { get; set; }

    /// <summary>The day it was said for, where the person lives.</summary>
    public LocalDate AsOf { get; set; }

    public Instant ComputedAt { get; set; }
}

internal sealed class BoardRowMapping : IEntityTypeConfiguration<BoardRow>
{
    public void Configure(EntityTypeBuilder<BoardRow> builder)
    {
        builder.ToTable("BoardRows");
        builder.HasKey(r => new { r.PersonId, r.RuleId });
        builder.Property(r => r.RuleId).HasMaxLength(120);
        builder.Property(r => r.SortName).HasMaxLength(200);
        builder.Property(r => r.RuleVersion).HasMaxLength(40);
        builder.Property(r => r.Level).HasConversion<int>();
        builder.Property(r => r.Period).HasMaxLength(40);
        builder.Property(r => r.BreachStay).HasMaxLength(100);
        builder.Property(r => r.BreachCountry).HasMaxLength(2);
        // Everybody, worst first, and how many there are of each level under any filter: read here without the rows themselves.
        builder.HasIndex(r => new
        {
            r.Level,
            r.Rank,
            r.PersonId,
            r.RuleId,
            r.ClientId,
            r.BreachOn,
        });
        builder.HasIndex(r => new
        {
            r.ClientId,
            r.Level,
            r.Rank,
            r.PersonId,
            r.RuleId,
        });
        builder.HasIndex(r => new
        {
            r.RuleId,
            r.Level,
            r.Rank,
            r.PersonId,
        });
        builder.HasIndex(r => new
        {
            r.SortName,
            r.Level,
            r.Rank,
        });
        builder.HasIndex(r => r.BreachOn);
        // By days left: every key of the order is here, so that page three hundred reads no row of those before.
        builder.HasIndex(r => new
        {
            r.LeftLow,
            r.Level,
            r.Rank,
            r.PersonId,
            r.RuleId,
        });
        builder.HasOne(r => r.Person).WithMany().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(r => r.Client).WithMany().HasForeignKey(r => r.ClientId).OnDelete(DeleteBehavior.Restrict);
    }
}

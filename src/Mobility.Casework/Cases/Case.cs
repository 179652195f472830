using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Cases;

/// <summary>What kind of move a case is.</summary>
public enum AssignmentType
{
    LongTerm,
    ShortTerm,
    Commuter,
    Rotator,
    ExtendedBusinessTrip,
    BusinessTraveller,
    PermanentTransfer,
    Localisation,
    CrossBorderRemote,
    DomesticRelocation,
    ImmigrationOnly,
}

/// <summary>Whether the host is a company of the same group or somebody else (client, partner, public body).</summary>
public enum SecondmentAxis
{
    Internal,
    External,
}

/// <summary>One secondment or relocation of one assignee, from intake to the review after the return.</summary>
public sealed class Case : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The number people quote, as in M-2026-0418. Never changes.</summary>
    public required string Number { get; set; }

    public Guid ClientId { get; set; }

    public Client? Client { get; set; }

    public AssignmentType Type { get; set; }

    public SecondmentAxis Axis { get; set; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public required string HomeCountry { get; set; }

    public string? HomeCity { get; set; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public required string HostCountry { get; set; }

    public string? HostCity { get; set; }

    public Guid? HomeEntityId { get; set; }

    public LegalEntity? HomeEntity { get; set; }

    /// <summary>The host company of an internal secondment.</summary>
    public Guid? HostEntityId { get; set; }

    public LegalEntity? HostEntity { get; set; }

    /// <summary>The host of an external secondment, by name.</summary>
    public string? HostParty { get; set; }

    /// <summary>First day of the assignment.</summary>
    public LocalDate Start { get; set; }

    /// <summary>Last day of the assignment, included; null for a one-way move.</summary>
    public LocalDate? End { get; set; }

    public string? PolicyName { get; set; }

    public Guid AssigneeId { get; set; }

    public Person? Assignee { get; set; }

    /// <summary>The consultant who carries the case.</summary>
    public Guid ConsultantId { get; set; }

    public Account? Consultant { get; set; }

    public LocalDate InitiatedOn { get; set; }

    public LocalDate? ConfirmedOn { get; set; }

    public LocalDate? OnHoldSince { get; set; }

    public LocalDate? CancelledOn { get; set; }

    public LocalDate? ClosedOn { get; set; }

    /// <summary>IANA zone of the host place; deadlines of the case fall due by the calendar there.</summary>
    public string TimeZone { get; set; } = "Etc/UTC";

    /// <summary>Number, assignee and cities without case and diacritics, for the list's search; written by <see cref="CaseService"/>.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>The day in the assignee's zone for which the case was last reviewed; a new day reviews it again. Not a field of the file.</summary>
    public LocalDate? ReviewedOn { get; set; }

    /// <summary>The rule book it was last reviewed with; one that has anything otherwise that its answers used reviews it again.</summary>
    public string? ReviewedWith { get; set; }

    public long Version { get; set; }

    public List<CaseMember> Members { get; } = [];

    public List<Engagement> Engagements { get; } = [];
}

/// <summary>How a member of the family is related to the assignee.</summary>
public enum FamilyRelation
{
    Spouse,
    Partner,
    Child,
    Parent,
    Other,
}

/// <summary>A member of the assignee's family on a case.</summary>
public sealed class CaseMember
{
    public Guid CaseId { get; set; }

    public Case? Case { get; set; }

    public Guid PersonId { get; set; }

    public Person? Person { get; set; }

    public FamilyRelation Relation { get; set; }

    public bool Accompanying { get; set; }
}

/// <summary>An adviser or supplier who works on a case, and therefore sees it.</summary>
public sealed class Engagement
{
    public Guid CaseId { get; set; }

    public Case? Case { get; set; }

    public Guid AccountId { get; set; }

    public Account? Account { get; set; }

    public Instant Since { get; set; }
}

internal sealed class CaseMapping : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.ToTable("Cases");
        builder.Property(c => c.Number).HasMaxLength(20);
        builder.Property(c => c.HomeCountry).HasMaxLength(2);
        builder.Property(c => c.HomeCity).HasMaxLength(100);
        builder.Property(c => c.HostCountry).HasMaxLength(2);
        builder.Property(c => c.HostCity).HasMaxLength(100);
        builder.Property(c => c.HostParty).HasMaxLength(200);
        builder.Property(c => c.PolicyName).HasMaxLength(200);
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.SearchText).HasMaxLength(500);
        builder.Property(c => c.ReviewedWith).HasMaxLength(40);
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => new
        {
            c.ConsultantId,
            c.ClosedOn,
            c.Start,
        });
        builder.HasIndex(c => new { c.ClientId, c.Start });
        builder.HasIndex(c => new { c.ClosedOn, c.Start });
        builder.HasIndex(c => c.AssigneeId);
        // What the list counts of all cases is read here without the cases themselves: a quarter of the time.
        builder.HasIndex(c => new
        {
            c.HostCountry,
            c.ClosedOn,
            c.CancelledOn,
            c.ConsultantId,
        });
        builder.HasOne(c => c.Client).WithMany().HasForeignKey(c => c.ClientId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(c => c.HomeEntity).WithMany().HasForeignKey(c => c.HomeEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(c => c.HostEntity).WithMany().HasForeignKey(c => c.HostEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(c => c.Assignee).WithMany().HasForeignKey(c => c.AssigneeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(c => c.Consultant).WithMany().HasForeignKey(c => c.ConsultantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CaseMemberMapping : IEntityTypeConfiguration<CaseMember>
{
    public void Configure(EntityTypeBuilder<CaseMember> builder)
    {
        builder.ToTable("CaseMembers");
        builder.HasKey(m => new { m.CaseId, m.PersonId });
        builder.HasIndex(m => m.PersonId);
        builder.HasOne(m => m.Case).WithMany(c => c.Members).HasForeignKey(m => m.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(m => m.Person).WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EngagementMapping : IEntityTypeConfiguration<Engagement>
{
    public void Configure(EntityTypeBuilder<Engagement> builder)
    {
        builder.ToTable("Engagements");
        builder.HasKey(e => new { e.CaseId, e.AccountId });
        builder.HasIndex(e => e.AccountId);
        builder.HasOne(e => e.Case).WithMany(c => c.Engagements).HasForeignKey(e => e.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(e => e.Account).WithMany().HasForeignKey(e => e.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.PersonalData;
using NodaTime;

namespace Mobility.Casework.History;

/// <summary>What was done, as a word the history page has a sentence for.</summary>
public enum ChangeKind
{
    CaseOpened,
    CaseAmended,
    CaseConfirmed,
    CaseHeld,
    CaseResumed,
    CaseCancelled,
    CaseClosed,
    MemberAdded,
    AdviserEngaged,
    TripRecorded,
    TripConfirmed,
    TripRemoved,
    TripRestored,
    TripEnded,
    TripsImported,
    TripImportUndone,
    ImportColumnsNamed,
    DaysDeclared,
    DaysWithdrawn,
    DaysReminded,
    DayRemindersStopped,
    DayRemindersResumed,
    PassportRecorded,
    PermitRecorded,
    CertificateRecorded,
    DeadlinePlanned,
    DeadlineMoved,
    DeadlineWithdrawn,
    DeadlineDone,
    DeadlineWaived,
    TaskCreated,
    TaskDone,
    TaskDropped,
    TaskAmended,
    AlertRaised,
    AnswerChanged,

    /// <summary>Another rule book gives another answer; the facts are the same.</summary>
    AnswerMovedByRules,
    FactDeclared,
    FactWithdrawn,
    OpinionGiven,
    OpinionWithdrawn,
    PersonInvited,
    PersonDeactivated,
    PersonAmended,
    InvitationAccepted,
    PersonReactivated,
    PasswordChanged,
    MailRetried,
    JobAsked,
    ClientAdded,
    EntityAdded,
    SessionsEnded,
    SecondFactorAdded,
    SecondFactorRemoved,
    RecoveryCodesMade,
    PasswordResetAsked,
    CoverSet,
    CoverEnded,
    CaseReassigned,
    TasksReassigned,
    TripCheckSaved,
    TripCheckAmended,
    TripCheckConfirmed,
    TripCheckCancelled,
    PersonalValueRecorded,
    PersonErased,
}

/// <summary>
/// One row of history: who did what, when and why. Rows are only ever added: the context refuses to change or delete one, and so
/// does the database itself.
/// </summary>
public sealed class Change
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The case it belongs to; null for changes outside any case.</summary>
    public Guid? CaseId { get; set; }

    /// <summary>The person whose facts changed, where it is one person's.</summary>
    public Guid? PersonId { get; set; }

    /// <summary>The account that was changed, for changes of who may sign in.</summary>
    public Guid? AboutAccountId { get; set; }

    public Instant At { get; set; }

    /// <summary>Who did it; null when the program did.</summary>
    public Guid? ByAccountId { get; set; }

    /// <summary>The name at the time, or the name of the job.</summary>
    public required string ByName { get; set; }

    /// <summary>Whom the person covered on that case at the time, by name; null when it was done on nobody's behalf.</summary>
    public string? InCoverFor { get; set; }

    public ChangeKind Kind { get; set; }

    /// <summary>What it was done to, in a few words: a country and its dates, a deadline's title …</summary>
    public required string Subject { get; set; }

    public string? Why { get; set; }

    /// <summary>Fields with their values before and after, in JSON; see <see cref="FieldChange"/>.</summary>
    public string? Fields { get; set; }

    /// <summary>The sent form that made it, on the first row of each form; see <see cref="ChangeContext.FormKey"/>.</summary>
    public Guid? FormKey { get; set; }
}

/// <summary>One field of a change. Null stands for empty.</summary>
public sealed record FieldChange(string Field, string? Before, string? After)
{
    /// <summary>Set where both values are sealed with the key of <see cref="Change.PersonId"/>: what they are bound to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SealedPlace? Sealed { get; init; }

    internal static FieldChange OfSealed(PersonalField field, string of, byte[]? before, byte[]? after) =>
        new(field.ToString(), Text(before), Text(after)) { Sealed = new SealedPlace(field, of) };

    private static string? Text(byte[]? value) => value is null ? null : Convert.ToBase64String(value);
}

/// <summary>Where a sealed value belongs: see <see cref="PersonalValue"/>.</summary>
public sealed record SealedPlace(PersonalField Field, string Of);

internal sealed class ChangeMapping : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> builder)
    {
        builder.ToTable("Changes", t => t.HasTrigger("Changes_AreOnlyAdded"));
        builder.Property(c => c.ByName).HasMaxLength(200);
        builder.Property(c => c.InCoverFor).HasMaxLength(200);
        builder.Property(c => c.Subject).HasMaxLength(300);
        builder.Property(c => c.Why).HasMaxLength(1000);
        builder.HasIndex(c => new { c.CaseId, c.At });
        builder.HasIndex(c => new { c.PersonId, c.At });
        builder.HasIndex(c => new { c.AboutAccountId, c.At });
        builder.HasIndex(c => c.FormKey).IsUnique().HasFilter("FormKey IS NOT NULL");
        // No foreign keys: history outlives what it tells of.
    }
}

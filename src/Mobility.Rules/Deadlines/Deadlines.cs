using NodaTime;

namespace Mobility.Rules.Deadlines;

/// <summary>The events a deadline hangs on. The words are those of a rule file's <c>trigger:</c>.</summary>
public enum Anchor
{
    /// <summary>Last day of validity of a passport. One per passport.</summary>
    PassportExpiry,

    /// <summary>Last day of validity of a permit or visa. One per permit.</summary>
    PermitExpiry,

    /// <summary>First day of an A1 or certificate of coverage. One per certificate.</summary>
    A1Start,

    /// <summary>Last day of an A1 or certificate of coverage. One per certificate.</summary>
    A1End,

    /// <summary>First day of the assignment. One per case.</summary>
    AssignmentStart,

    /// <summary>Last day of the assignment. One per case.</summary>
    AssignmentEnd,

    /// <summary>Last day of each tax year of the host country that the assignment touches. Worked out, never given.</summary>
    TaxYearEnd,

    /// <summary>The day a day rule will be passed, as its finding says. Worked out from findings, never given.</summary>
    DayCountForecast,
}

/// <summary>How bad it is to miss a deadline.</summary>
public enum Severity
{
    /// <summary>Untidy.</summary>
    Low,

    /// <summary>Costs time or a little money.</summary>
    Medium,

    /// <summary>A penalty, a refusal, a lost right.</summary>
    High,

    /// <summary>Somebody must leave, stop working or loses the move.</summary>
    Critical,
}

/// <summary>Who has to act.</summary>
public enum Actor
{
    /// <summary>The consultant who runs the case.</summary>
    Consultant,

    /// <summary>The employer (client company).</summary>
    Employer,

    /// <summary>The tax adviser.</summary>
    TaxAdviser,

    /// <summary>The immigration adviser.</summary>
    ImmigrationAdviser,

    /// <summary>The assignee and the family.</summary>
    Family,
}

/// <summary>What a deadline rests on.</summary>
public enum Basis
{
    /// <summary>Law.</summary>
    Statutory,

    /// <summary>What contracts in the field say.</summary>
    ContractPractice,

    /// <summary>What offices and schools of the place ask.</summary>
    LocalPractice,

    /// <summary>What issuing papers takes.</summary>
    DocumentPractice,

    /// <summary>A norm of good work, not law.</summary>
    Operational,
}

/// <summary>A dated fact of a case that deadlines hang on.</summary>
/// <param name="Anchor">What it is; <see cref="Deadlines.Anchor.TaxYearEnd"/> and <see cref="Deadlines.Anchor.DayCountForecast"/> are refused.</param>
/// <param name="SubjectKey">The caller's stable key of the passport, permit, certificate or case it belongs to.</param>
/// <param name="Date">The date; null when it is not known yet.</param>
/// <param name="SubjectName">How to name it to people: "passport of Ana Ruiz"; null to name the kind only.</param>
public sealed record AnchorDate(Anchor Anchor, string SubjectKey, LocalDate? Date, string? SubjectName = null);

/// <summary>What <see cref="DeadlineRules.Plan"/> needs to know of a case.</summary>
public sealed record DeadlineFacts
{
    /// <summary>The caller's stable key of the case, used for deadlines that belong to the case as a whole.</summary>
    public required string CaseKey { get; init; }

    /// <summary>The day the plan is made for: open-ended assignments are planned to the end of the tax year after it.</summary>
    public required LocalDate AsOf { get; init; }

    /// <summary>ISO 3166 alpha-2 code of the home country; null when unknown.</summary>
    public string? HomeCountry { get; init; }

    /// <summary>ISO 3166 alpha-2 code of the host country; null when unknown.</summary>
    public string? HostCountry { get; init; }

    /// <summary>The dated facts; one with a null date gives a deadline whose date is unknown. The first and last day of the assignment are among them.</summary>
    public IReadOnlyList<AnchorDate> Anchors { get; init; } = [];

    /// <summary>The findings of the person, for deadlines on a forecast.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>One deadline that a rule plans for a case.</summary>
public sealed record PlannedDeadline
{
    /// <summary>Stable name of the deadline within the case: rule, subject and period. Planning again gives the same key.</summary>
    public required string Key { get; init; }

    /// <summary>Id of the rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>Hash of the rule file.</summary>
    public required string RuleVersion { get; init; }

    /// <summary>What is to be done, in English, as the rule file gives it.</summary>
    public required string Label { get; init; }

    /// <summary>Key of the passport, permit, certificate or case.</summary>
    public required string SubjectKey { get; init; }

    /// <summary>How to name the subject to people; null for the case as a whole.</summary>
    public string? SubjectName { get; init; }

    /// <summary>What the deadline hangs on.</summary>
    public required Anchor Anchor { get; init; }

    /// <summary>The date of that; null when it is not known.</summary>
    public LocalDate? AnchorOn { get; init; }

    /// <summary>The last day on which it is in time (inclusive), by the calendar: weekends and holidays do not move it. Null when the anchor is not known.</summary>
    public LocalDate? DueOn { get; init; }

    /// <summary>Days to remind on, ascending; empty when the due day is not known. Days gone by are included: the caller sends the last one missed, once.</summary>
    public IReadOnlyList<LocalDate> RemindOn { get; init; } = [];

    /// <summary>The tax year meant, as 2026 or 2026-27; null for other deadlines.</summary>
    public string? Period { get; init; }

    /// <summary>Country whose deadline it is (ISO 3166 alpha-2), or <c>*</c>.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>How bad it is to miss.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Who has to act.</summary>
    public required Actor Actor { get; init; }

    /// <summary>What it rests on.</summary>
    public required Basis Basis { get; init; }

    /// <summary>What happens if it is missed, in English, as the rule file gives it.</summary>
    public required string Consequence { get; init; }

    /// <summary>Why it is due on that day.</summary>
    public required Explanation Explanation { get; init; }

    /// <summary>The values used, each with its source.</summary>
    public IReadOnlyList<ParameterUsed> ParametersUsed { get; init; } = [];
}

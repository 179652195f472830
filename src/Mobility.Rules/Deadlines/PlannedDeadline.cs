using NodaTime;

namespace Mobility.Rules.Deadlines;

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

/// <summary>After which year a tax year is named where people ask for it.</summary>
public enum YearName
{
    /// <summary>After the year itself.</summary>
    TaxYear,

    /// <summary>After the year that follows, in which it is assessed.</summary>
    AssessmentYear,
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

    /// <summary>The last day on which it is in time (inclusive), moved where the rule moves it. Null when the anchor is not known.</summary>
    public LocalDate? DueOn { get; init; }

    /// <summary>The day before it was moved; null when nothing moves it.</summary>
    public LocalDate? NominalOn { get; init; }

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

    /// <summary>Each day that was passed on the way, and the years without data; null when nothing moves the day.</summary>
    public IReadOnlyList<Explanation>? Rolling { get; init; }

    /// <summary>The values used, each with its source.</summary>
    public IReadOnlyList<ParameterUsed> ParametersUsed { get; init; } = [];
}

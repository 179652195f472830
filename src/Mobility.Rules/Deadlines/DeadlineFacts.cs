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

    /// <summary>First day of work in another state on a trip that was checked. One for each trip and state.</summary>
    PostingStart,

    /// <summary>Last day of each tax year of the host country that the assignment touches. Worked out, never given.</summary>
    TaxYearEnd,

    /// <summary>The day a day rule will be passed, as its finding says. Worked out from findings, never given.</summary>
    DayCountForecast,
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

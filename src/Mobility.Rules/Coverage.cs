using NodaTime;

namespace Mobility.Rules;

/// <summary>How much of a topic the rule book answers for a jurisdiction.</summary>
public enum CoverageStatus
{
    /// <summary>Nothing: the answer is always "not covered".</summary>
    None,

    /// <summary>The tests named in the note, not the whole topic.</summary>
    Partial,

    /// <summary>The whole topic.</summary>
    Full,
}

/// <summary>One line of <c>coverage.yaml</c>: what the rule book can be asked.</summary>
/// <param name="Jurisdiction">ISO 3166 alpha-2 code, a named area such as <c>schengen</c>, or <c>*</c> for everywhere.</param>
/// <param name="Topic">Topic folder, for example <c>residence</c>.</param>
/// <param name="Status">How much is answered.</param>
/// <param name="VerifiedFrom">First day for which the answers were verified (inclusive); null when the status is none.</param>
/// <param name="LastChecked">The day somebody last compared the topic with the law.</param>
/// <param name="Note">What is in and what is not; null when there is nothing to say.</param>
public sealed record Coverage(
    string Jurisdiction,
    string Topic,
    CoverageStatus Status,
    LocalDate? VerifiedFrom,
    LocalDate LastChecked,
    string? Note
);

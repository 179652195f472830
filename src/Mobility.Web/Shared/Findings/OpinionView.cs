using Mobility.Casework.Access;
using Mobility.Casework.Opinions;
using NodaTime;

namespace Mobility.Web.Shared.Findings;

/// <summary>An adviser's opinion as it stands beside a finding.</summary>
public sealed record OpinionView
{
    public required Opinion Opinion { get; init; }

    public required OpinionState State { get; init; }

    /// <summary>Whether the reader may know the reason: the relocation company and its advisers.</summary>
    public required bool ShowsReason { get; init; }

    /// <summary>Path from the root to the opinion's own acts; null for everybody but who gave it.</summary>
    public string? Href { get; init; }

    public string StateKind => State is OpinionState.Overtaken or OpinionState.Ended ? "amber" : "violet";

    /// <summary>Name of the answer's sentence in FindingTexts.resx; it may take the first day.</summary>
    public string AnswerWord => Opinion.FirstDay is null ? $"Opinion.{Opinion.Answer}" : "Opinion.MetFrom";

    public static OpinionView Of(Opinion opinion, string? markNow, LocalDate today, Viewer viewer, string number) =>
        new()
        {
            Opinion = opinion,
            State = opinion.On(today, markNow),
            ShowsReason = CaseAccess.Allows(viewer, CaseRight.ReadAdvice),
            Href = opinion.ByAccountId == viewer.AccountId ? $"/cases/{number}/opinions" : null,
        };
}

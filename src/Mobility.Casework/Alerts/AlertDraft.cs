using Mobility.Rules;
using Mobility.Rules.Deadlines;
using NodaTime;

namespace Mobility.Casework.Alerts;

/// <summary>An alert that is due, before it is known whether it was raised already.</summary>
internal sealed record AlertDraft
{
    /// <summary>What makes it the same alert: see <see cref="Alert.Key"/>.</summary>
    public required string Key { get; init; }

    /// <summary>What it is about. Everything about one topic of a case that is found at one moment goes into one mail.</summary>
    public required string Topic { get; init; }

    public required Guid CaseId { get; init; }

    public Guid? DeadlineId { get; init; }

    public required Guid PersonId { get; init; }

    public required string RuleId { get; init; }

    public required string Title { get; init; }

    public LocalDate? DueOn { get; init; }

    /// <summary>The day of the step; the latest of a topic speaks for all.</summary>
    public required LocalDate StepOn { get; init; }

    public required Explanation Why { get; init; }

    public string? Consequence { get; init; }

    public required string RuleLabel { get; init; }

    public IReadOnlyList<Reference> Sources { get; init; } = [];

    /// <summary>Who has to act, and so hears of it beside the consultant.</summary>
    public Actor Actor { get; init; }
}

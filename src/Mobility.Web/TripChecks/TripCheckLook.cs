using Mobility.Rules;
using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Web.TripChecks;

/// <summary>The answer as a page shows it, under whatever heading.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Trip">The trip as it was told.</param>
/// <param name="TellAt">Where what is asked for is told: an address before the field's anchor; null where the reader tells nothing.</param>
/// <param name="CaseNumber">The traveller's case; null where the reader cannot open it.</param>
public sealed record TripResultsView(TripAnswer Answer, Trip Trip, string? TellAt, string? CaseNumber);

/// <summary>A rule that a result names.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its name.</param>
/// <param name="Checked">The day on which the value checked longest ago was compared with its source; null where none was used or one never was.</param>
/// <param name="HasUnverified">Whether a value used was never compared with its source.</param>
public sealed record RuleBehind(string Id, string Label, LocalDate? Checked, bool HasUnverified);

/// <summary>How outcomes look. Each has its word; the colour only goes with it.</summary>
public static class TripCheckLook
{
    public static string State(TripOutcome outcome) =>
        outcome switch
        {
            TripOutcome.Green or TripOutcome.NotRequired => "green",
            TripOutcome.Amber or TripOutcome.Required => "amber",
            TripOutcome.Red => "red",
            TripOutcome.ForAdviser => "blue",
            _ => "grey",
        };

    public static string Words(this Explanation explanation) =>
        explanation.Render(System.Globalization.CultureInfo.CurrentUICulture);

    /// <summary>Anchor of a result on its page.</summary>
    public static string Anchor(TripResult result) =>
        $"{result.Country.ToLowerInvariant()}-{result.Subject.ToString().ToLowerInvariant()}";

    /// <summary>Why, in whole sentences: the name of a rule goes with what the rule says.</summary>
    public static IReadOnlyList<string> Reasons(TripResult result)
    {
        var sentences = new List<string>();
        string? name = null;
        foreach (var reason in result.Reasons)
        {
            if (reason.Code == "trip.finding")
            {
                name = reason.Words();
                continue;
            }
            sentences.Add(name is null ? reason.Words() : $"{name} {reason.Words()}");
            name = null;
        }
        return sentences;
    }

    /// <summary>The rules behind a result, each once.</summary>
    public static IReadOnlyList<RuleBehind> RulesOf(TripResult result) =>
        [
            .. result
                .Rules.Select(rule =>
                    Behind(
                        rule.RuleId,
                        rule.Label,
                        [
                            .. rule.ParametersUsed.Select(value => (value.Source, value.Status)),
                            .. rule.Statements.Select(one => (one.Source, one.Status)),
                        ]
                    )
                )
                .Concat(
                    result.Findings.Select(finding =>
                        Behind(
                            finding.RuleId,
                            finding.RuleLabel,
                            [.. finding.ParametersUsed.Select(value => (value.Source, value.Status))]
                        )
                    )
                )
                .DistinctBy(rule => rule.Id),
        ];

    private static RuleBehind Behind(string id, string label, IReadOnlyList<(Reference Source, ValueStatus Status)> used)
    {
        var unverified = used.Any(one => one.Status == ValueStatus.Unverified);
        return new(id, label, unverified ? null : used.Min(one => (LocalDate?)one.Source.Checked), unverified);
    }

    /// <summary>Which stop of the form the first days in a country are.</summary>
    public static int StopOf(Trip trip, string country) =>
        Math.Max(0, trip.Legs.Select(leg => leg.Country).ToList().IndexOf(country));

    /// <summary>Key of the sentence at the top of an answer.</summary>
    public static string Verdict(TripAnswer answer)
    {
        var outcomes = answer.Results.Select(result => result.Outcome).ToHashSet();
        return outcomes.Contains(TripOutcome.Red) ? "red"
            : outcomes.Contains(TripOutcome.Required) || outcomes.Contains(TripOutcome.Unknown) ? "amber"
            : outcomes.Overlaps([TripOutcome.ForAdviser, TripOutcome.NotCovered, TripOutcome.Amber]) ? "blue"
            : "green";
    }
}

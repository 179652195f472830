using Mobility.Rules;
using Mobility.Rules.TripChecks;

namespace Mobility.Web.TripChecks;

/// <summary>The answer as a page shows it, under whatever heading.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="TellAt">Where what is asked for is told: an address before the field's anchor.</param>
/// <param name="CaseNumber">The traveller's case; null where the reader cannot open it.</param>
public sealed record TripResultsView(TripAnswer Answer, string TellAt, string? CaseNumber);

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

using System.Globalization;
using Mobility.Casework.Assessments;
using Mobility.Rules;

namespace Mobility.Web.Shared.Findings;

/// <summary>
/// A finding as every page shows it. The card opens its reason in place, or links to it where the page shows the reason elsewhere.
/// </summary>
public sealed record FindingView
{
    public required Finding Finding { get; init; }

    /// <summary>The rule as the book has it today; null when the book no longer has it.</summary>
    public required Rule? Rule { get; init; }

    /// <summary>Whether the rule is of the country the person lives in: to be resident there is no breach but the usual case.</summary>
    public bool AtHome { get; init; }

    /// <summary>Path from the root to where the reason is shown; null to open it in place.</summary>
    public string? WhyHref { get; init; }

    /// <summary>Whether the reason stands open, where nothing else is on the page.</summary>
    public bool WhyIsOpen { get; init; }

    /// <summary>Path from the root to the page that lists a trip, by the stay's id; null to name trips without a link.</summary>
    public Func<string, string>? TripHref { get; init; }

    /// <summary>What the page itself takes for granted, beside the rule's own assumptions.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Where the counter comes from and where the plans lead it; null where the page does not tell.</summary>
    public CounterTrend? Trend { get; init; }

    /// <summary>What advisers hold of it, the latest first. They never replace the finding.</summary>
    public IReadOnlyList<OpinionView> Opinions { get; init; } = [];

    /// <summary>Path from the root to the form for a fact the finding asks for, by its name; null where nobody may declare one.</summary>
    public Func<string, string>? AskHref { get; init; }

    /// <summary>Path from the root to the form for an opinion; null for everybody who may not give one.</summary>
    public string? GiveOpinionHref { get; init; }

    /// <summary>A part of an element's id that names the rule.</summary>
    public string Slug => Finding.RuleId.Replace('/', '-');

    /// <summary>Whether the stored finding was made by the rule file that is in force now.</summary>
    public bool RuleIsTheSame => Rule is not null && Rule.Version == Finding.RuleVersion;

    /// <summary>Findings of a person with what each page needs to show them, the gravest first.</summary>
    public static IReadOnlyList<FindingView> Of(IEnumerable<Finding> findings, RuleBook rules, string? homeCountry) =>
        [
            .. findings
                .Select(f => new { Finding = f, Rule = rules.Find(f.RuleId) })
                .Select(f => new FindingView
                {
                    Finding = f.Finding,
                    Rule = f.Rule,
                    AtHome = Standing.IsAtHome(f.Finding, f.Rule, homeCountry),
                })
                .OrderBy(v => v.Gravity)
                .ThenBy(v => v.Finding.Breach?.On)
                .ThenBy(v => v.Finding.RuleId, StringComparer.Ordinal),
        ];

    /// <summary>0 for what must be looked at first.</summary>
    public int Gravity => Standing.Gravity(Finding, Rule, AtHome);

    /// <summary>Until when somebody may stay; null where that says nothing: at home, and when the limit is passed already.</summary>
    public SafeExit? SafeExit => AtHome || Finding.Outcome == Outcome.Breached ? null : Finding.LatestSafeExit;

    /// <summary>Whether somebody must act on it: a limit passed, about to be, or undecided.</summary>
    public bool NeedsAct => Gravity <= 2;

    /// <summary>Kind of the <c>state</c> element.</summary>
    public string StateKind =>
        Gravity switch
        {
            0 or 1 => "red",
            2 or 3 => "amber",
            4 => "blue",
            5 => "green",
            _ => "grey",
        };

    /// <summary>Name of the state's word in FindingTexts.resx; the word may take the forecast.</summary>
    public string StateWord => $"State.{Standing.WordOf(Finding, Rule, AtHome)}";

    /// <summary>Whether the total meets a test, and is not a stay that was allowed.</summary>
    public bool IsTest => Standing.IsTest(Finding, Rule);

    /// <summary>The days left, as one number or as a range: "5 to 8".</summary>
    public (long Low, long High) Left => (Finding.Figures?.LeftLow ?? 0, Finding.Figures?.LeftHigh ?? 0);

    /// <summary>A sentence of the rule book in the reader's language.</summary>
    public static string Say(Explanation sentence) => sentence.Render(CultureInfo.CurrentUICulture);
}

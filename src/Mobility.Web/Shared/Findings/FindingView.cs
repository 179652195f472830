using System.Globalization;
using System.Text.Json;
using Mobility.Rules;
using Mobility.Rules.Trips;

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
                    AtHome = f.Finding.Jurisdiction == homeCountry && IsTestOf(f.Finding, f.Rule),
                })
                .OrderBy(v => v.Gravity)
                .ThenBy(v => v.Finding.Breach?.On)
                .ThenBy(v => v.Finding.RuleId, StringComparer.Ordinal),
        ];

    /// <summary>0 for what must be looked at first.</summary>
    public int Gravity =>
        (Finding.Outcome, AtHome) switch
        {
            (Outcome.Breached, false) => 0,
            (Outcome.BreachForecast, false) => 1,
            (Outcome.Undetermined or Outcome.ForAdviser, _) => 2,
            (Outcome.Approaching, false) => 3,
            (Outcome.Breached or Outcome.BreachForecast or Outcome.Approaching, true) => 4,
            (Outcome.Within, _) => 5,
            (Outcome.NotCovered, _) => 6,
            _ => 7,
        };

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
    public string StateWord =>
        (Finding.Outcome, AtHome) switch
        {
            (Outcome.Breached, true) => "State.Resident",
            (Outcome.BreachForecast, true) => "State.ResidentExpected",
            (Outcome.Breached, _) when Resident == true => "State.Resident",
            (Outcome.BreachForecast, _) when IsResidence(Finding, Rule) => "State.TestMetWithPlans",
            (Outcome.Within, _) when Resident == false => "State.NotResident",
            (Outcome.Within, _) when Finding.Figures is null => "State.TestNotMet",
            (Outcome.Breached, _) => IsTest ? "State.TestMet" : "State.Breached",
            (Outcome.Within, _) when Finding.Figures is { } f && f.Forecast > f.Used + f.Unknown => "State.WithinForecast",
            (Outcome.Approaching, true) => "State.Within",
            (Outcome.Undetermined, _) when Finding.Asks.Count > 0 => "State.NeedsFacts",
            _ => $"State.{Finding.Outcome}",
        };

    /// <summary>Whether the total meets a test, and is not a stay that was allowed.</summary>
    public bool IsTest => IsTestOf(Finding, Rule);

    // What a rule of residence answers; null for other rules, and where it is unknown.
    private bool? Resident =>
        Finding.Results.FirstOrDefault(result => result.Name == "resident")?.Value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    // Residence is a test, whether by more than so many days or by as many; a limit on stays is one at home as well as abroad.
    private static bool IsTestOf(Finding finding, Rule? rule) =>
        IsResidence(finding, rule) || finding.Figures?.Sense == LimitSense.MetAtOrAbove;

    // By the rule: a counter of days has results by name too, once a declared fact takes days out of it. Of a rule that the book no longer has,
    // the results are all that is left to tell by.
    private static bool IsResidence(Finding finding, Rule? rule) =>
        rule is null ? finding.Results.Count > 0 : rule is not DayRule;

    /// <summary>The days left, as one number or as a range: "5 to 8".</summary>
    public (long Low, long High) Left => (Finding.Figures?.LeftLow ?? 0, Finding.Figures?.LeftHigh ?? 0);

    /// <summary>A sentence of the rule book in the reader's language.</summary>
    public static string Say(Explanation sentence) => sentence.Render(CultureInfo.CurrentUICulture);
}

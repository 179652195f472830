using System.Text.Json;
using Mobility.Rules;
using Mobility.Rules.Trips;

namespace Mobility.Casework.Assessments;

/// <summary>The word for where somebody stands under a rule; each has its text where findings are shown.</summary>
public enum StandingWord
{
    Within,
    WithinForecast,
    Approaching,
    BreachForecast,
    Breached,
    TestMet,
    TestMetWithPlans,
    TestNotMet,
    Resident,
    ResidentExpected,
    NotResident,
    Undetermined,
    NeedsFacts,
    ForAdviser,
    NotCovered,
    NotApplicable,
    Computed,
    ApproachingWithPlans,
}

/// <summary>What a finding means for one person: how grave it is and in which word, wherever it is shown.</summary>
public static class Standing
{
    /// <summary>Whether the rule is of the country the person lives in: to be resident there is no breach but the usual case.</summary>
    public static bool IsAtHome(Finding finding, Rule? rule, string? homeCountry) =>
        finding.Jurisdiction == homeCountry && IsTest(finding, rule);

    /// <summary>Whether the total meets a test, and is not a stay that was allowed.</summary>
    /// <remarks>Residence is a test, whether by more than so many days or by as many; a limit on stays is one at home as well as abroad.</remarks>
    public static bool IsTest(Finding finding, Rule? rule) =>
        IsResidence(finding, rule) || finding.Figures?.Sense == LimitSense.MetAtOrAbove;

    /// <summary>Whether the plans, and not the days so far, reach the first step at which the rule warns.</summary>
    public static bool NearsWithPlans(Finding finding, Rule? rule) =>
        finding is { Outcome: Outcome.Within, Figures: { } figures }
        && (rule as DayRule)?.AlertAt is [var first, ..]
        && figures.Forecast >= first;

    /// <summary>0 for what must be looked at first.</summary>
    public static int Gravity(Finding finding, Rule? rule, bool atHome) =>
        (finding.Outcome, atHome) switch
        {
            (Outcome.Breached, false) => 0,
            (Outcome.BreachForecast, false) => 1,
            (Outcome.Undetermined or Outcome.ForAdviser, _) => 2,
            (Outcome.Approaching, false) => 3,
            (Outcome.Within, false) when NearsWithPlans(finding, rule) => 3,
            (Outcome.Breached or Outcome.BreachForecast or Outcome.Approaching, true) => 4,
            (Outcome.Within, _) => 5,
            (Outcome.NotCovered, _) => 6,
            _ => 7,
        };

    public static StandingWord WordOf(Finding finding, Rule? rule, bool atHome) =>
        (finding.Outcome, atHome) switch
        {
            (Outcome.Breached, true) => StandingWord.Resident,
            (Outcome.BreachForecast, true) => StandingWord.ResidentExpected,
            (Outcome.Breached, _) when Resident(finding) == true => StandingWord.Resident,
            (Outcome.BreachForecast, _) when IsResidence(finding, rule) => StandingWord.TestMetWithPlans,
            (Outcome.Within, false) when NearsWithPlans(finding, rule) => StandingWord.ApproachingWithPlans,
            (Outcome.Within, _) when Resident(finding) == false => StandingWord.NotResident,
            (Outcome.Within, _) when finding.Figures is null => StandingWord.TestNotMet,
            (Outcome.Breached, _) => IsTest(finding, rule) ? StandingWord.TestMet : StandingWord.Breached,
            (Outcome.Within, _) when finding.Figures is { } f && f.Forecast > f.Used + f.Unknown => StandingWord.WithinForecast,
            (Outcome.Within, _) or (Outcome.Approaching, true) => StandingWord.Within,
            (Outcome.Approaching, false) => StandingWord.Approaching,
            (Outcome.BreachForecast, false) => StandingWord.BreachForecast,
            (Outcome.Undetermined, _) => finding.Asks.Count > 0 ? StandingWord.NeedsFacts : StandingWord.Undetermined,
            (Outcome.ForAdviser, _) => StandingWord.ForAdviser,
            (Outcome.NotCovered, _) => StandingWord.NotCovered,
            (Outcome.NotApplicable, _) => StandingWord.NotApplicable,
            (Outcome.Computed, _) => StandingWord.Computed,
            _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Outcome, null),
        };

    // By the rule: a counter of days has results by name too, once a declared fact takes days out of it. Of a rule that the book no longer has,
    // the results are all that is left to tell by.
    private static bool IsResidence(Finding finding, Rule? rule) =>
        rule is null ? finding.Results.Count > 0 : rule is not DayRule;

    // What a rule of residence answers; null for other rules, and where it is unknown.
    private static bool? Resident(Finding finding) =>
        finding.Results.FirstOrDefault(result => result.Name == "resident")?.Value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
}

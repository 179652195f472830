namespace Mobility.Rules.Residence;

/// <summary>An algorithm, and what a rule file of its kind must say.</summary>
/// <param name="Name">The word under <c>kind:</c>.</param>
/// <param name="Make">Makes the rule.</param>
internal sealed record ResidenceKind(string Name, Func<ResidenceHead, ResidenceRule> Make)
{
    /// <summary>What a question to such a rule is about.</summary>
    public required QuestionAbout About { get; init; }

    /// <summary>Every fact that it reads beside the stays.</summary>
    public required IReadOnlyList<Fact> Reads { get; init; }

    /// <summary>What its answer decides: residence, unless it says otherwise.</summary>
    public Verdict Verdict { get; init; } = Verdict.Residence;

    /// <summary>Facts without one of which nobody needs to ask: the rule is for people about whom somebody said something. Empty where all are asked.</summary>
    public IReadOnlyList<Fact> AskedWith { get; init; } = [];

    /// <summary>Parameters that must be there.</summary>
    public IReadOnlyList<(string Name, ParameterUnit Unit)> Parameters { get; init; } = [];

    /// <summary>Parameters that may be there.</summary>
    public IReadOnlyList<(string Name, ParameterUnit Unit)> Optional { get; init; } = [];

    /// <summary>Tests to which the file gives their ids, under <c>tests:</c>.</summary>
    public IReadOnlyList<string> Tests { get; init; } = [];

    /// <summary>Lists of countries, each a key of its own.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Rules it builds on, under <c>uses:</c>.</summary>
    public IReadOnlyList<RuleUse> Uses { get; init; } = [];

    /// <summary>Whether the file has <c>criteria:</c>, and whether each decides.</summary>
    public CriteriaUse Criteria { get; init; }

    /// <summary>Whether the file lists treaties between pairs of states.</summary>
    public bool HasTreaties { get; init; }
}

/// <summary>What a kind does with criteria.</summary>
internal enum CriteriaUse
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>Each is a test with an id, and any is enough.</summary>
    Decide,

    /// <summary>None decides alone.</summary>
    Weigh,
}

/// <summary>The closed list of kinds that answer questions of residence.</summary>
internal static class ResidenceKinds
{
    public static IReadOnlyList<ResidenceKind> All { get; } =
    [
        AnyTwelveMonthsRule.Spec,
        DaysOrEarlierYearsRule.Spec,
        DaysOrHomeAndWorkRule.Spec,
        PresenceInYearRule.Spec,
        SeveralYearPresenceRule.Spec,
        ShareOfYearRule.Spec,
        SojournRule.Spec,
        SporadicAbsenceRule.Spec,
        TwelveMonthsToDayRule.Spec,
        TwoYearPresenceRule.Spec,
        YearsToWorldwideRule.Spec,
        ConcessionsRule.Spec,
        DaysFromEntryRule.Spec,
        ContinuousMonthsRule.Spec,
        StayLengthRule.Spec,
        DaysOrInterestsRule.Spec,
        CoherentBlockRule.Spec,
        OneOrTwoYearsRule.Spec,
        YearsOfResidenceRule.Spec,
        FullDaysAbroadRule.Spec,
        TreatyDaysRule.Spec,
        ResidencyDatesRule.Spec,
        CloserConnectionRule.Spec,
        FirstYearChoiceRule.Spec,
        VisitsRule.Spec,
        CriteriaRule.Spec,
        FactsAndDegreeRule.Spec,
        TwelveMonthsTouchingYearRule.Spec,
        UnbrokenStayRule.Spec,
        EndedByAbsenceRule.Spec,
        YearOrTwoTogetherRule.Spec,
        NotOrdinarilyResidentRule.Spec,
        CardInYearRule.Spec,
        TieBreakerRule.Spec,
        TreatyClausesRule.Spec,
        .. UnitedKingdom.UnitedKingdomKinds.All,
    ];
}

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>
/// The ties of somebody who told of the family, each found by the rule for it. What nobody told of may be a tie or none, so there is a least and a most.
/// </summary>
/// <param name="Least">Ties that are known.</param>
/// <param name="Most">The same with those that are possible.</param>
internal sealed record CountedTies(int Least, int Most)
{
    private const string Family = "family-tie";
    private const string Accommodation = "accommodation-tie";
    private const string Work = "work-tie";
    private const string DaysBefore = "ninety-day-tie";
    private const string MostDays = "country-tie";

    /// <summary>The rules that ties are counted with.</summary>
    public static IReadOnlyList<RuleUse> Uses { get; } =
    [
        new(Family, typeof(FamilyTieRule)),
        new(Accommodation, typeof(AccommodationTieRule)),
        new(Work, typeof(WorkTieRule)),
        new(DaysBefore, typeof(DaysBeforeTieRule)),
        new(MostDays, typeof(CountryTieRule)),
    ];

    /// <summary>The facts that are read to count them.</summary>
    public static IReadOnlyList<Fact> Reads { get; } =
    [
        .. FamilyTieRule.Spec.Reads,
        .. AccommodationTieRule.Spec.Reads,
        .. CountryTieRule.Spec.Reads.Except([Facts.ResidentPrior3YearsDeclared]),
    ];

    /// <summary>Whether ties are to be counted: nobody gives their number, and somebody told of the family.</summary>
    public static bool AreTold(ResidenceQuestion question) =>
        question.Get(Facts.TiesCountDeclared) is null
        && (question.Get(Facts.PartnerResidentInUk) ?? question.Get(Facts.ChildUnder18ResidentInUk)) is not null;

    /// <summary>The ties of somebody who was resident in one of the years before, or of somebody who was not.</summary>
    public static CountedTies Of(StatutoryResidenceRule rule, ResidenceQuestion question, ValuesInForce values, bool recent)
    {
        var ties = All(rule, question, values, recent).Select(tie => tie.IsMet).ToList();
        return new(ties.Count(met => met is true), ties.Count(met => met is not false));
    }

    /// <summary>Every tie with what is known of it. The tie by the country with the most midnights is only for the recently resident.</summary>
    public static IEnumerable<(string Tie, bool? IsMet)> All(
        StatutoryResidenceRule rule,
        ResidenceQuestion question,
        ValuesInForce values,
        bool recent
    )
    {
        var asked = question with { Facts = question.Facts.With(Facts.ResidentPrior3YearsDeclared, (bool?)recent) };
        bool? Met(string name, bool isTold = true)
        {
            var tie = rule.Linked<ResidenceRule>(name);
            return isTold ? (bool?)tie.Decide(asked, values.Of(tie))["tie_met"] : null;
        }

        var hasStays = question.Stays.Count > 0;
        yield return (Family, Met(Family));
        yield return (Accommodation, Met(Accommodation, question.Facts.Has(Facts.AccommodationPeriods)));
        yield return (Work, Met(Work));
        yield return (DaysBefore, Met(DaysBefore, hasStays || question.Facts.Has(Facts.DaysPresentByYear)));
        if (recent)
        {
            yield return (MostDays, Met(MostDays, hasStays || question.Facts.Has(Facts.DaysPresentByCountry)));
        }
    }
}

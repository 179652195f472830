namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>The kinds that the statutory residence test is made of.</summary>
internal static class UnitedKingdomKinds
{
    public static IReadOnlyList<ResidenceKind> All { get; } =
    [
        StatutoryResidenceRule.Spec,
        PresenceDayRule.Spec,
        ExceptionalDaysRule.Spec,
        FamilyTieRule.Spec,
        DaysBeforeTieRule.Spec,
        WorkTieRule.Spec,
        CountryTieRule.Spec,
        AccommodationTieRule.Spec,
        WorkdayRule.Spec,
        AverageHoursRule.Spec,
        ReferenceDaysRule.Spec,
        NetHoursRule.Spec,
        SplitYearRule.Spec,
        PartYearLimitsRule.Spec,
        TemporaryNonResidenceRule.Spec,
    ];
}

using Mobility.Rules.Permits;
using Mobility.Rules.PostedWorkers;
using Mobility.Rules.SocialSecurity;

namespace Mobility.Rules.TripChecks;

/// <summary>The closed list of kinds that are asked about trips.</summary>
internal static class TripRuleKinds
{
    public static IReadOnlyList<TripRuleKind> All { get; } =
    [
        FreeMovementRule.Spec,
        BusinessVisitorRule.Spec,
        CoordinationRule.Spec,
        AgreementsRule.Spec,
        PostingDirectiveRule.Spec,
        PostingNoticeRule.Spec,
        EmploymentArticleRule.Spec,
        EstablishmentRule.Spec,
    ];
}

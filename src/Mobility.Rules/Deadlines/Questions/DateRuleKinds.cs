using Mobility.Rules.Contracts;
using Mobility.Rules.Permits;

namespace Mobility.Rules.Deadlines.Questions;

/// <summary>The closed list of kinds that answer questions about dates with values of their own.</summary>
internal static class DateRuleKinds
{
    public static IReadOnlyList<DateRuleKind> All { get; } =
    [
        IntraCompanyTransferRule.Spec,
        PresenceDutyRule.Spec,
        GracePeriodRule.Spec,
        PassportRule.Spec,
        EmploymentNoticeRule.Spec,
        TenancyNoticeRule.Spec,
    ];
}

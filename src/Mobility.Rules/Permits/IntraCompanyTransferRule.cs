using Mobility.Rules.Calendars;
using Mobility.Rules.Deadlines.Questions;
using Mobility.Rules.Residence;

namespace Mobility.Rules.Permits;

/// <summary>How long an intra-corporate transfer can last in each role: kind <c>intra-company-transfer</c>. The names of its values are the roles.</summary>
public sealed class IntraCompanyTransferRule : DateRule
{
    internal IntraCompanyTransferRule(DateRuleHead head)
        : base(head) { }

    internal static DateRuleKind Spec { get; } =
        new(
            "intra-company-transfer",
            head => new IntraCompanyTransferRule(head),
            [("manager", ParameterUnit.Period), ("specialist", ParameterUnit.Period), ("trainee", ParameterUnit.Period)]
        );

    internal override DateAnswer Answer(Given given)
    {
        var role = given.Word("role", otherwise: null, [.. Parameters.Select(parameter => parameter.Name)]);
        var first = given.Date("first_day");
        var coolingOff = given.Period("cooling_off");
        var earlier = DaySets.Of(given.Intervals("earlier_stays", optional: true)).Count;
        given.Done();
        var whole = CalendarPeriods.LastDay(first, PeriodOn(role, first));
        var last = whole.PlusDays(-earlier);
        return new DateAnswer()
            .Add("last_day", last)
            .Add("next_application_from", CalendarPeriods.After(last, coolingOff).PlusDays(1))
            .Because(
                Explanation.Of("dates.period", first, whole),
                Explanation.Of("dates.less", ExplanationArgument.Days(earlier), last)
            )
            .Using(Used(role, first));
    }
}

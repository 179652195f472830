using Mobility.Rules.Deadlines.Questions;
using NodaTime;

namespace Mobility.Rules.Permits;

/// <summary>Days to stay after work ends, not beyond what was authorised: kind <c>grace-period</c>. The day after the last day of work is the first.</summary>
public sealed class GracePeriodRule : DateRule
{
    private const string Days = "days";

    internal GracePeriodRule(DateRuleHead head)
        : base(head) { }

    internal static DateRuleKind Spec { get; } =
        new("grace-period", head => new GracePeriodRule(head), [(Days, ParameterUnit.Days)]);

    internal override DateAnswer Answer(Given given)
    {
        var ended = given.Date("employment_ended");
        var authorised = given.Date("authorised_until");
        given.Done();
        var last = LocalDate.Min(ended.PlusDays(WholeOn(Days, ended)), authorised);
        return new DateAnswer()
            .Add("last_day", last)
            .Add("days", Math.Max(0, Period.DaysBetween(ended, last)))
            .Because(Explanation.Of("dates.grace", ended, ExplanationArgument.Days(WholeOn(Days, ended)), authorised))
            .Using(Used(Days, ended));
    }
}

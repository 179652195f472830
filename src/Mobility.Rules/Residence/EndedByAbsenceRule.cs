using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Residence by another rule ends on the day after so many months away, and a later entry begins its count anew: kind <c>ended-by-absence</c>. The months
/// run from the day of leaving.
/// </summary>
internal sealed class EndedByAbsenceRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string Residence = "residence";

    public static ResidenceKind Spec { get; } =
        new("ended-by-absence", head => new EndedByAbsenceRule(head))
        {
            About = QuestionAbout.Day,
            Reads = [],
            Parameters = [("counts", ParameterUnit.DayConvention), ("absence", ParameterUnit.Period)],
            Uses = [new(Residence, typeof(ResidenceRule))],
        };

    private protected override IReadOnlyList<Fact> FindFactsRead() => [.. KindSpec.Reads.Concat(FactsOfUses).Distinct()];

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var on = question.RequiredOn();
        var runs = YearDays.Counted(this, question, on).Runs;
        LocalDate? left = null;
        LocalDate? back = null;
        for (var i = 0; i < runs.Count; i++)
        {
            var end = DaySet.Date(runs[i].To);
            var next = i + 1 < runs.Count ? DaySet.Date(runs[i + 1].From) : (LocalDate?)null;
            if ((next ?? on) > end.Plus(values.Period("absence")))
            {
                (left, back) = (end, next);
            }
        }

        var since = question with { Stays = question.Stays.Where(stay => left is null || stay.Arrive > left).ToList() };
        var other = Linked<ResidenceRule>(Residence).Answer(since);
        var answer = new ResidenceAnswer { ParametersUsed = other.ParametersUsed };
        LocalDate? last = null;
        if (left is { } day && Linked<ResidenceRule>(Residence).Answer(question with { On = day })["resident"] is true)
        {
            last = day.Plus(values.Period("absence"));
            answer.Because("residence.absence", day, last.Value);
        }

        foreach (var reason in other.Reasons)
        {
            answer.Because(reason);
        }

        var ended = left is not null && back is null;
        return answer
            .Add("last_day_of_residence", last)
            .Add("first_day_of_residence", ended ? null : other["first_day_of_residence"])
            .Add("resident", ended ? false : (bool?)other["resident"])
            .Add("test_met", ended ? null : other["test_met"]);
    }
}

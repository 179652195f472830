namespace Mobility.Rules.Residence;

/// <summary>
/// Residence that the law leaves to all the circumstances: kind <c>facts-and-degree</c>. The rule asks for the facts and says which of them speak for
/// residence and which against. It never decides, however many are known: that is for the adviser.
/// </summary>
internal sealed class FactsAndDegreeRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("facts-and-degree", head => new FactsAndDegreeRule(head))
        {
            About = QuestionAbout.Facts,
            Reads = [],
            Criteria = CriteriaUse.Weigh,
        };

    private protected override IReadOnlyList<Fact> FindFactsRead() => [.. OwnFacts.Concat(FactsOfUses).Distinct()];

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var asked = new CriteriaAnswers(this, question, values);
        var answer = new ResidenceAnswer { IsForAdviser = true };
        var holds = Criteria.Where(asked.IsInForce).Select(criterion => (criterion, Holds: asked.Holds(criterion))).ToList();
        for (var i = 0; i < holds.Count; i++)
        {
            var code = holds[i].Holds switch
            {
                true => "residence.weigh.for",
                false => "residence.weigh.against",
                null => "residence.weigh.unknown",
            };
            answer.Because(code, (Fraction)(i + 1), holds[i].criterion.Label);
        }

        IReadOnlyList<string> Named(bool? value) =>
            holds.Where(one => one.Holds == value).Select(one => one.criterion.Parameter.Name).ToList();
        answer.ParametersUsed = asked.Answers.Values.SelectMany(other => other.ParametersUsed).ToList();
        return answer
            .Because("residence.for-adviser")
            .Add("resident", null)
            .Add("speaks_for", Named(true))
            .Add("speaks_against", Named(false))
            .Add("not_known", Named(null));
    }
}

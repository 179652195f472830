namespace Mobility.Rules.Residence;

/// <summary>One of the tests that a rule holds together: a condition for each time, with its source.</summary>
/// <param name="Parameter">Its name in the rule, and its conditions with their dates and sources.</param>
/// <param name="Label">What is asked, in English, as the rule file says.</param>
/// <param name="Test">The public id of the test; null where the criterion decides nothing alone.</param>
public sealed record Criterion(Parameter Parameter, string Label, string? Test)
{
    /// <summary>Ids of the rules whose answers its conditions use.</summary>
    internal IEnumerable<string> RuleIds =>
        Parameter.Values.SelectMany(value => value.Condition?.Terms ?? []).Where(term => term.IsRule).Select(term => term.Name);
}

/// <summary>What the criteria of a rule say about one question, the rules they use asked once each.</summary>
internal sealed class CriteriaAnswers(ResidenceRule rule, ResidenceQuestion question, ValuesInForce values)
{
    private readonly Dictionary<string, ResidenceAnswer> _answers = [];

    /// <summary>The answers of the rules that were asked, by id.</summary>
    public IReadOnlyDictionary<string, ResidenceAnswer> Answers => _answers;

    /// <summary>Whether a criterion holds on the day whose law decides; null when that is not known. False where there is no such criterion.</summary>
    public bool? Holds(Criterion criterion) => values.Condition(criterion.Parameter.Name)?.Holds(Holds) ?? NotInForce(criterion);

    /// <summary>Whether the criterion is part of the law of that day.</summary>
    public bool IsInForce(Criterion criterion) => values.Condition(criterion.Parameter.Name) is not null;

    /// <summary>The rules that a criterion asked.</summary>
    public IEnumerable<ResidenceAnswer> AnswersOf(Criterion criterion) =>
        values.Condition(criterion.Parameter.Name)?.Terms.Where(term => term.IsRule).Select(term => Ask(term.Name)) ?? [];

    /// <summary>What the criteria say when one fact has another value: only the rules that read it are asked again.</summary>
    public CriteriaAnswers With(Fact fact, object? value)
    {
        var other = question with { Facts = question.Facts.With(fact, value) };
        var answers = new CriteriaAnswers(rule, other, values);
        foreach (var (id, answer) in _answers)
        {
            if (((IResidenceRule)rule.Linked<Rule>(id)).Reads.All(read => read.Name != fact.Name))
            {
                answers._answers.Add(id, answer);
            }
        }

        return answers;
    }

    private bool? NotInForce(Criterion criterion) => IsInForce(criterion) ? null : false;

    private bool? Holds(Term term) => term.IsRule ? Truth(Ask(term.Name)) : term.Truth(question, rule.Country);

    private ResidenceAnswer Ask(string id)
    {
        if (!_answers.TryGetValue(id, out var answer))
        {
            answer = ((IResidenceRule)rule.Linked<Rule>(id)).Answer(question);
            _answers.Add(id, answer);
        }

        return answer;
    }

    /// <summary>What a rule says in one word: residence, and only without it whether an exception or a choice is open.</summary>
    private static bool? Truth(ResidenceAnswer answer) =>
        new[] { "resident", "exception_applies", "first_year_choice_available" }
            .Where(name => answer.Results.Any(result => result.Key == name))
            .Select(name => (bool?)answer[name])
            .FirstOrDefault();
}

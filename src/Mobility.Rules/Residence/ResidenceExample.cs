using Mobility.Rules.Cases;

namespace Mobility.Rules.Residence;

/// <summary>A worked example of a residence rule: a question, and what must come out.</summary>
public sealed class ResidenceExample : RuleExample
{
    private readonly CaseMap _expect;

    internal ResidenceExample(ExampleHead head, ResidenceQuestion question, CaseMap given, CaseMap expect)
        : base(head)
    {
        Question = question;
        FactsGiven =
            given
                .Optional("facts")
                ?.Map()
                .Entries.Select(fact => KeyValuePair.Create(fact.Key, (IReadOnlyList<string>)Lines(fact.Value).ToList()))
                .ToList()
            ?? [];
        _expect = expect;
    }

    /// <summary>The question.</summary>
    public ResidenceQuestion Question { get; }

    /// <summary>
    /// The facts of the question by name, as the file writes them: one line for a single value, a line each for the entries of a list or map
    /// (<c>2024: 40</c>) and for spans (<c>from: 2024-01-01, to: 2024-06-30, country: FR</c>).
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> FactsGiven { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ExampleResult> Try(Rule rule)
    {
        if (rule is not IResidenceRule residenceRule)
        {
            throw new ArgumentException("This example needs a rule that answers questions of residence.", nameof(rule));
        }

        try
        {
            var answer = residenceRule.Answer(Question);
            return _expect
                .Entries.Select(expected => new ExampleResult(
                    expected.Key,
                    ResultText.Write(expected.Value),
                    ResultText.Write(answer[expected.Key]),
                    answer.Results.Any(result => result.Key == expected.Key && ResultText.Same(expected.Value, result.Value))
                ))
                .ToList();
        }
        catch (QuestionException error)
        {
            return _expect
                .Entries.Select(expected => new ExampleResult(
                    expected.Key,
                    ResultText.Write(expected.Value),
                    error.Message,
                    Holds: false
                ))
                .ToList();
        }
    }

    private static IEnumerable<string> Lines(CaseNode node) =>
        node switch
        {
            CaseMap map => map.Entries.Select(entry => $"{entry.Key}: {ResultText.Write(entry.Value)}"),
            CaseList list => list.Items.Select(item => item is CaseMap ? ResultText.Write(item)[1..^1] : ResultText.Write(item)),
            _ => [ResultText.Write(node)],
        };
}

using System.Collections;
using System.Globalization;
using Mobility.Rules.Residence.Cases;
using NodaTime;

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
                    Write(expected.Value),
                    Write(answer[expected.Key]),
                    answer.Results.Any(result => result.Key == expected.Key && Same(expected.Value, result.Value))
                ))
                .ToList();
        }
        catch (QuestionException error)
        {
            return _expect
                .Entries.Select(expected => new ExampleResult(expected.Key, Write(expected.Value), error.Message, Holds: false))
                .ToList();
        }
    }

    private static bool Same(CaseNode expected, object? actual) =>
        (expected, actual) switch
        {
            (CaseList list, IList items) => list.Items.Count == items.Count
                && list.Items.Select((item, index) => Same(item, items[index])).All(same => same),
            (CaseMap map, IDictionary values) => map.Entries.All(entry =>
                values.Contains(entry.Key) && Same(entry.Value, values[entry.Key])
            ),
            (CaseScalar { Kind: ScalarKind.Null }, null) => true,
            (CaseScalar { Written: { } written }, decimal number) => decimal.TryParse(
                written,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var wanted
            )
                && wanted == number,
            (CaseScalar scalar, not null) => scalar.Written == Write(actual),
            _ => false,
        };

    private static IEnumerable<string> Lines(CaseNode node) =>
        node switch
        {
            CaseMap map => map.Entries.Select(entry => $"{entry.Key}: {Write(entry.Value)}"),
            CaseList list => list.Items.Select(item => item is CaseMap ? Write(item)[1..^1] : Write(item)),
            _ => [Write(node)],
        };

    private static string Write(object? value) =>
        value switch
        {
            null => "null",
            bool truth => truth ? "true" : "false",
            LocalDate date => IsoDate.Write(date),
            CaseScalar scalar => scalar.Written ?? "null",
            CaseList list => $"[{string.Join(", ", list.Items.Select(Write))}]",
            CaseMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Write(entry.Value)}"))}}}",
            string text => text,
            IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}: {Write(map[key])}"))}}}",
            IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Write))}]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ArgumentException($"No result is a {value.GetType()}.", nameof(value)),
        };
}

using System.Globalization;
using NodaTime;

namespace Mobility.Rules.TripChecks;

/// <summary>A worked example of a rule about trips: a trip and its traveller, and what must come out.</summary>
public sealed class TripExample : RuleExample
{
    private readonly IReadOnlyList<KeyValuePair<string, string?>> _expect;

    internal TripExample(ExampleHead head, TripQuestion question, IReadOnlyList<KeyValuePair<string, string?>> expect)
        : base(head)
    {
        Question = question;
        _expect = expect;
    }

    /// <summary>The trip, all of it to one country, and what is known of the traveller.</summary>
    public TripQuestion Question { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ExampleResult> Try(Rule rule)
    {
        if (rule is not TripRule tripRule)
        {
            throw new ArgumentException("This example needs a rule that is asked about trips.", nameof(rule));
        }

        var answer = tripRule.Answer(new(Question, Question.Trip.Legs[0].Country, Question.Trip.Legs));
        return _expect
            .Select(expected =>
            {
                var found = answer.Where(result => result.Key == expected.Key).ToList();
                var got = found.Count == 0 ? "no such result" : Write(found[0].Value);
                return new ExampleResult(expected.Key, expected.Value ?? "null", got, (expected.Value ?? "null") == got);
            })
            .ToList();
    }

    private static string Write(object? value) =>
        value switch
        {
            null => "null",
            bool truth => truth ? "true" : "false",
            LocalDate date => IsoDate.Write(date),
            int number => number.ToString(CultureInfo.InvariantCulture),
            string text => text,
            _ => throw new ArgumentException($"No result is a {value.GetType()}.", nameof(value)),
        };
}

using Mobility.Rules.Calendars;
using Mobility.Rules.Cases;

namespace Mobility.Rules.Deadlines.Questions;

/// <summary>A worked example of a rule about dates: what is given, and what must come out.</summary>
public sealed class DateExample : RuleExample
{
    private readonly CaseMap _given;
    private readonly CaseMap _expect;
    private readonly HolidayCalendars _calendars;

    internal DateExample(ExampleHead head, CaseMap given, CaseMap expect, HolidayCalendars calendars)
        : base(head) => (_given, _expect, _calendars) = (given, expect, calendars);

    /// <summary>What is given, by name, as the file writes it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GivenLines =>
        _given.Entries.Select(entry => KeyValuePair.Create(entry.Key, ResultText.Write(entry.Value))).ToList();

    /// <summary>The answer of a rule, with its steps.</summary>
    /// <exception cref="QuestionException">The rule cannot answer.</exception>
    public DateAnswer Answer(DateRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Answer(new(new(_given.Entries, _given.Path), _calendars));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ExampleResult> Try(Rule rule)
    {
        if (rule is not DateRule dateRule)
        {
            throw new ArgumentException("This example needs a rule about dates.", nameof(rule));
        }

        try
        {
            var answer = Answer(dateRule);
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
}

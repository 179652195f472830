using Mobility.Rules.Cases;

namespace Mobility.Rules.Deadlines.Questions;

/// <summary>Answers the cases of files about dates, with the arithmetic and the rule files that plan deadlines.</summary>
internal static class DateCases
{
    /// <summary>The format of such files.</summary>
    public const string Format = "mobility-deadlines/1";

    /// <summary>What the rule of a case says.</summary>
    /// <exception cref="QuestionException">The case cannot be read or answered.</exception>
    public static IReadOnlyList<KeyValuePair<string, object?>> Answer(RuleBook book, string ruleId, CaseMap map)
    {
        map.Optional("as_of");
        var given = new Given(map.Needed("given").Map(), book.Calendars);
        map.Done();
        return Answer(book, ruleId, given).Results;
    }

    private static DateAnswer Answer(RuleBook book, string ruleId, Given given) =>
        CalendarQuestions.All.TryGetValue(ruleId, out var calendar) ? calendar(given)
        : MobilityQuestions.All.TryGetValue(ruleId, out var mobility) ? mobility(book, given)
        : book.DateRules.FirstOrDefault(rule => rule.AskedAs == ruleId) is { } own ? own.Answer(given)
        : throw new QuestionException($"Unknown rule '{ruleId}' in 'rule'.");
}

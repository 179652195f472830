using Mobility.Rules.Cases;

namespace Mobility.Rules.Residence;

/// <summary>Answers the cases of files about residence.</summary>
internal static class ResidenceCases
{
    /// <summary>The format of such files.</summary>
    public const string Format = "mobility-conformance/1";

    /// <summary>What the rule of a case says.</summary>
    /// <exception cref="QuestionException">The case cannot be read or answered.</exception>
    public static IReadOnlyList<KeyValuePair<string, object?>> Answer(RuleBook book, string ruleId, CaseMap map)
    {
        var asOf = map.Needed("as_of").Date();
        var given = map.Needed("given").Map();
        map.Done();
        var rule = book.Find(ruleId) as IResidenceRule ?? throw new QuestionException($"Unknown rule '{ruleId}' in 'rule'.");
        return rule.Answer(QuestionReader.Read(given, asOf, code => book.Countries.Find(code)?.Code == code)).Results;
    }
}

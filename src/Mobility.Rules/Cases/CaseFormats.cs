using System.Collections.Frozen;
using Mobility.Rules.Deadlines.Questions;
using Mobility.Rules.Residence;

namespace Mobility.Rules.Cases;

/// <summary>What answers a case: the book, the id of the rule asked, and the case without what every case has.</summary>
internal delegate IReadOnlyList<KeyValuePair<string, object?>> CaseAsker(RuleBook book, string ruleId, CaseMap map);

/// <summary>The formats of case files, and what answers the cases of each.</summary>
internal static class CaseFormats
{
    public static FrozenDictionary<string, CaseAsker> All { get; } =
        new Dictionary<string, CaseAsker>
        {
            [ResidenceCases.Format] = ResidenceCases.Answer,
            [DateCases.Format] = DateCases.Answer,
        }.ToFrozenDictionary();
}

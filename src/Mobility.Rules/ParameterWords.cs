using System.Globalization;
using System.Text.RegularExpressions;
using Mobility.Rules.Residence;

namespace Mobility.Rules;

/// <summary>Values that name facts, in the words for those facts.</summary>
public static partial class ParameterWords
{
    /// <summary>
    /// What a criterion asks or how a treaty measures, for people: each fact by its label in quotation marks, each word of a clause by its own. Ids of
    /// rules stay as they are, and so do values of other units.
    /// </summary>
    public static string Of(ParameterUnit unit, string written, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(written);
        return unit switch
        {
            ParameterUnit.Criterion => Word()
                .Replace(
                    written,
                    word => FactDefinition.Find(word.Value) is { } fact ? $"“{fact.Label.Render(culture)}”" : word.Value
                ),
            ParameterUnit.TreatyClause => string.Join(
                ", ",
                written
                    .Split(' ')
                    .Select(word =>
                        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
                            ? ExplanationArgument.Days(days).Render(culture)
                            : FactDefinition.LabelOfChoice(word).Render(culture)
                    )
            ),
            _ => written,
        };
    }

    [GeneratedRegex("(?<![/a-z0-9-])[a-z][a-z0-9_]*(?![/a-z0-9-])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}

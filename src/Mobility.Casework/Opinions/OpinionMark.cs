using Mobility.Rules;

namespace Mobility.Casework.Opinions;

/// <summary>
/// Where a finding stands, in a few words that stay the same while only days go by. An opinion keeps the mark of the finding it was given
/// beside; another mark means that the rule book has moved since.
/// </summary>
public static class OpinionMark
{
    // The days an opinion can be about; counts move every day.
    private static readonly string[] Days = ["first_day_of_residence", "last_day_of_residence", "split_year_case"];

    public static string Of(Finding finding) =>
        string.Join(
            ' ',
            finding
                .Results.Where(r => r.IsKnown && Days.Contains(r.Name))
                .Select(r => r.Value.ToString())
                .Prepend(
                    finding.TestMet switch
                    {
                        true => "met",
                        false => "not-met",
                        null => "open",
                    }
                )
                .Prepend(finding.Outcome.ToString())
        );
}

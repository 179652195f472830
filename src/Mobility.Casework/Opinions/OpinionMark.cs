using Mobility.Rules;

namespace Mobility.Casework.Opinions;

/// <summary>
/// Where a finding stands, in a few words that stay the same while only days go by. An opinion keeps the mark of the finding it was given
/// beside; another mark means that the rule book has moved since.
/// </summary>
public static class OpinionMark
{
    public static string Of(Finding finding) =>
        $"{finding.Outcome} {finding.TestMet switch { true => "met", false => "not-met", null => "open" }}";
}

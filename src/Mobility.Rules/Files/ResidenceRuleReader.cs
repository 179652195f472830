using Mobility.Rules.Residence;
using Mobility.Rules.Trips;

namespace Mobility.Rules.Files;

/// <summary>Reads the kinds of rule that answer questions of residence.</summary>
internal static class ResidenceRuleReader
{
    public static ResidenceRule? Read(MapReader top, string version, ResidenceKind kind)
    {
        var head = RuleReader.ReadHead(top, version, kind.Parameters, kind.Optional);
        var tests = ReadNames(top, "tests", kind.Tests);
        var uses = ReadNames(top, "uses", kind.Uses.Select(use => use.Name).ToList());
        var lists = kind.Lists.ToDictionary(
            list => list,
            list => (IReadOnlyList<Membership>)RuleReader.ReadMemberships(top, list)
        );
        var decides = kind.Criteria == CriteriaUse.Decide;
        var criteria =
            kind.Criteria == CriteriaUse.None
                ? []
                : CriteriaReader.Read(top, "criteria", top.Items("criteria"), decides, head?.CoversFrom);
        var exceptions = decides
            ? CriteriaReader.Read(top, "exceptions", top.OptionalItems("exceptions"), withTest: false, head?.CoversFrom)
            : [];
        var treaties = kind.HasTreaties ? TreatyReader.Read(top, head) : [];
        var leavesOut = RuleReader.ReadExclusions(top);
        foreach (var left in leavesOut.Where(exclusion => !exclusion.IsOfWholeStays))
        {
            top.File.Add(
                top.At("leaves-out"),
                $"A rule of this kind cannot leave out '{Words<LeftOut>.Write(left.What)}': it is not a stay as a whole."
            );
        }

        var assumes = top.Texts(top.OptionalItems("assumes"), "assumes").Select(text => text.Text!).ToList();
        var alertAt = top.Has("alert-at") ? RuleReader.ReadAlertAt(top) : [];
        top.Done();
        if (head is null || top.File.HasProblems)
        {
            return null;
        }

        var all = criteria.Concat(exceptions).ToList();
        head = head with { Parameters = [.. head.Parameters, .. all.Select(one => one.Parameter), .. treaties] };
        var links = kind
            .Uses.Select(use => (use, uses[use.Name]))
            .Concat(all.SelectMany(one => one.RuleIds).Distinct().Select(id => (new RuleUse(id, typeof(IResidenceRule)), id)));
        return kind.Make(new(head, tests, lists, leavesOut, assumes, links.ToList(), kind, alertAt, criteria, exceptions));
    }

    /// <summary>A map with exactly the names of the kind.</summary>
    private static Dictionary<string, string> ReadNames(MapReader top, string key, IReadOnlyList<string> names)
    {
        var read = new Dictionary<string, string>();
        if (names.Count > 0 && top.Inner(key, $"'{key}'") is { } map)
        {
            foreach (var name in names)
            {
                if (map.Text(name) is { } text)
                {
                    read[name] = text;
                }
            }

            map.Done();
        }

        return read;
    }
}

using Mobility.Rules.SocialSecurity;
using Mobility.Rules.TripChecks;

namespace Mobility.Rules.Files;

/// <summary>Reads the kinds of rule that are asked about trips.</summary>
internal static class TripRuleReader
{
    public static TripRule? Read(MapReader top, string version, TripRuleKind kind)
    {
        var head = RuleReader.ReadHead(top, version, kind.Parameters, kind.Optional);
        var lists = kind
            .Lists.Concat(kind.OptionalLists.Where(top.Has))
            .ToDictionary(list => list, list => (IReadOnlyList<Trips.Membership>)RuleReader.ReadMemberships(top, list));
        var trades = kind
            .Trades.Where(top.Has)
            .ToDictionary(
                list => list,
                list =>
                    (IReadOnlyList<TripActivityKind>)
                        top.Texts(top.Items(list), list)
                            .Select(word => top.ReadWord<TripActivityKind>(word.Text!, list, word))
                            .OfType<TripActivityKind>()
                            .ToList()
            );
        var names = new Dictionary<string, string>();
        foreach (var key in kind.Names)
        {
            if (top.Text(key) is { } text)
            {
                names[key] = text;
            }
        }

        var partners = kind.HasPartners ? ReadPartners(top) : [];
        var named = kind.HasNamed ? ReadNamed(top) : [];
        var deadline = kind.HasDeadline ? ReadDeadline(top) : null;
        var statements = ReadStatements(top);
        var assumes = top.Texts(top.OptionalItems("assumes"), "assumes").Select(text => text.Text!).ToList();
        top.Done();
        return head is null || top.File.HasProblems
            ? null
            : kind.Make(
                new(
                    head with
                    {
                        Parameters = [.. head.Parameters, .. partners],
                    },
                    statements,
                    assumes,
                    lists,
                    trades,
                    names,
                    named,
                    deadline
                )
            );
    }

    private static TripDeadline? ReadDeadline(MapReader top)
    {
        var severity = top.Word<Deadlines.Severity>("severity");
        var consequence = top.Text("consequence");
        var ladder = DeadlineReader.ReadLadder(top);
        return severity is null || consequence is null ? null : new(severity.Value, consequence, ladder);
    }

    private static List<Parameter> ReadPartners(MapReader top)
    {
        var found = new List<Parameter>();
        foreach (var entry in top.Maps(top.OptionalItems("partners"), "partners", "a partner"))
        {
            var name = AgreementsRule.Partner(entry.Country("country") ?? "");
            var values = ValueReader.ReadValues(entry, name, ParameterUnit.PostingTerm, coversFrom: null);
            entry.Done();
            if (found.Exists(parameter => parameter.Name == name))
            {
                entry.File.Add(entry.Map, $"'{name}' is listed twice.");
            }
            else if (values is not null)
            {
                found.Add(new(name, ParameterUnit.PostingTerm, values));
            }
        }

        return found;
    }

    /// <summary>Names by country of things of which nothing else is known.</summary>
    private static Dictionary<string, string> ReadNamed(MapReader top)
    {
        var found = new Dictionary<string, string>();
        foreach (var entry in top.Maps(top.OptionalItems("named"), "named", "an entry of 'named'"))
        {
            var country = entry.Country("country");
            var name = entry.Text("name");
            entry.Done();
            if (country is not null && name is not null && !found.TryAdd(country, name))
            {
                entry.File.Add(entry.Map, $"'{country}' is listed twice in 'named'.");
            }
        }

        return found;
    }

    private static List<Statement> ReadStatements(MapReader top)
    {
        var found = new List<Statement>();
        foreach (var entry in top.Maps(top.OptionalItems("statements"), "statements", "a statement"))
        {
            var about = entry.Word<StatementAbout>("about");
            var text = entry.Text("text");
            var source = RuleReader.ReadSource(entry);
            var status = entry.Has("status") ? entry.Word<ValueStatus>("status") : ValueStatus.Verified;
            entry.Done();
            if (about is not null && text is not null && source is not null && status is not null)
            {
                found.Add(new(about.Value, text, source, status.Value));
            }
        }

        return found;
    }
}

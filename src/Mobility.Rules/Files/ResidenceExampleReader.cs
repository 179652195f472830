using Mobility.Rules.Cases;
using Mobility.Rules.Residence;

namespace Mobility.Rules.Files;

/// <summary>Reads the examples beside a residence rule: the facts stand under <c>given:</c> as in a case file.</summary>
internal static class ResidenceExampleReader
{
    public static ResidenceExample? Read(MapReader item)
    {
        var head = ExampleReader.ReadHead(item);
        var given = item.Inner("given", "'given'");
        var expected = item.Inner("expect", "'expect'");
        if (head is null || given is null || expected is null)
        {
            return null;
        }

        if (!expected.Keys.Any())
        {
            item.File.Add(item.At("expect"), "An example must expect something.");
        }

        foreach (var key in expected.Keys.Where(key => !ResultNames.All.Contains(key)))
        {
            item.File.Add(expected.At(key), $"There is no result '{key}'.");
        }

        try
        {
            var asked = (CaseMap)Node(given.Map, "");
            return new(head, QuestionReader.Read(asked, head.AsOf, item.File.IsCountry), asked, (CaseMap)Node(expected.Map, ""));
        }
        catch (QuestionException error)
        {
            item.File.Add(given.Map, error.Message);
            return null;
        }
    }

    internal static CaseNode Node(YamlNode node, string path) =>
        node switch
        {
            YamlMap map => new CaseMap(
                map.Entries.Select(entry =>
                        KeyValuePair.Create(
                            entry.Key.Text!,
                            Node(entry.Value, path.Length == 0 ? entry.Key.Text! : $"{path}.{entry.Key.Text}")
                        )
                    )
                    .ToList(),
                path
            ),
            YamlList list => new CaseList(list.Items.Select((item, index) => Node(item, $"{path}[{index}]")).ToList(), path),
            YamlText { Text: { } text } => new CaseScalar(text, ScalarKind.Any, path),
            _ => new CaseScalar(null, ScalarKind.Null, path),
        };
}

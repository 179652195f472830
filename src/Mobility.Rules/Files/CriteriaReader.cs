using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Files;

/// <summary>Reads the criteria of a residence rule: what is asked, in which order, from which day and by which source.</summary>
internal static class CriteriaReader
{
    /// <summary>The criteria under a key; those with mistakes are left out and noted.</summary>
    /// <param name="top">The rule.</param>
    /// <param name="key">Criteria or exceptions.</param>
    /// <param name="items">The entries.</param>
    /// <param name="withTest">Whether each has the id of a test.</param>
    /// <param name="coversFrom">Day on which each must have a value, if only null.</param>
    public static List<Criterion> Read(
        MapReader top,
        string key,
        IReadOnlyList<YamlNode> items,
        bool withTest,
        LocalDate? coversFrom
    )
    {
        var criteria = new List<Criterion>();
        foreach (var entry in top.Maps(items, key, $"an entry of '{key}'"))
        {
            var name = entry.Text("name");
            var label = entry.Text("label");
            var test = withTest ? entry.Text("test") : null;
            var values = ValueReader.ReadValues(entry, name ?? key, ParameterUnit.Criterion, coversFrom);
            entry.Done();
            if (name is not null && criteria.Exists(other => other.Parameter.Name == name))
            {
                entry.File.Add(entry.At("name"), $"Two entries of '{key}' are named '{name}'.");
            }
            else if (name is not null && label is not null && values is not null && (test is not null || !withTest))
            {
                criteria.Add(new(new(name, ParameterUnit.Criterion, values) { Label = label }, label, test));
            }
        }

        return criteria;
    }
}

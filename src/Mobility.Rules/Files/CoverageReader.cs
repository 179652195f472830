namespace Mobility.Rules.Files;

/// <summary>Reads <c>coverage.yaml</c>.</summary>
internal static class CoverageReader
{
    public static List<Coverage> Read(MapReader top)
    {
        var lines = new List<Coverage>();
        foreach (var entry in top.Maps(top.Items("coverage"), "coverage", "a coverage line"))
        {
            var jurisdiction = entry.Text("jurisdiction");
            var topic = entry.Text("topic");
            var status = entry.Word<CoverageStatus>("status");
            var from = status is null or CoverageStatus.None ? entry.OptionalDate("verified-from") : entry.Date("verified-from");
            var lastChecked = entry.Date("last-checked");
            var note = entry.OptionalText("note");
            entry.Done();
            if (lines.Exists(line => line.Jurisdiction == jurisdiction && line.Topic == topic))
            {
                entry.File.Add(entry.Map, $"'{jurisdiction}' and '{topic}' are listed twice.");
            }
            else if (jurisdiction is not null && topic is not null && status is not null && lastChecked is not null)
            {
                lines.Add(new(jurisdiction, topic, status.Value, from, lastChecked.Value, note));
            }
        }

        top.Done();
        return lines;
    }
}

using System.Text.Json;
using Mobility.Rules.Cases;

namespace Mobility.Rules.Residence.Findings;

/// <summary>The results of an answer as JSON, written as case files have them.</summary>
internal static class FindingResults
{
    public static List<FindingResult> Of(ResidenceAnswer answer)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var (_, value) in answer.Results)
            {
                ResultWriter.Write(json, value);
            }

            json.WriteEndArray();
        }

        // The document is not disposed of: the values live in it.
        var values = JsonDocument.Parse(stream.ToArray()).RootElement;
        return answer.Results.Select((result, index) => new FindingResult(result.Key, values[index])).ToList();
    }
}

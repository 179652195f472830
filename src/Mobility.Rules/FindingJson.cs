using System.Text.Json;

namespace Mobility.Rules;

/// <summary>Findings as JSON: dates ISO, exact numbers as text ("1044/6" in lowest terms), words for enums.</summary>
public static class FindingJson
{
    /// <summary>Writes a finding.</summary>
    public static string Serialize(Finding finding) => JsonSerializer.Serialize(finding);

    /// <summary>Reads back what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a finding.</exception>
    public static Finding Deserialize(string json) =>
        JsonSerializer.Deserialize<Finding>(json) ?? throw new JsonException("There is no finding in this text.");
}

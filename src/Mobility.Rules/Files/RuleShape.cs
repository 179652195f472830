using System.Security.Cryptography;
using System.Text;

namespace Mobility.Rules.Files;

/// <summary>
/// What decides in a rule file beside its dated values: kind, lists, steps, what it builds on. What is only said about them (labels, sources,
/// quotations, the day of the next review, comments) is left out, and so is the order of keys.
/// </summary>
internal static class RuleShape
{
    private static readonly HashSet<string> OnlySaid =
    [
        "label",
        "law",
        "source",
        "status",
        "review-by",
        "assumes",
        "consequence",
        "note",
        "statements",
        // Dated values, wherever they stand: each is a parameter and compared by itself.
        "values",
    ];

    /// <summary>A short hash of it.</summary>
    public static string Of(YamlMap file)
    {
        var text = new StringBuilder();
        Write(file with { Entries = [.. file.Entries.Where(entry => entry.Key.Text != "parameters")] }, text);
        return Hash(text.ToString());
    }

    /// <summary>A short hash of a text.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static void Write(YamlNode node, StringBuilder text)
    {
        switch (node)
        {
            case YamlMap map:
                text.Append('{');
                foreach (
                    var (key, value) in map
                        .Entries.Where(entry => !OnlySaid.Contains(entry.Key.Text!))
                        .OrderBy(entry => entry.Key.Text, StringComparer.Ordinal)
                )
                {
                    text.Append(key.Text).Append(':');
                    Write(value, text);
                }

                text.Append('}');
                break;
            case YamlList list:
                text.Append('[');
                foreach (var item in list.Items)
                {
                    Write(item, text);
                }

                text.Append(']');
                break;
            case YamlText written:
                // With its length, so that no text can pass for two.
                text.Append(written.Text?.Length ?? -1).Append('=').Append(written.Text).Append(';');
                break;
        }
    }
}

using System.Text.RegularExpressions;

namespace Mobility.Web.Shared.Facts;

/// <summary>A line of several things as people type them: with commas, semicolons or tabs between, or else with spaces.</summary>
public static partial class TypedLine
{
    /// <summary>The lines that are not empty, with their numbers from 1.</summary>
    public static IEnumerable<(int Number, string Line)> Lines(string? text) =>
        (text ?? "").Split('\n').Select((line, index) => (index + 1, line.Trim())).Where(line => line.Item2.Length > 0);

    /// <summary>The parts of a line. With spaces between, a date such as 3 Jan 2026 is one part.</summary>
    public static IReadOnlyList<string> Parts(string line)
    {
        if (line.AsSpan().ContainsAny(',', ';', '\t'))
        {
            return line.Split([',', ';', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
        return [.. Words().Matches(line).Select(match => match.Value)];
    }

    /// <summary>Whether a part stands for a day that is not there: open, -, ?.</summary>
    public static bool IsOpen(string part) => part.ToLowerInvariant() is "open" or "null" or "-" or "–" or "?" or "…" or "...";

    [GeneratedRegex(@"\d{1,2}\.? \p{L}+\.? \d{4}|\p{L}+ \d{1,2} \d{4}|\S+", RegexOptions.None, 1000)]
    private static partial Regex Words();
}

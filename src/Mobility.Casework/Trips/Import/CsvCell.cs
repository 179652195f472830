namespace Mobility.Casework.Trips.Import;

/// <summary>
/// The one place that knows which cells a spreadsheet would run as a formula. What people type is kept as they typed it;
/// it is neutralised only on its way out into a file.
/// </summary>
public static class CsvCell
{
    /// <summary>Whether a spreadsheet may take this text for a formula when it opens the file.</summary>
    public static bool LooksLikeFormula(string? text) =>
        text is { Length: > 0 } && text.AsSpan().TrimStart(' ') is [var first, ..] && IsTrigger(first);

    /// <summary>The text with an apostrophe in front where a spreadsheet might run it; quoting and separators are the CSV writer's.</summary>
    public static string Neutralised(string? text) =>
        text is null ? ""
        : LooksLikeFormula(text) ? "'" + text
        : text;

    private static bool IsTrigger(char first) =>
        first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
}

using System.Globalization;
using System.Text;

namespace Mobility.Casework.Data;

/// <summary>
/// One spelling of a text for searching, the same on both databases: SQLite compares ASCII letters only, and SQL Server by the collation
/// somebody once chose.
/// </summary>
public static class SearchText
{
    /// <summary>Lower case without diacritics, words with single spaces between: "Brzęczyszczykiewicz" is found by "brzecz".</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (string.IsNullOrWhiteSpace(part))
            {
                continue;
            }
            foreach (var c in part.Normalize(NormalizationForm.FormD))
            {
                if (char.IsWhiteSpace(c) || char.IsControl(c))
                {
                    AppendSpace(text);
                }
                else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                {
                    text.Append(Plain(char.ToLowerInvariant(c)));
                }
            }
            AppendSpace(text);
        }
        return text.ToString().Trim();
    }

    private static void AppendSpace(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != ' ')
        {
            text.Append(' ');
        }
    }

    // Letters that are letters of their own and don't come apart into a letter and a mark.
    private static string Plain(char c) =>
        c switch
        {
            'ł' => "l",
            'ø' => "o",
            'đ' or 'ð' => "d",
            'ı' => "i",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            _ => c.ToString(),
        };
}

using Mobility.Casework.Data;

namespace Mobility.Casework.People;

/// <summary>Whether two names can be those of one person: passports, lists and people write them in different orders and lengths.</summary>
public static class NamesAlike
{
    /// <summary>
    /// True when all words of one name are in the other, whatever their order, case and accents: "SILVA, MARIA" is Maria José da Silva. One word
    /// alone is like no longer name, since many share it.
    /// </summary>
    public static bool Are(string written, params ReadOnlySpan<string?> known)
    {
        var words = WordsOf(written);
        foreach (var name in known)
        {
            var others = WordsOf(name ?? "");
            if (
                words.SetEquals(others)
                || (Math.Min(words.Count, others.Count) > 1 && (words.IsSubsetOf(others) || others.IsSubsetOf(words)))
            )
            {
                return true;
            }
        }
        return false;
    }

    private static HashSet<string> WordsOf(string name) =>
        [
            .. SearchText
                .Of(
                    new string([
                        .. name.Select(c =>
                            char.IsLetterOrDigit(c)
                            || char.IsSurrogate(c)
                            || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark
                                ? c
                                : ' '
                        ),
                    ])
                )
                .Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ];
}

using System.Collections.Frozen;

namespace Mobility.Casework.People;

/// <summary>Finds characters in a row that follow from one another: 1234, dcba, aaaa, and walks over a keyboard.</summary>
internal static class KeyboardRuns
{
    // Rows of three layouts, each line as it lies on the desk, and the digits with shift.
    private static readonly FrozenDictionary<char, (int Row, int Column)>[] Layouts =
    [
        Layout("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"),
        Layout("!@#$%^&*()_+", "qwertyuiop{}", "asdfghjkl:\"", "zxcvbnm<>?"),
        Layout("1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm"),
        Layout("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn"),
    ];

    /// <summary>
    /// For each position, how many characters up to and including it belong to one run; 1 when it does not follow from the one before.
    /// </summary>
    public static int[] LengthsEndingAt(ReadOnlySpan<char> text)
    {
        var longest = new int[text.Length];
        Array.Fill(longest, 1);
        for (var step = -1; step <= 1; step++)
        {
            var length = 1;
            for (var i = 1; i < text.Length; i++)
            {
                length = Follows(text[i - 1], text[i], step) ? length + 1 : 1;
                longest[i] = Math.Max(longest[i], length);
            }
        }
        foreach (var layout in Layouts)
        {
            var length = 1;
            for (var i = 1; i < text.Length; i++)
            {
                length = AreNeighbours(layout, text[i - 1], text[i]) ? length + 1 : 1;
                longest[i] = Math.Max(longest[i], length);
            }
        }
        return longest;
    }

    private static bool Follows(char before, char after, int step) =>
        step == 0
            ? before == after
            : char.IsLetterOrDigit(before)
                && char.IsLetterOrDigit(after)
                && (after - before == step || IsTurn(before, after, step));

    // 9 and 0 stand side by side when counting on.
    private static bool IsTurn(char before, char after, int step) =>
        (step == 1 && before == '9' && after == '0') || (step == -1 && before == '0' && after == '9');

    private static bool AreNeighbours(FrozenDictionary<char, (int Row, int Column)> layout, char before, char after)
    {
        if (!layout.TryGetValue(before, out var a) || !layout.TryGetValue(after, out var b))
        {
            return false;
        }
        var down = b.Row - a.Row;
        var across = b.Column - a.Column;
        // Each row lies half a key to the right of the one above.
        return down switch
        {
            0 => Math.Abs(across) <= 1,
            1 => across is 0 or -1,
            -1 => across is 0 or 1,
            _ => false,
        };
    }

    private static FrozenDictionary<char, (int Row, int Column)> Layout(params string[] rows) =>
        rows.SelectMany((keys, row) => keys.Select((key, column) => (key, place: (row, column))))
            .ToFrozenDictionary(k => k.key, k => k.place);
}

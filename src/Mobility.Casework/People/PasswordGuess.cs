using System.Globalization;
using System.Text;

namespace Mobility.Casework.People;

/// <summary>Why a password would be guessed early.</summary>
public enum PasswordWeakness
{
    /// <summary>A word or phrase that many people use.</summary>
    CommonWord,

    /// <summary>Characters that follow from one another: 1234, aaaa, qwerty.</summary>
    Run,

    /// <summary>The same thing again.</summary>
    Repetition,

    /// <summary>The person's own name or address, or this program's.</summary>
    OwnName,
}

/// <summary>What a guesser would try first in a password.</summary>
public sealed record PasswordFinding(PasswordWeakness Weakness, string Piece);

/// <summary>
/// Sees whether a long password is in truth a short one: taken apart into the fewest pieces a guesser would try – common words, runs,
/// repetitions, own names – it must still be worth nine free characters.
/// </summary>
public static class PasswordGuess
{
    private const int EnoughWorth = 9;
    private const int WorthOfAWord = 3;
    private const int WorthOfARun = 1;
    private const int ShortestRun = 4;
    private const int ShortestWord = 4;
    private const int ShortestOwnName = 3;

    /// <summary>The weakest piece of a password that is worth too little; null for one that may stand.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="own">Names and addresses of the person and the place.</param>
    public static PasswordFinding? Find(string password, params IEnumerable<string?> own)
    {
        var plain = Plain(password);
        // A 1 may stand for an i or an l; both readings are the same length.
        string[] readings = [plain, Letters(plain, 'i'), Letters(plain, 'l')];
        var names = new WordSet(own.SelectMany(NamesIn));
        var runs = KeyboardRuns.LengthsEndingAt(plain);
        var best = new Step[plain.Length + 1];
        best[0] = new Step(0, 0, null);
        for (var end = 1; end <= plain.Length; end++)
        {
            best[end] = new Step(best[end - 1].Worth + 1, end - 1, null);
            for (var start = end - 2; start >= 0; start--)
            {
                if (WeaknessOf(plain, readings, names, runs, start, end) is { } weakness)
                {
                    var worth = best[start].Worth + (weakness == PasswordWeakness.CommonWord ? WorthOfAWord : WorthOfARun);
                    if (worth < best[end].Worth)
                    {
                        best[end] = new Step(worth, start, weakness);
                    }
                }
            }
        }
        return best[^1].Worth < EnoughWorth ? Longest(best, plain) : null;
    }

    private sealed record Step(int Worth, int From, PasswordWeakness? Weakness);

    private static PasswordWeakness? WeaknessOf(string plain, string[] readings, WordSet names, int[] runs, int start, int end)
    {
        var length = end - start;
        if (length >= ShortestOwnName && HasIn(names, readings, start, length))
        {
            return PasswordWeakness.OwnName;
        }
        if (length >= ShortestRun && runs[end - 1] >= length)
        {
            return PasswordWeakness.Run;
        }
        if (start >= length && plain.AsSpan(start, length).SequenceEqual(plain.AsSpan(start - length, length)))
        {
            return PasswordWeakness.Repetition;
        }
        if (length == 4 && IsYear(plain.AsSpan(start, length)))
        {
            return PasswordWeakness.Run;
        }
        return length >= ShortestWord && HasIn(CommonWords.All, readings, start, length) ? PasswordWeakness.CommonWord : null;
    }

    private static bool IsYear(ReadOnlySpan<char> text) =>
        text is ['1', '9', ..] or ['2', '0', ..] && char.IsAsciiDigit(text[2]) && char.IsAsciiDigit(text[3]);

    private static bool HasIn(WordSet words, string[] readings, int start, int length)
    {
        foreach (var reading in readings)
        {
            if (words.Has(reading.AsSpan(start, length)))
            {
                return true;
            }
        }
        return false;
    }

    private static PasswordFinding Longest(Step[] best, string plain)
    {
        PasswordFinding? longest = null;
        for (var end = plain.Length; end > 0; end = best[end].From)
        {
            var piece = plain[best[end].From..end];
            if (best[end].Weakness is { } weakness && piece.Length >= (longest?.Piece.Length ?? 0))
            {
                longest = new PasswordFinding(weakness, piece);
            }
        }
        // Too short to hold a piece: the rule about length says so first.
        return longest ?? new PasswordFinding(PasswordWeakness.CommonWord, plain);
    }

    private static IEnumerable<string> NamesIn(string? text)
    {
        var word = new StringBuilder();
        foreach (var c in Plain(text ?? "") + " ")
        {
            if (char.IsLetter(c))
            {
                word.Append(c);
                continue;
            }
            if (word.Length >= ShortestOwnName)
            {
                yield return word.ToString();
            }
            word.Clear();
        }
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(char.ToLowerInvariant(c));
            }
        }
        return plain.ToString();
    }

    private static string Letters(string plain, char one) =>
        string.Create(
            plain.Length,
            (plain, one),
            static (letters, source) =>
            {
                for (var i = 0; i < letters.Length; i++)
                {
                    letters[i] = source.plain[i] switch
                    {
                        '0' => 'o',
                        '1' or '!' or '|' => source.one,
                        '3' or '€' => 'e',
                        '4' or '@' => 'a',
                        '5' or '$' => 's',
                        '6' or '9' => 'g',
                        '7' or '+' => 't',
                        '8' => 'b',
                        'ł' => 'l',
                        'ø' => 'o',
                        var other => other,
                    };
                }
            }
        );
}

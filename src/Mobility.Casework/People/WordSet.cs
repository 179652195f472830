using System.Collections.Frozen;

namespace Mobility.Casework.People;

/// <summary>A set of words that is asked for pieces of a longer text.</summary>
internal sealed class WordSet
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly int longest;

    public WordSet(IEnumerable<string> words)
    {
        var set = words.ToFrozenSet(StringComparer.Ordinal);
        lookup = set.GetAlternateLookup<ReadOnlySpan<char>>();
        longest = set.Count == 0 ? 0 : set.Max(w => w.Length);
    }

    public bool Has(ReadOnlySpan<char> word) => word.Length <= longest && lookup.Contains(word);
}

/// <summary>The words of <c>common-passwords.txt</c>.</summary>
internal static class CommonWords
{
    private static readonly Lazy<WordSet> Words = new(() => new WordSet(Read()));

    public static WordSet All => Words.Value;

    private static IEnumerable<string> Read()
    {
        const string name = "Mobility.Casework.People.common-passwords.txt";
        using var reader = new StreamReader(typeof(CommonWords).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}

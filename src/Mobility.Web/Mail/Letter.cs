namespace Mobility.Web.Mail;

/// <summary>One line of facts in a letter.</summary>
public sealed record LetterFact(string Label, string Text, string? Address = null);

/// <summary>
/// What a mail says, in the reader's words. Its two forms, for readers that show HTML and for those that don't, are both made of this and
/// cannot drift apart.
/// </summary>
public sealed record Letter
{
    /// <summary>BCP 47 tag of the language of the texts.</summary>
    public required string Language { get; init; }

    /// <summary>ltr or rtl.</summary>
    public required string Direction { get; init; }

    public required string Subject { get; init; }

    public required string Greeting { get; init; }

    /// <summary>What it is about, in a few words.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<string> Paragraphs { get; init; }

    public IReadOnlyList<LetterFact> Facts { get; init; } = [];

    /// <summary>The one thing to do, and where.</summary>
    public required LetterFact Link { get; init; }

    /// <summary>Why the reader gets it, and what else there is to know.</summary>
    public IReadOnlyList<string> Closing { get; init; } = [];

    public string ToPlainText()
    {
        var blocks = new List<string> { Greeting, Title };
        blocks.AddRange(Paragraphs);
        if (Facts.Count > 0)
        {
            blocks.Add(string.Join('\n', Facts.Select(Line)));
        }
        blocks.Add($"{Link.Label}:\n{Link.Address}");
        blocks.Add("-- \n" + string.Join('\n', Closing.Append("Mobility")));
        return string.Join("\n\n", blocks) + "\n";
    }

    private static string Line(LetterFact fact) =>
        fact.Address is null ? $"{fact.Label}: {fact.Text}" : $"{fact.Label}: {fact.Text}\n  {fact.Address}";
}

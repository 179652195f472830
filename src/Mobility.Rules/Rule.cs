using NodaTime;

namespace Mobility.Rules;

/// <summary>The law's own words that a rule rests on.</summary>
/// <param name="Text">The quotation, short.</param>
/// <param name="Source">Where it stands.</param>
public sealed record LawQuote(string Text, Reference Source);

/// <summary>What every kind of rule has: one file, one subject, the values that change together.</summary>
public abstract class Rule
{
    private protected Rule(RuleHead head)
    {
        Head = head;
        Substance = Files.RuleShape.Hash(
            string.Join('\n', Parameters.Select(p => $"{p.Name} {ValuesBehind.Write(p.Values)}").Prepend(Shape))
        );
    }

    internal RuleHead Head { get; }

    /// <summary>Jurisdiction folder and file name: <c>us/substantial-presence</c>.</summary>
    public string Id => Head.Id;

    /// <summary>Name of the kind, from the closed list in <see cref="RuleBook.Kinds"/>.</summary>
    public string Kind => Head.Kind;

    /// <summary>The rule's name, in English, as its file gives it.</summary>
    public string Label => Head.Label;

    /// <summary>ISO 3166 alpha-2 code in upper case, a named area such as <c>schengen</c>, or <c>*</c> for everywhere.</summary>
    public string Jurisdiction => Head.Jurisdiction;

    /// <summary>Topic folder: <c>residence</c>, <c>short-stay</c>, <c>deadlines</c>.</summary>
    public string Topic => Head.Topic;

    /// <summary>Short hash of the file's content: changes when anything in the file does.</summary>
    public string Version => Head.Version;

    /// <summary>
    /// Short hash of what decides in the file beside its dated values: lists, steps, what it builds on. A label, a source, a comment or the
    /// order of keys does not change it.
    /// </summary>
    public string Shape => Head.Shape;

    /// <summary>Short hash of all that decides: <see cref="Shape"/> and every dated value of the file.</summary>
    public string Substance { get; }

    /// <summary>Path inside the rules folder, with forward slashes.</summary>
    public string File => Head.File;

    /// <summary>First day the rule answers for (inclusive); before it the answer is "not covered".</summary>
    public LocalDate CoversFrom => Head.CoversFrom;

    /// <summary>Last day before the rule is due to be compared with the law again (inclusive).</summary>
    public LocalDate ReviewBy => Head.ReviewBy;

    /// <summary>The law's own words; null when the file quotes none.</summary>
    public LawQuote? Law => Head.Law;

    /// <summary>Every parameter, in the order of the file.</summary>
    public IReadOnlyList<Parameter> Parameters => Head.Parameters;

    /// <summary>The worked examples beside the rule.</summary>
    public IReadOnlyList<RuleExample> Examples { get; internal set; } = [];

    /// <summary>Whether the rule is past its review day on <paramref name="today"/>. It still works; pages say so.</summary>
    public bool IsDueForReview(LocalDate today) => today > ReviewBy;

    /// <summary>Whether any value of the rule was written down without its source having been read.</summary>
    public bool HasUnverifiedValues => Parameters.Any(p => p.Values.Any(v => v.Status == ValueStatus.Unverified));
}

/// <summary>What the loader reads at the top of every rule file.</summary>
internal sealed record RuleHead(
    string Id,
    string Kind,
    string Label,
    string Jurisdiction,
    string Topic,
    string Version,
    string Shape,
    string File,
    LocalDate CoversFrom,
    LocalDate ReviewBy,
    LawQuote? Law,
    IReadOnlyList<Parameter> Parameters
);

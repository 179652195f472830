using NodaTime;

namespace Mobility.Rules;

/// <summary>A worked example beside a rule: facts, a day, what must come out and who says so.</summary>
public abstract class RuleExample
{
    private protected RuleExample(string name, LocalDate asOf, string? note, Reference source, string file, int line)
    {
        Name = name;
        AsOf = asOf;
        Note = note;
        Source = source;
        File = file;
        Line = line;
    }

    /// <summary>What the example shows; one of its kind within the rule.</summary>
    public string Name { get; }

    /// <summary>The day asked about.</summary>
    public LocalDate AsOf { get; }

    /// <summary>The arithmetic, for people; null when there is none to show.</summary>
    public string? Note { get; }

    /// <summary>Where the expectation comes from. Never the program's own output.</summary>
    public Reference Source { get; }

    /// <summary>Path of the examples file inside the rules folder.</summary>
    public string File { get; }

    /// <summary>Line of the example in that file, from 1.</summary>
    public int Line { get; }

    /// <summary>Asks <paramref name="rule"/> and compares.</summary>
    /// <returns>A sentence for each expectation that did not come out; empty when the example holds.</returns>
    public abstract IReadOnlyList<string> Differences(Rule rule);
}

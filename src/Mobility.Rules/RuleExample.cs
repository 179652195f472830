using NodaTime;

namespace Mobility.Rules;

/// <summary>A worked example beside a rule: facts, a day, what must come out and who says so.</summary>
public abstract class RuleExample
{
    private readonly ExampleHead _head;

    private protected RuleExample(ExampleHead head) => _head = head;

    /// <summary>What the example shows; one of its name within the rule.</summary>
    public string Name => _head.Name;

    /// <summary>The day asked about.</summary>
    public LocalDate AsOf => _head.AsOf;

    /// <summary>The arithmetic, for people; null when there is none to show.</summary>
    public string? Note => _head.Note;

    /// <summary>Where the expectation comes from. Never the program's own output.</summary>
    public Reference Source => _head.Source;

    /// <summary>Path of the examples file inside the rules folder.</summary>
    public string File => _head.File;

    /// <summary>Line of the example in that file, from 1.</summary>
    public int Line => _head.Line;

    /// <summary>Asks <paramref name="rule"/> and compares.</summary>
    /// <returns>A sentence for each expectation that did not come out; empty when the example holds.</returns>
    /// <exception cref="ArgumentException">The rule is of another kind than the example.</exception>
    public abstract IReadOnlyList<string> Differences(Rule rule);
}

/// <summary>What the loader reads at the top of every example.</summary>
internal sealed record ExampleHead(string Name, LocalDate AsOf, string? Note, Reference Source, string File, int Line);

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

    /// <summary>Asks <paramref name="rule"/> and puts what it says beside what is expected.</summary>
    /// <returns>One entry for each expectation, in the order of the file.</returns>
    /// <exception cref="ArgumentException">The rule is of another kind than the example.</exception>
    public abstract IReadOnlyList<ExampleResult> Try(Rule rule);

    /// <summary>Asks <paramref name="rule"/> and compares.</summary>
    /// <returns>A sentence for each expectation that did not come out; empty when the example holds.</returns>
    /// <exception cref="ArgumentException">The rule is of another kind than the example.</exception>
    public IReadOnlyList<string> Differences(Rule rule) =>
        Try(rule)
            .Where(result => !result.Holds)
            .Select(result => $"{result.Name}: expected {result.Expected}, got {result.Answer}")
            .ToList();
}

/// <summary>One expectation of an example, and what the rule says.</summary>
/// <param name="Name">Name of the result, as the examples write it.</param>
/// <param name="Expected">What is expected, as the file writes it.</param>
/// <param name="Answer">What the rule says, written the same way; why it could not answer when it could not.</param>
/// <param name="Holds">Whether both are the same.</param>
public sealed record ExampleResult(string Name, string Expected, string Answer, bool Holds);

/// <summary>What the loader reads at the top of every example.</summary>
internal sealed record ExampleHead(string Name, LocalDate AsOf, string? Note, Reference Source, string File, int Line);

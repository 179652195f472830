using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Web.Shared.Facts;
using Mobility.Web.Shared.Findings;

namespace Mobility.Web.Rules;

/// <summary>The calculator of a rule.</summary>
public sealed record CalculatorPage
{
    /// <summary>Facts that stand open; the rest is folded away.</summary>
    private const int Open = 6;

    public required Rule Rule { get; init; }

    public required CalculatorForm Form { get; init; }

    /// <summary>The answer; null while nothing, or nothing whole, was asked.</summary>
    public FindingView? Answer { get; init; }

    /// <summary>Where the same calculation can be opened again; null when there is none or it would be too long.</summary>
    public string? Address { get; init; }

    public string Slug => RuleAddress.Slug(Rule);

    /// <summary>The facts that matter most.</summary>
    public IReadOnlyList<FactInput> Facts => [.. All.Take(Shown)];

    /// <summary>The others.</summary>
    public IReadOnlyList<FactInput> MoreFacts => [.. All.Skip(Shown)];

    /// <summary>Whether the others stand open: one of them says something, or would decide.</summary>
    public bool OpensMore =>
        MoreFacts.Any(input => !string.IsNullOrWhiteSpace(input.Text) || Answer?.Finding.Asks.Contains(input.Fact.Name) == true);

    /// <summary>The facts that would decide what is undetermined.</summary>
    public IEnumerable<FactDefinition> Deciding =>
        (Answer?.Finding.Asks ?? []).Select(FactDefinition.Find).OfType<FactDefinition>();

    public static string FieldOf(FactDefinition fact) => $"Facts[{fact.Name}]";

    private IReadOnlyList<FactInput> All =>
        [.. CalculatorReader.FactsOf(Rule).Select(fact => new FactInput(fact, FieldOf(fact), Form.Fact(fact.Name)))];

    private int Shown => All.Count <= Open + 2 ? All.Count : Open;
}

using System.Collections.Immutable;
using Mobility.Rules.Residence.Cases;

namespace Mobility.Rules.Residence;

/// <summary>A thing that can be known about a person: its name, how it is read, and what holds when nobody says anything.</summary>
internal abstract class Fact(string name)
{
    public string Name { get; } = name;

    public abstract object? Read(CaseNode node);
}

/// <summary>A fact with values of one type; <paramref name="absent"/> is its value when nothing is said (null for unknown).</summary>
internal sealed class Fact<T>(string name, Func<CaseNode, T> read, T absent, bool required = false) : Fact(name)
{
    public T Absent { get; } = absent;

    /// <summary>Whether a rule that reads the fact cannot be asked without it.</summary>
    public bool Required { get; } = required;

    public override object? Read(CaseNode node) => read(node);
}

/// <summary>The facts that are known about a person in one question.</summary>
public sealed class FactSet
{
    private readonly ImmutableDictionary<Fact, object?> _values;

    private FactSet(ImmutableDictionary<Fact, object?> values) => _values = values;

    /// <summary>Nothing is known.</summary>
    public static FactSet None { get; } = new(ImmutableDictionary<Fact, object?>.Empty);

    /// <summary>Names of the facts that are known.</summary>
    public IEnumerable<string> Names => _values.Keys.Select(fact => fact.Name);

    internal bool Has(Fact fact) => _values.ContainsKey(fact);

    /// <summary>The value that is known, or what holds when none is.</summary>
    /// <exception cref="QuestionException">The fact is required and absent.</exception>
    internal T Get<T>(Fact<T> fact) =>
        _values.TryGetValue(fact, out var value) ? (T)value!
        : fact.Required ? throw new QuestionException($"'{fact.Name}' is missing: the rule cannot be asked without it.")
        : fact.Absent;

    internal FactSet With(Fact fact, object? value) => new(_values.SetItem(fact, value));
}

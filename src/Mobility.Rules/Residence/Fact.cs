using System.Collections.Immutable;
using System.Text.Json;
using Mobility.Rules.Cases;

namespace Mobility.Rules.Residence;

/// <summary>A thing that can be known about a person: what it is, how it is read, and what holds when nobody says anything.</summary>
internal abstract class Fact(FactDefinition definition)
{
    public FactDefinition Definition { get; } = definition;

    public string Name => Definition.Name;

    /// <summary>Whether a rule that reads the fact cannot be asked without it.</summary>
    public bool Required => Definition.WhenAbsent == FactAbsence.Required;

    public abstract object? Read(CaseNode node);
}

/// <summary>A fact with values of one type; <paramref name="absent"/> is its value when nothing is said (null for unknown).</summary>
internal sealed class Fact<T>(FactDefinition definition, Func<CaseNode, T> read, T absent) : Fact(definition)
{
    public T Absent { get; } = absent;

    public override object? Read(CaseNode node) => read(node);
}

/// <summary>The facts that are known about a person in one question. Immutable.</summary>
public sealed class FactSet
{
    private readonly ImmutableDictionary<Fact, object?> _values;
    private readonly ISet<Fact>? _readBy;

    private FactSet(ImmutableDictionary<Fact, object?> values, ISet<Fact>? readBy = null) =>
        (_values, _readBy) = (values, readBy);

    /// <summary>Nothing is known.</summary>
    public static FactSet None { get; } = new(ImmutableDictionary<Fact, object?>.Empty);

    /// <summary>Names of the facts that are known.</summary>
    public IEnumerable<string> Names => _values.Keys.Select(fact => fact.Name);

    /// <summary>A set of one fact, as a case file writes it.</summary>
    /// <param name="name">Name of the fact.</param>
    /// <param name="json">Its value in JSON.</param>
    /// <exception cref="QuestionException">There is no such fact, or the value is not what it should be.</exception>
    public static FactSet Read(string name, string json) => None.With(name, json);

    /// <summary>Whether a fact is known.</summary>
    public bool Has(string name) => Facts.Find(name) is { } fact && Has(fact);

    /// <summary>The same set with one fact more, or with another value of it.</summary>
    /// <param name="name">Name of the fact.</param>
    /// <param name="json">Its value in JSON, as a case file writes it: <c>true</c>, <c>12</c>, <c>"FR"</c>, <c>[{"from": "2026-01-01", "to": null}]</c>.</param>
    /// <exception cref="QuestionException">There is no such fact, or the value is not what it should be.</exception>
    public FactSet With(string name, string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var fact = Facts.Find(name) ?? throw new QuestionException($"Unknown fact '{name}'.");
        try
        {
            using var document = JsonDocument.Parse(json);
            return With(fact, fact.Read(JsonNodes.Read(document.RootElement, name)));
        }
        catch (JsonException error)
        {
            throw new QuestionException($"'{name}' is not valid JSON: {error.Message}");
        }
    }

    /// <summary>Both sets together; where both know a fact, <paramref name="other"/> is believed.</summary>
    public FactSet With(FactSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(_values.SetItems(other._values), _readBy);
    }

    internal bool Has(Fact fact) => _values.ContainsKey(fact);

    /// <summary>The value that is known, or what holds when none is.</summary>
    /// <exception cref="QuestionException">The fact is required and absent.</exception>
    internal T Get<T>(Fact<T> fact)
    {
        _readBy?.Add(fact);
        return _values.TryGetValue(fact, out var value) ? (T)value!
            : fact.Required ? throw new QuestionException($"'{fact.Name}' is missing: the rule cannot be asked without it.")
            : fact.Absent;
    }

    internal FactSet With(Fact fact, object? value) => new(_values.SetItem(fact, value), _readBy);

    /// <summary>Every fact with its value as text, by name: two sets that say the same are written alike.</summary>
    internal string Written() =>
        string.Join(
            '\n',
            _values
                .OrderBy(pair => pair.Key.Name, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key.Name}={JsonSerializer.Serialize(pair.Value, FindingJson.Options)}")
        );

    /// <summary>The same set; every fact that is asked for is written down.</summary>
    internal FactSet NotingReads(ISet<Fact> reads) => new(_values, reads);
}

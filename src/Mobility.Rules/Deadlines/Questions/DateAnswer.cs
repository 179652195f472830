namespace Mobility.Rules.Deadlines.Questions;

/// <summary>
/// What a rule about dates says: its results by name, and the steps that lead there. A result is null when there is none; otherwise a bool, int, string,
/// <see cref="NodaTime.LocalDate"/>, or a list of them.
/// </summary>
public sealed class DateAnswer
{
    private readonly List<KeyValuePair<string, object?>> _results = [];
    private readonly List<Explanation> _reasons = [];
    private readonly List<ParameterUsed> _used = [];

    /// <summary>The results, each name once.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Results => _results;

    /// <summary>The steps, in the order in which the rule takes them.</summary>
    public IReadOnlyList<Explanation> Reasons => _reasons;

    /// <summary>The rule's values that decided, each with its source; empty where everything was given.</summary>
    public IReadOnlyList<ParameterUsed> ParametersUsed => _used;

    /// <summary>The result of a name; null when it is null or there is none of that name.</summary>
    public object? this[string result] => _results.Find(pair => pair.Key == result).Value;

    internal DateAnswer Add(string result, object? value)
    {
        _results.Add(new(result, value));
        return this;
    }

    internal DateAnswer Because(params IEnumerable<Explanation> reasons)
    {
        _reasons.AddRange(reasons);
        return this;
    }

    internal DateAnswer Using(params IEnumerable<ParameterUsed> used)
    {
        _used.AddRange(used);
        return this;
    }
}

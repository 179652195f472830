using System.Diagnostics.CodeAnalysis;

namespace Mobility.Rules.Residence;

/// <summary>
/// What a criterion asks: facts and other rules joined by <c>and</c>, <c>or</c> and <c>not</c>, where <c>and</c> binds closer. A fact is true as it
/// stands, or where it names the rule's country; a rule is true where it makes resident, or where the exception it is about applies.
/// </summary>
/// <param name="Alternatives">One of which is enough; in each every term must hold.</param>
internal sealed record Condition(IReadOnlyList<IReadOnlyList<Term>> Alternatives)
{
    public IEnumerable<Term> Terms => Alternatives.SelectMany(terms => terms);

    /// <summary>Reads a condition; <paramref name="problem"/> says what is wrong with one that cannot be read.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out Condition? condition,
        [NotNullWhen(false)] out string? problem
    )
    {
        condition = null;
        problem = null;
        var alternatives = new List<IReadOnlyList<Term>>();
        foreach (var alternative in text.Split(" or "))
        {
            var terms = new List<Term>();
            foreach (var word in alternative.Split(" and "))
            {
                var negated = word.StartsWith("not ", StringComparison.Ordinal);
                var name = negated ? word[4..] : word;
                var term = new Term(name, negated);
                if (!term.IsRule && term.Fact is null)
                {
                    problem = $"'{name}' is neither a fact that is true or false or a country nor the id of a rule";
                    return false;
                }

                terms.Add(term);
            }

            alternatives.Add(terms);
        }

        condition = new(alternatives);
        return true;
    }

    /// <summary>Whether the condition holds, where each term holds as <paramref name="holds"/> says; null when that is not known.</summary>
    public bool? Holds(Func<Term, bool?> holds) =>
        Possible.Any(
            Alternatives
                .Select(terms =>
                    Possible.All(terms.Select(term => holds(term) is { } is_ ? is_ != term.Negated : (bool?)null).ToArray())
                )
                .ToArray()
        );
}

/// <summary>A fact or a rule in a condition.</summary>
/// <param name="Name">Name of the fact, or id of the rule.</param>
/// <param name="Negated">Whether it must not hold.</param>
internal sealed record Term(string Name, bool Negated)
{
    /// <summary>Whether the name is the id of a rule.</summary>
    public bool IsRule => Name.Contains('/', StringComparison.Ordinal);

    /// <summary>The fact; null where there is none of that name that can be true or false.</summary>
    public Fact? Fact =>
        Facts.Find(Name) is Fact<bool?> or Fact<bool> or Fact<string?> or Fact<IReadOnlyList<string>?> ? Facts.Find(Name) : null;

    /// <summary>Whether the fact is true, or names the country; null when it is not known.</summary>
    public bool? Truth(ResidenceQuestion question, string country) =>
        Fact switch
        {
            Fact<bool?> flag => question.Get(flag),
            Fact<bool> flag => question.Get(flag),
            Fact<string?> place => question.Get(place) is { } known ? known == country : null,
            Fact<IReadOnlyList<string>?> places => question.Get(places)?.Contains(country),
            _ => throw new InvalidOperationException($"'{Name}' is no fact that can be true or false."),
        };
}

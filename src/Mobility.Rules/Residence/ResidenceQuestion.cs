using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>One question about one person, put to one rule, with the facts that are known. What is absent is unknown.</summary>
public sealed record ResidenceQuestion
{
    /// <summary>The day whose law decides.</summary>
    public required LocalDate AsOf { get; init; }

    /// <summary>The tax year asked about, as its country writes it (2024, 2024-25); null when the question is about a day or about all stays.</summary>
    public string? Year { get; init; }

    /// <summary>The day on which the question is asked; nothing after it counts. Null when the question is about a year or about all stays.</summary>
    public LocalDate? On { get; init; }

    /// <summary>The recorded stays, in any order; they may overlap and repeat.</summary>
    public IReadOnlyList<Stay> Stays { get; init; } = [];

    /// <summary>Everything else that is known.</summary>
    public FactSet Facts { get; init; } = FactSet.None;

    /// <summary>Days on which the person is taken to have been in a country, whatever the convention; null for none.</summary>
    internal HeldDays? Held { get; init; }

    internal T Get<T>(Fact<T> fact) => Facts.Get(fact);

    internal LocalDate RequiredOn() => On ?? throw new QuestionException("'on' is missing: the rule is asked about a day.");

    internal string RequiredYear() => Year ?? throw new QuestionException("'year' is missing: the rule is asked about a year.");
}

/// <summary>Days nobody can place that are held to be days of presence.</summary>
/// <param name="Country">ISO 3166 alpha-2 code.</param>
/// <param name="Days">The days.</param>
internal sealed record HeldDays(string Country, DaySet Days);

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Mobility.Rules.Files;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>How a treaty measures its days.</summary>
/// <param name="Clause">The period.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="MostDays">The days that are still exempt; null where they are those of the model.</param>
internal sealed record TreatyWording(TreatyClause Clause, TreatyUnit Unit, int? MostDays)
{
    /// <summary>Reads a period, then a unit where it is not presence, then days where they are not the model's.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TreatyWording? wording)
    {
        var words = text.Split(' ').ToList();
        wording = null;
        if (!Words<TreatyClause>.All.TryGetValue(words[0], out var clause))
        {
            return false;
        }

        words.RemoveAt(0);
        var unit = TreatyUnit.Presence;
        if (words.Count > 0 && Words<TreatyUnit>.All.TryGetValue(words[0], out unit))
        {
            words.RemoveAt(0);
        }

        int? days = null;
        if (words.Count > 0 && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            days = number;
            words.RemoveAt(0);
        }

        wording = words.Count == 0 ? new(clause, unit, days) : null;
        return wording is not null;
    }
}

/// <summary>How the treaty between two states measures the days of article 15(2)(a), in one time.</summary>
public sealed record TreatyClauseInForce
{
    /// <summary>ISO 3166 alpha-2 code of the state of residence.</summary>
    public required string Home { get; init; }

    /// <summary>ISO 3166 alpha-2 code of the state of work.</summary>
    public required string Host { get; init; }

    /// <summary>The period, as case files write it: <c>rolling-12-months</c>, <c>calendar-year</c>, <c>host-tax-year</c>.</summary>
    public required string Clause { get; init; }

    /// <summary>What is counted: <c>presence</c>, <c>workdays</c>, <c>work-periods</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Days that are still exempt.</summary>
    public required int MostDays { get; init; }

    /// <summary>First day of the wording (inclusive), as far as the source says.</summary>
    public required LocalDate From { get; init; }

    /// <summary>Last day of the wording (inclusive); null while it is in force.</summary>
    public required LocalDate? To { get; init; }

    /// <summary>Whether the pair is not listed and this is the wording of the model: whether there is a treaty, and what it says, is not known.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>What proves it.</summary>
    public required Reference Source { get; init; }

    /// <summary>Whether it was compared with its source.</summary>
    public required ValueStatus Status { get; init; }

    internal Explanation Step =>
        Explanation.Of(
            IsDefault ? "residence.treaty.model" : "residence.treaty.listed",
            ExplanationArgument.Country(Home),
            ExplanationArgument.Country(Host),
            ExplanationArgument.Phrase($"choice.{Clause}"),
            ExplanationArgument.Phrase($"choice.{Unit}"),
            ExplanationArgument.Days(MostDays)
        );
}

using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Tests.Residence.UnitedKingdom;

/// <summary>Questions to the rules of the statutory residence test.</summary>
internal static class Asking
{
    public static readonly LocalDate YearStart = new(2024, 4, 6);
    public static readonly LocalDate YearEnd = new(2025, 4, 5);

    /// <summary>What a rule says about the tax year 2024-25 when these facts are known; a fact without a value is unknown.</summary>
    public static ResidenceAnswer Ask(string rule, params (Fact Fact, object? Value)[] facts) => Ask(rule, "2024-25", facts);

    public static ResidenceAnswer Ask(string rule, string? year, params (Fact Fact, object? Value)[] facts) =>
        ((IResidenceRule)RulesFolder.Book.Find(rule)!).Answer(
            new()
            {
                AsOf = YearEnd,
                Year = year,
                Facts = facts
                    .Where(fact => fact.Value is not null)
                    .Aggregate(FactSet.None, (known, fact) => known.With(fact.Fact, fact.Value)),
            }
        );
}

using Mobility.Rules.Trips;

namespace Mobility.Rules.Residence.Findings;

/// <summary>Finds the facts that would decide what is undetermined, by trying the values they can have with the rule itself.</summary>
internal static class MissingFacts
{
    private const int Many = 1000;

    /// <summary>
    /// The facts any one of which can decide. Where none does alone, every unknown fact that the rule asked for.
    /// </summary>
    public static List<Fact> Of(ResidenceRule rule, AskedRecord asked, bool withUnknown)
    {
        var read = asked.FactsRead();
        var unknown = rule
            .FactsRead.Where(fact =>
                fact.Definition.WhenAbsent == FactAbsence.Unknown && !asked.Facts.Has(fact) && read.Contains(fact)
            )
            .ToList();
        var deciding = unknown
            .Where(fact => Values(fact, rule.Country).Any(value => asked.VerdictIf(fact, value, withUnknown) is not null))
            .ToList();
        return deciding.Count > 0 ? deciding : unknown;
    }

    /// <summary>Values at the ends of what a fact can be; none where they cannot be told.</summary>
    private static IEnumerable<object> Values(Fact fact, string country) =>
        fact switch
        {
            Fact<bool?> => [true, false],
            Fact<int?> => [0, Many],
            Fact<decimal?> => [0m, (decimal)Many],
            Fact<string?> => [country, country == "AQ" ? "BV" : "AQ"],
            Fact<IReadOnlyList<string>?> => [Array.Empty<string>(), new[] { country }],
            Fact<VisaClass?> => Enum.GetValues<VisaClass>().Cast<object>(),
            Fact<StayPurpose?> => Enum.GetValues<StayPurpose>().Cast<object>(),
            Fact<EmploymentSource?> => Enum.GetValues<EmploymentSource>().Cast<object>(),
            _ => [],
        };
}

using Mobility.Rules.Cases;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>Reads what is <c>given</c> in a case.</summary>
internal static class QuestionReader
{
    /// <summary>The question of a case.</summary>
    /// <exception cref="QuestionException">A key is unknown, missing or written twice, or a value is not what it should be.</exception>
    public static ResidenceQuestion Read(CaseMap given, LocalDate asOf, Func<string, bool> isCountry)
    {
        var facts = FactSet.None;
        foreach (var (name, value) in given.Optional("facts")?.Map().Entries ?? [])
        {
            var fact = Facts.Find(name) ?? throw new QuestionException($"Unknown fact '{name}'.");
            facts = facts.Has(fact)
                ? throw new QuestionException($"The fact '{name}' is written twice.")
                : facts.With(fact, fact.Read(value));
        }

        var question = new ResidenceQuestion
        {
            AsOf = asOf,
            Year = given.Optional("year")?.YearLabel(),
            On = given.Optional("on")?.Date(),
            Stays = given.Optional("stays")?.List(ReadStay) ?? [],
            Facts = facts,
        };
        given.Done();
        RefuseUnknownCountries(given, isCountry);
        return question;
    }

    private static Stay ReadStay(CaseNode node)
    {
        var map = node.Map();
        var stay = new Stay
        {
            Country = map.Needed("country").Country(),
            Arrive = map.Needed("arrive").Date(),
            Depart = map.Needed("depart").DateOrNull(),
            ArriveTime = map.Optional("arrive_time")?.Time(),
            DepartTime = map.Optional("depart_time")?.Time(),
            Purpose = map.Optional("purpose")?.Word<StayPurpose>() ?? StayPurpose.Unstated,
            FormalEntry = map.Optional("formal_entry")?.Truth() ?? true,
        };
        map.Done();
        return stay.Depart < stay.Arrive
            ? throw new QuestionException($"'{node.Path}' departs on {IsoDate.Write(stay.Depart.Value)}, before it arrives.")
            : stay;
    }

    /// <summary>
    /// A code that no country has, such as UK, would silently count for nothing. The codes that ISO 3166 leaves to its users (XX, ZZ) may stand
    /// for a place that no rule asks about.
    /// </summary>
    private static void RefuseUnknownCountries(CaseNode node, Func<string, bool> isCountry)
    {
        switch (node)
        {
            case CaseList list:
                foreach (var item in list.Items)
                {
                    RefuseUnknownCountries(item, isCountry);
                }

                break;
            case CaseMap map:
                foreach (var (name, value) in map.Entries)
                {
                    var codes = (name, value) switch
                    {
                        ("citizenships", CaseList { Items: var items }) => items
                            .OfType<CaseScalar>()
                            .Select(item => item.Written),
                        ("days_present_by_country", CaseMap { Entries: var entries }) => entries.Select(pair => pair.Key),
                        (_, CaseScalar { Written: { Length: 2 } code })
                            when name == "country" || name.EndsWith("_country", StringComparison.Ordinal) => [code],
                        _ => [],
                    };
                    if (codes.FirstOrDefault(code => !isCountry(code!) && !IsLeftToUsers(code!)) is { } unknown)
                    {
                        throw new QuestionException($"'{unknown}' in '{value.Path}' is not the code of a country.");
                    }

                    RefuseUnknownCountries(value, isCountry);
                }

                break;
        }
    }

    private static bool IsLeftToUsers(string code) =>
        code is ['A', 'A'] or ['Z', 'Z'] or ['X', >= 'A' and <= 'Z'] or ['Q', >= 'M' and <= 'Z'];
}

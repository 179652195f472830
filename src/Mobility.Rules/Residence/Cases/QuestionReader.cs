using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.Cases;

/// <summary>Reads what is <c>given</c> in a case.</summary>
internal static class QuestionReader
{
    /// <summary>The question of a case.</summary>
    /// <exception cref="QuestionException">A key is unknown, missing or written twice, or a value is not what it should be.</exception>
    public static ResidenceQuestion Read(CaseMap given, LocalDate asOf)
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
}

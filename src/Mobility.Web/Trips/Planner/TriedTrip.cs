using Mobility.Casework.Assessments;
using Mobility.Casework.Residence;
using Mobility.Casework.Trips;
using Mobility.Rules;
using Mobility.Rules.Trips;
using Mobility.Web.Shared.Findings;
using NodaTime;

namespace Mobility.Web.Trips.Planner;

/// <summary>What a rule says without and with a tried trip.</summary>
public sealed record TriedRule(FindingView Before, FindingView After)
{
    /// <summary>Whether the answer itself moves, not only its count.</summary>
    public bool AnswerChanges => Before.Finding.Outcome != After.Finding.Outcome;

    public bool CountChanges => Before.Finding.Figures?.Forecast != After.Finding.Figures?.Forecast;
}

/// <summary>A stay that is not recorded, laid over a record: what each rule would say.</summary>
public sealed record TriedTrip(string Country, LocalDate From, LocalDate To, IReadOnlyList<TriedRule> Rules)
{
    public int Days => Period.DaysBetween(From, To) + 1;

    /// <summary>Days at home give way to the tried trip, as they do when it is recorded.</summary>
    private static IEnumerable<Stay> Around(Stay stay, Stay tried, string? home) =>
        stay.Country == home
        && tried.Country != home
        && MakingRoom.IsNeeded(stay.Arrive, stay.Depart, tried.Arrive, tried.Depart)
        && MakingRoom.MayGiveWay(stay.Planned, tried.Planned)
            ? MakingRoom
                .Around(stay.Arrive, stay.Depart, tried.Arrive, tried.Depart)
                .Select(p => stay with { Arrive = p.Arrive, Depart = p.Depart })
            : [stay];

    public static TriedTrip Of(
        RuleBook rules,
        TravelRecord record,
        IReadOnlyCollection<DeclaredFact> declared,
        LocalDate asOf,
        IEnumerable<string> hosts,
        string country,
        LocalDate from,
        LocalDate to
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        var tried = new Stay
        {
            Country = country,
            Arrive = from,
            Depart = to,
            // What has begun is tried as if it had happened: a plan gone by would count as unknown.
            Planned = from > asOf,
        };
        var with = record with { Stays = [.. record.Stays.SelectMany(s => Around(s, tried, record.HomeCountry)), tried] };
        // A country that only the trip touches has its rules asked without it, too.
        var touched = hosts.Append(country).ToList();
        var before = PersonCounters.Ask(rules, record, declared, asOf, touched);
        var after = PersonCounters.Ask(rules, with, declared, asOf, touched);
        var counters = PersonCounters
            .WithoutRepeats(rules, before)
            .Concat(PersonCounters.WithoutRepeats(rules, after))
            .Select(f => f.RuleId)
            .ToHashSet();
        var then = View(after).ToDictionary(v => v.Finding.RuleId);
        return new TriedTrip(
            country,
            from,
            to,
            [
                .. View(before)
                    .Where(b => counters.Contains(b.Finding.RuleId))
                    .Select(b => new TriedRule(b, then[b.Finding.RuleId]))
                    .OrderBy(r => !r.AnswerChanges)
                    .ThenBy(r => !r.CountChanges)
                    .ThenBy(r => r.After.Gravity),
            ]
        );

        IReadOnlyList<FindingView> View(IEnumerable<Finding> findings) => FindingView.Of(findings, rules, record.HomeCountry);
    }
}

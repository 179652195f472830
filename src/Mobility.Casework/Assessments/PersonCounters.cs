using Mobility.Casework.Residence;
using Mobility.Rules;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Casework.Assessments;

/// <summary>The rules that count a person's days: of every country that citizenships, home, permits, cases and trips touch.</summary>
public static class PersonCounters
{
    /// <summary>
    /// What each of them says on a day. Rules of residence are among them where they count days, unless they only repeat the numbers of another.
    /// <paramref name="alsoTouched"/> names further countries: the host of a case, the country of a trip that is tried.
    /// </summary>
    public static IReadOnlyList<Finding> Of(
        RuleBook rules,
        TravelRecord record,
        IReadOnlyCollection<DeclaredFact> declared,
        LocalDate asOf,
        IEnumerable<string> alsoTouched
    ) => WithoutRepeats(rules, Ask(rules, record, declared, asOf, alsoTouched));

    /// <summary>What each rule of those countries says, whether it counts days or not.</summary>
    public static IReadOnlyList<Finding> Ask(
        RuleBook rules,
        TravelRecord record,
        IReadOnlyCollection<DeclaredFact> declared,
        LocalDate asOf,
        IEnumerable<string> alsoTouched
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(record);
        var touched = alsoTouched
            .Concat(record.Citizenships ?? [])
            .Concat(record.ResidencePermits.Select(p => p.Country))
            .Concat(record.HomeCountry is { } home ? [home] : []);
        return AssessmentService.Evaluate(rules, record, declared, asOf, touched);
    }

    /// <summary>The counters among them: every rule that counts days, and of those in one country with the same numbers the first.</summary>
    public static IReadOnlyList<Finding> WithoutRepeats(RuleBook rules, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return
        [
            .. findings.Where(f => rules.Find(f.RuleId) is DayRule),
            .. findings
                .Where(f => f.Figures is not null)
                .GroupBy(f => (f.Jurisdiction, f.Figures!.Used, f.Figures.Limit, f.Figures.Sense))
                .Where(same => !same.Any(f => rules.Find(f.RuleId) is DayRule))
                .Select(same => same.First()),
        ];
    }
}

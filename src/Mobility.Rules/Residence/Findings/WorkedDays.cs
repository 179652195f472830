using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>The days of work that a record itself tells of, for rules that count them.</summary>
internal static class WorkedDays
{
    /// <summary>
    /// Adds the periods of work in a country, day by day, where the record says of every recorded day of presence there what was done on it. Where
    /// it is silent on one of them, or somebody declared the periods, nothing is added: how much was worked is then as unknown as it was.
    /// </summary>
    public static FactSet Add(FactSet facts, TravelRecord record, string? country, LocalDate asOf)
    {
        if (country is null || record.Activities.Count == 0 || facts.Has(Facts.WorkPeriods))
        {
            return facts;
        }

        var told = new Dictionary<LocalDate, DayActivity>();
        foreach (var day in record.Activities.Where(day => day.Country == country && day.Day <= asOf))
        {
            told[day.Day] = day.Activity;
        }

        var present = DaySet.Of(
            record
                .Stays.Where(stay => stay.Country == country && !stay.Planned && stay.Arrive <= asOf)
                .Select(stay => new Run(
                    DaySet.Number(stay.Arrive),
                    DaySet.Number(stay.Depart is { } depart && depart < asOf ? depart : asOf)
                ))
        );
        return present.Count == 0 || !present.Days.All(day => told.ContainsKey(DaySet.Date(day)))
            ? facts
            : facts.With(
                Facts.WorkPeriods,
                told.Where(day => day.Value == DayActivity.Work)
                    .OrderBy(day => day.Key)
                    .Select(day => new DateSpan(day.Key, day.Key))
                    .ToList()
            );
    }
}

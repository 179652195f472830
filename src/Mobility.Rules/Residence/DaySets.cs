using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>Sets of days made of intervals.</summary>
internal static class DaySets
{
    /// <summary>The days of intervals, both ends included; they may overlap.</summary>
    public static DaySet Of(IEnumerable<DateInterval> intervals) =>
        DaySet.Of(intervals.Select(interval => new Run(DaySet.Number(interval.Start), DaySet.Number(interval.End))));

    /// <summary>The whole days between leaving and returning, neither of which counts; they may overlap.</summary>
    public static DaySet Between(IEnumerable<(LocalDate Left, LocalDate Returned)> absences) =>
        DaySet.Of(absences.Select(absence => new Run(DaySet.Number(absence.Left) + 1, DaySet.Number(absence.Returned) - 1)));
}

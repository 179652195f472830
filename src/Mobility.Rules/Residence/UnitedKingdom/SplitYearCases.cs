using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>
/// The cases of a split year and which of them prevails. Of the departures the first met. Of the arrivals the end of full-time work abroad, or failing that
/// joining a partner, unless full-time work here began earlier; between work here and homes the earliest day.
/// </summary>
internal sealed record SplitYearCases
{
    public const string None = "gb.split.none";
    public const string Open = "gb.split.open";
    public const string Untold = "gb.split.other-case";
    public const string Found = "gb.split.found";

    /// <summary>In the order in which they prevail.</summary>
    public required IReadOnlyList<SplitYearCase> Departures { get; init; }

    /// <summary>The arrivals that prevail over all but earlier work here, in the order in which they do.</summary>
    public required IReadOnlyList<SplitYearCase> Prevailing { get; init; }

    public required SplitYearCase StartOfWorkHere { get; init; }

    public required IReadOnlyList<SplitYearCase> Homes { get; init; }

    /// <summary>Day on which work here began, where nobody told whether it was full-time; null otherwise.</summary>
    public required LocalDate? WorkHereUntold { get; init; }

    /// <summary>Day from which there is a home here to the end of the year, where nobody told of the year after; null otherwise.</summary>
    public required LocalDate? HomeHereUntold { get; init; }

    /// <summary>Whether that home is the first of the year, and none was there when it began.</summary>
    public required bool HomeHereCanSplit { get; init; }

    public IEnumerable<SplitYearCase> All => [.. Departures, .. Prevailing, .. Homes, StartOfWorkHere];

    /// <summary>The case that prevails, or the one on which the answer hangs, and which of the two it is.</summary>
    public (SplitYearCase? Case, string Reason) Decide()
    {
        if (Departures.FirstOrDefault(one => one.IsMet != false) is { } departure)
        {
            return (departure, departure.IsMet is null ? Open : Found);
        }

        if (Prevailing.FirstOrDefault(one => one.IsMet != false) is { } prevails)
        {
            return prevails.IsMet is null ? (prevails, Open)
                : !CouldComeBefore(StartOfWorkHere, prevails.Day) ? (prevails, WorkHereUntold < prevails.Day ? Untold : Found)
                : StartOfWorkHere.IsMet is null ? (StartOfWorkHere, Open)
                : (StartOfWorkHere, Found);
        }

        SplitYearCase[] rest = [Homes[0], StartOfWorkHere, Homes[1]];
        var earliest = rest.Where(one => one.IsMet is true).MinBy(one => one.Day);
        if (Array.Find(rest, one => one.IsMet is null && (earliest is null || CouldComeBefore(one, earliest.Day))) is { } open)
        {
            return (open, Open);
        }

        return earliest is null ? (null, None)
            : WorkHereUntold < earliest.Day ? (earliest, Untold)
            : HomeHereUntold < earliest.Day && (HomeHereCanSplit || earliest == Homes[0]) ? (earliest, Untold)
            : (earliest, Found);
    }

    private static bool CouldComeBefore(SplitYearCase one, LocalDate? day) => one.IsMet != false && !(one.Day >= day);
}

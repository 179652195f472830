using Mobility.Rules.Calendars;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Permits;

/// <summary>The end of a limit that counts only days in the country.</summary>
/// <param name="WithoutRecapture">Last day when every day counts.</param>
/// <param name="Recaptured">Full days abroad, which are given back.</param>
/// <param name="LastDay">Last day with them.</param>
public sealed record RecaptureFound(LocalDate WithoutRecapture, int Recaptured, LocalDate LastDay);

/// <summary>A limit on days in a country: full days abroad do not use it up.</summary>
public static class RecapturedTime
{
    /// <summary>The whole days between leaving and returning; days of several absences count once.</summary>
    /// <param name="absences">The dates of leaving and returning, which do not count.</param>
    public static int FullDaysAbroad(IEnumerable<(LocalDate Left, LocalDate Returned)> absences) =>
        DaySets.Between(absences).Count;

    /// <summary>The last day of the limit.</summary>
    /// <param name="firstAdmission">The day on which it begins.</param>
    /// <param name="cap">Its length.</param>
    /// <param name="fullDaysAbroad">Days given back.</param>
    /// <param name="usedElsewhere">Days used up in another status that shares it.</param>
    public static RecaptureFound LastDay(LocalDate firstAdmission, Period cap, int fullDaysAbroad, int usedElsewhere = 0)
    {
        var last = CalendarPeriods.LastDay(firstAdmission, cap).PlusDays(-usedElsewhere);
        return new(last, fullDaysAbroad, last.PlusDays(fullDaysAbroad));
    }
}

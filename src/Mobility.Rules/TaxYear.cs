using System.Globalization;
using NodaTime;

namespace Mobility.Rules;

/// <summary>One tax year: twelve months from a fixed day of the calendar.</summary>
/// <param name="From">First day (inclusive).</param>
/// <param name="To">Last day (inclusive).</param>
public sealed record TaxYear(LocalDate From, LocalDate To)
{
    /// <summary>2026 for a calendar year, 2026-27 for a year over the turn of the year.</summary>
    public string Label =>
        From.Year == To.Year
            ? From.Year.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{From.Year}-{To.Year % 100:00}");

    /// <summary>The year that contains <paramref name="day"/> where years start on <paramref name="starts"/>.</summary>
    public static TaxYear Containing(LocalDate day, AnnualDate starts)
    {
        var start = starts.InYear(day.Year);
        return StartingIn(start > day ? day.Year - 1 : day.Year, starts);
    }

    /// <summary>The year that starts in a calendar year.</summary>
    public static TaxYear StartingIn(int year, AnnualDate starts) =>
        new(starts.InYear(year), starts.InYear(year + 1).PlusDays(-1));
}

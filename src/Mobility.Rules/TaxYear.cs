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

    /// <summary>Number of days: 365 or 366.</summary>
    public int Length => Period.DaysBetween(From, To) + 1;

    /// <summary>Whether a text is the name of a year: 2024, or 2024-25 with the very next year after the dash.</summary>
    public static bool IsLabel(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (
            text.Length is not (4 or 7)
            || !int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < 1000 or > 2999
        )
        {
            return false;
        }

        return text.Length == 4 || text[4..] == string.Create(CultureInfo.InvariantCulture, $"-{(year + 1) % 100:00}");
    }

    /// <summary>The year of a name, where years start on <paramref name="starts"/>; null for a name that no such year has.</summary>
    public static TaxYear? Named(string label, AnnualDate starts)
    {
        if (!IsLabel(label))
        {
            return null;
        }

        var year = StartingIn(int.Parse(label[..4], CultureInfo.InvariantCulture), starts);
        return year.Label == label ? year : null;
    }

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

using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>
/// Limits of a whole tax year, reduced for a part of it by whole months. The month in which the tax year begins counts as one month from that day on; its
/// first days, which end the tax year, are no month of their own.
/// </summary>
internal static class WholeMonths
{
    private const int InYear = 12;

    /// <summary>Whole months of the tax year before a day.</summary>
    public static int Before(LocalDate day, TaxYear year) => ((day.Year - year.From.Year) * InYear) + day.Month - year.From.Month;

    /// <summary>Whole months of the tax year after the month of a day.</summary>
    public static int After(LocalDate day, TaxYear year) => Math.Max(0, InYear - 1 - Before(day, year));

    /// <summary>A limit less its share for the months lost; half a day and more of the reduction is a day.</summary>
    public static int Reduce(int limit, int months) => limit - (((2 * limit * months) + InYear) / (2 * InYear));
}

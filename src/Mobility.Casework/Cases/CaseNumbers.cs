using Mobility.Casework.Data;

namespace Mobility.Casework.Cases;

/// <summary>Gives out case numbers, one series a year, without doubles under any number of writers.</summary>
public static class CaseNumbers
{
    /// <summary>The next number of <paramref name="year"/>, as in M-2026-0418. Call inside the transaction that uses it.</summary>
    public static async Task<string> NextAsync(MobilityDbContext db, int year, CancellationToken cancellation) =>
        Format(year, await db.NextNumberAsync(Series(year), cancellation));

    /// <summary>Name of the series of a year.</summary>
    internal static string Series(int year) => $"cases-{year:0000}";

    public static string Format(int year, int number) => $"M-{year:0000}-{number:0000}";
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;

namespace Mobility.Casework.Cases;

/// <summary>Gives out case numbers, one series a year, without doubles under any number of writers.</summary>
public static class CaseNumbers
{
    /// <summary>The next number of <paramref name="year"/>, as in M-2026-0418. Call inside the transaction that uses it.</summary>
    public static async Task<string> NextAsync(MobilityDbContext db, int year, CancellationToken cancellation)
    {
        var series = Series(year);
        // The update locks the row, so that two writers queue here and not at the unique index.
        var updated = await db
            .NumberSeries.Where(s => s.Name == series)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.Last, x => x.Last + 1).SetProperty(x => x.Version, x => x.Version + 1),
                cancellation
            );
        if (updated == 0)
        {
            var first = new NumberSeries { Name = series, Last = 1 };
            db.NumberSeries.Add(first);
            await db.SaveChangesAsync(cancellation);
            db.Entry(first).State = EntityState.Detached;
            return Format(year, 1);
        }
        return Format(year, await db.NumberSeries.Where(s => s.Name == series).Select(s => s.Last).SingleAsync(cancellation));
    }

    /// <summary>Name of the series of a year.</summary>
    internal static string Series(int year) => $"cases-{year:0000}";

    public static string Format(int year, int number) => $"M-{year:0000}-{number:0000}";
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mobility.Casework.Data;

/// <summary>The last number given out in a series, for example the cases of 2026.</summary>
public sealed class NumberSeries : IVersioned
{
    public required string Name { get; set; }

    public int Last { get; set; }

    public long Version { get; set; }
}

public static class NumberSeriesExtensions
{
    /// <summary>
    /// The next number of a series, without doubles under any number of writers. Call inside the transaction that uses it.
    /// </summary>
    public static async Task<int> NextNumberAsync(this MobilityDbContext db, string series, CancellationToken cancellation)
    {
        // The update locks the row, so that two writers queue here and not at the unique index.
        var updated = await db
            .NumberSeries.Where(s => s.Name == series)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.Last, x => x.Last + 1).SetProperty(x => x.Version, x => x.Version + 1),
                cancellation
            );
        if (updated > 0)
        {
            return await db.NumberSeries.Where(s => s.Name == series).Select(s => s.Last).SingleAsync(cancellation);
        }
        var first = new NumberSeries { Name = series, Last = 1 };
        db.NumberSeries.Add(first);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return first.Last;
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            // On SQL Server two may begin a series at once. The other one's is the first number; this is the next.
            return await db.NextNumberAsync(series, cancellation);
        }
        finally
        {
            db.Entry(first).State = EntityState.Detached;
        }
    }
}

internal sealed class NumberSeriesMapping : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> builder)
    {
        builder.ToTable("NumberSeries");
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(40);
    }
}

using Microsoft.EntityFrameworkCore;

namespace Mobility.Casework.Data;

public static class Transactions
{
    /// <summary>
    /// Runs <paramref name="work"/> in one transaction, or in the one already open. SQL Server may lose its connection and run it again from
    /// the start, so <paramref name="work"/> loads what it changes itself.
    /// </summary>
    public static async Task<T> InTransactionAsync<T>(
        this MobilityDbContext db,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellation
    )
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await work(cancellation);
        }
        var attempt = 0;
        return await db
            .Database.CreateExecutionStrategy()
            .ExecuteAsync(
                async token =>
                {
                    if (attempt++ > 0)
                    {
                        db.ChangeTracker.Clear();
                    }
                    await using var transaction = await db.Database.BeginTransactionAsync(token);
                    var result = await work(token);
                    await transaction.CommitAsync(token);
                    return result;
                },
                cancellation
            );
    }

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    public static Task InTransactionAsync(
        this MobilityDbContext db,
        Func<CancellationToken, Task> work,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                await work(token);
                return true;
            },
            cancellation
        );
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;

namespace Mobility.Casework.Trips;

internal static class HeldLedger
{
    /// <summary>
    /// Holds a person's travel until the transaction ends, so that two changes of it follow each other on both databases: else each would miss
    /// what the other adds. A write that changes nothing does it.
    /// </summary>
    public static Task<int> HoldLedgerAsync(this MobilityDbContext db, Guid personId, CancellationToken cancellation) =>
        db
            .People.Where(p => p.Id == personId)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.SearchName, p => p.SearchName), cancellation);
}

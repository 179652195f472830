using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Audit;

/// <summary>
/// Deletes rows of the audit that are older than they are kept, and writes into the audit that it did. The history of changes is another
/// table, and is kept for good.
/// </summary>
public sealed class AuditRetention(MobilityDbContext db, AuditLog audit, IOptions<AuditOptions> options, IClock clock)
{
    // Each batch is a transaction of its own: others write between two of them.
    private const int Batch = 1000;

    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>Returns how many rows were deleted.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var before = now - Duration.FromDays(options.Value.KeepDays);
        var old = db.AuditEvents.Where(e => e.At < before);
        var count = await old.CountAsync(cancellation);
        if (count == 0)
        {
            return 0;
        }
        // Said before it is done: killed anywhere, no deletion is without its row.
        audit.Add(AuditKind.Trimmed, now, Visit.Unknown, name: "Mobility", subject: Subject(count, before));
        await db.SaveChangesAsync(cancellation);
        var deleted = 0;
        while (await old.OrderBy(e => e.At).ThenBy(e => e.Id).Take(Batch).ExecuteDeleteAsync(cancellation) is > 0 and var some)
        {
            deleted += some;
        }
        return deleted;
    }

    private static string Subject(int rows, Instant before) =>
        string.Create(CultureInfo.InvariantCulture, $"{rows} rows from before {Minute.Format(before)} UTC");
}

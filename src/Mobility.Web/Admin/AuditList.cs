using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Admin;

/// <summary>Which rows of the audit; all of it is in the address.</summary>
/// <param name="From">First day, in the reader's zone.</param>
/// <param name="To">Last day, in it.</param>
/// <param name="Kind">What happened; null for everything.</param>
/// <param name="Who">Words of a name or an address; null for everybody.</param>
public sealed record AuditFilter(LocalDate From, LocalDate To, AuditKind? Kind, string? Who)
{
    /// <summary>The address of the newest rows.</summary>
    public string Newest => Address(null);

    /// <summary>The address of the rows before one.</summary>
    public string Before(Guid row) => Address(row);

    private string Address(Guid? before) =>
        QueryHelpers.AddQueryString(
            "/admin/audit",
            new Dictionary<string, string?>
            {
                ["from"] = LocalDatePattern.Iso.Format(From),
                ["to"] = LocalDatePattern.Iso.Format(To),
                ["kind"] = Kind?.ToString(),
                ["who"] = Who,
                ["before"] = before?.ToString(),
            }.Where(p => !string.IsNullOrEmpty(p.Value))
        );
}

/// <summary>A page of the audit, newest first: whether older rows are left, and whether it begins with the newest.</summary>
public sealed record AuditPage(AuditFilter Filter, IReadOnlyList<AuditEvent> Rows, bool HasMore, bool IsFirst);

/// <summary>Reads the audit, in pages and as a whole. Each page goes on from a row, so the last costs no more than the first.</summary>
public sealed class AuditList(MobilityDbContext db, DateTimeZone zone)
{
    /// <summary>How many rows a page shows; the export has all.</summary>
    public const int PageSize = 100;

    // Read and written in portions: no read stays open while somebody far away takes their time.
    private const int Portion = 2000;

    public async Task<AuditPage> ReadAsync(AuditFilter filter, Guid? before, CancellationToken cancellation)
    {
        var rows = Rows(filter);
        var from = before is { } id
            ? await db.AuditEvents.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation)
            : null;
        if (from is not null)
        {
            // The first part is said twice, for the index.
            rows = rows.Where(e => e.At <= from.At && (e.At < from.At || e.Id.CompareTo(from.Id) < 0));
        }
        var found = await rows.OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(PageSize + 1)
            .ToListAsync(cancellation);
        return new AuditPage(filter, [.. found.Take(PageSize)], found.Count > PageSize, from is null);
    }

    /// <summary>Every row, oldest first.</summary>
    public async IAsyncEnumerable<AuditEvent> AllAsync(
        AuditFilter filter,
        Instant until,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        AuditEvent? last = null;
        while (true)
        {
            // What happens meanwhile is not in it, or a busy day would never end.
            var rows = Rows(filter).Where(e => e.At <= until);
            if (last is { } done)
            {
                rows = rows.Where(e => e.At >= done.At && (e.At > done.At || e.Id.CompareTo(done.Id) > 0));
            }
            var portion = await rows.OrderBy(e => e.At).ThenBy(e => e.Id).Take(Portion).ToListAsync(cancellation);
            foreach (var row in portion)
            {
                yield return row;
            }
            if (portion.Count < Portion)
            {
                yield break;
            }
            last = portion[^1];
        }
    }

    private IQueryable<AuditEvent> Rows(AuditFilter filter)
    {
        var from = filter.From.AtStartOfDayInZone(zone).ToInstant();
        var until = (filter.To < LocalDate.MaxIsoValue ? filter.To.PlusDays(1) : filter.To).AtStartOfDayInZone(zone).ToInstant();
        var rows = db.AuditEvents.AsNoTracking().Where(e => e.At >= from && e.At < until);
        if (filter.Kind is { } kind)
        {
            rows = rows.Where(e => e.Kind == kind);
        }
        var words = SearchText.Of(filter.Who);
        if (words.Length > 0)
        {
            var people = db.Accounts.Where(a => a.SearchText.Contains(words)).Select(a => (Guid?)a.Id);
            rows = rows.Where(e => people.Contains(e.AccountId));
        }
        return rows;
    }
}

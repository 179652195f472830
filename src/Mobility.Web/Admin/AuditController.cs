using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Admin;

/// <summary>Who came in, who was refused, who took something out.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class AuditController(MobilityDbContext db, AuditLog audit, CurrentPerson person) : Controller
{
    private static readonly InstantPattern Time = InstantPattern.ExtendedIso;
    private static readonly string[] Columns = ["At (UTC)", "What", "Account", "Name", "Network", "Device", "Subject"];

    [HttpGet("/admin/audit")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Index(
        LocalDate? from,
        LocalDate? to,
        AuditKind? kind,
        string? who,
        Guid? before,
        CancellationToken cancellation
    ) => View("Audit", await new AuditList(db, person.Zone).ReadAsync(Filter(from, to, kind, who), before, cancellation));

    /// <summary>A change, for the export itself is in the audit: hence no GET.</summary>
    [HttpPost("/admin/audit/export")]
    [Limited(Limit.Export)]
    public async Task<IActionResult> Export(
        LocalDate? from,
        LocalDate? to,
        AuditKind? kind,
        string? who,
        CancellationToken cancellation
    )
    {
        if (!ModelState.IsValid)
        {
            // Other days than those asked for would be taken for them.
            return await Index(from, to, kind, who, before: null, cancellation);
        }
        var filter = Filter(from, to, kind, who);
        var days = $"{LocalDatePattern.Iso.Format(filter.From)} to {LocalDatePattern.Iso.Format(filter.To)}";
        var now = person.Now;
        audit.Add(
            AuditKind.Exported,
            now,
            Visits.Of(HttpContext),
            person.Viewer.AccountId,
            person.Name,
            // What was searched for stays out of it: it may be anything.
            $"audit {days}{(filter.Kind is { } only ? $", {only} alone" : "")}{(filter.Who is null ? "" : ", of some people")}"
        );
        await db.SaveChangesAsync(cancellation);
        var rows = new AuditList(db, person.Zone).AllAsync(filter, now, HttpContext.RequestAborted).Select(Cells);
        return new CsvFile($"audit-{days.Replace(" to ", "-", StringComparison.Ordinal)}.csv", Columns, rows);
    }

    private static IReadOnlyList<string?> Cells(AuditEvent row) =>
        [Time.Format(row.At), $"{row.Kind}", row.AccountId?.ToString(), row.Name, row.Network, row.Device, row.Subject];

    // A month unless asked otherwise.
    private AuditFilter Filter(LocalDate? from, LocalDate? to, AuditKind? kind, string? who)
    {
        var last = to ?? person.Today;
        var first = from ?? (last > LocalDate.MinIsoValue.PlusDays(60) ? last.PlusDays(-30) : last);
        var known = kind is { } given && Enum.IsDefined(given) ? kind : null;
        var words = string.IsNullOrWhiteSpace(who) ? null : who.Trim();
        return first <= last ? new AuditFilter(first, last, known, words) : new AuditFilter(last, first, known, words);
    }
}

using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Admin;

/// <summary>The audit of some days, both ends included, in the reader's zone.</summary>
public sealed record AuditPage(LocalDate From, LocalDate To, IReadOnlyList<AuditEvent> Rows, bool HasMore);

/// <summary>Who came in, who was refused, who took something out.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class AuditController(MobilityDbContext db, AuditLog audit, CurrentPerson person) : Controller
{
    /// <summary>How many rows the page shows; the export has all.</summary>
    public const int Shown = 200;

    private static readonly InstantPattern Time = InstantPattern.ExtendedIso;

    [HttpGet("/admin/audit")]
    public async Task<IActionResult> Index(LocalDate? from, LocalDate? to, CancellationToken cancellation)
    {
        var (first, last) = Days(from, to);
        var rows = await Rows(first, last)
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(Shown + 1)
            .ToListAsync(cancellation);
        return View("Audit", new AuditPage(first, last, [.. rows.Take(Shown)], rows.Count > Shown));
    }

    /// <summary>A change, for the export itself is in the audit: hence no GET.</summary>
    [HttpPost("/admin/audit/export")]
    [Limited(Limit.Export)]
    public async Task<IActionResult> Export(LocalDate? from, LocalDate? to, CancellationToken cancellation)
    {
        var (first, last) = Days(from, to);
        audit.Add(
            AuditKind.Exported,
            person.Now,
            Visits.Of(HttpContext),
            person.Viewer.AccountId,
            person.Name,
            $"audit {LocalDatePattern.Iso.Format(first)} to {LocalDatePattern.Iso.Format(last)}"
        );
        await db.SaveChangesAsync(cancellation);
        var text = new StringBuilder(Line("At (UTC)", "What", "Account", "Name", "Network", "Device", "Subject"));
        var rows = Rows(first, last).OrderBy(e => e.At).ThenBy(e => e.Id).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            var who = row.AccountId?.ToString();
            text.Append(Line(Time.Format(row.At), $"{row.Kind}", who, row.Name, row.Network, row.Device, row.Subject));
        }
        return File(
            // With a mark, or Excel takes it for the letters of one country.
            (byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())],
            "text/csv; charset=utf-8",
            $"audit-{LocalDatePattern.Iso.Format(first)}-{LocalDatePattern.Iso.Format(last)}.csv"
        );
    }

    private static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    // A cell that begins like a formula is one to a spreadsheet.
    private static string Cell(string? text)
    {
        var plain = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text ?? "";
        return $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // A month unless asked otherwise.
    private (LocalDate First, LocalDate Last) Days(LocalDate? from, LocalDate? to)
    {
        var last = to ?? person.Today;
        var first = from ?? (last > LocalDate.MinIsoValue.PlusDays(60) ? last.PlusDays(-30) : last);
        return first <= last ? (first, last) : (last, first);
    }

    private IQueryable<AuditEvent> Rows(LocalDate first, LocalDate last)
    {
        var from = first.AtStartOfDayInZone(person.Zone).ToInstant();
        var until = (last < LocalDate.MaxIsoValue ? last.PlusDays(1) : last).AtStartOfDayInZone(person.Zone).ToInstant();
        return db.AuditEvents.AsNoTracking().Where(e => e.At >= from && e.At < until);
    }
}

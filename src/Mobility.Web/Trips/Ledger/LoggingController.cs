using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;
using NodaTime.Text;

namespace Mobility.Web.Trips.Ledger;

/// <summary>Who enters their days and who does not: for staff, and for a client's programme manager about the client's own travellers.</summary>
[Route("days")]
[ForKinds(PersonKind.Administrator, PersonKind.Consultant, PersonKind.TeamLead, PersonKind.ProgrammeManager)]
public sealed class LoggingController(
    LoggingList list,
    MobilityDbContext db,
    AuditLog audit,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<TripTexts> texts
) : Controller
{
    [HttpGet("")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Index(LoggingFilter filter, CancellationToken cancellation)
    {
        filter.Check(new FormCheck(ModelState, texts, reader));
        var page = await list.PageAsync(person.Viewer, person.Today, filter, cancellation);
        var check = new FormCheck(ModelState, texts, reader);
        check.Known(nameof(filter.Client), filter.Client is null || page.Clients.Any(c => c.Id == filter.Client));
        return View("/Trips/Ledger/Logging.cshtml", page);
    }

    /// <summary>A change, for the export itself is in the audit: hence no GET.</summary>
    [HttpPost("export")]
    [Limited(Limit.Export)]
    public async Task<IActionResult> Export(LoggingFilter filter, CancellationToken cancellation)
    {
        if (!ModelState.IsValid)
        {
            // Others than those asked for would be taken for them.
            return await Index(filter, cancellation);
        }
        var rows = await list.AllAsync(person.Viewer, person.Today, filter, cancellation);
        audit.Add(
            AuditKind.Exported,
            person.Now,
            Visits.Of(HttpContext),
            person.Viewer.AccountId,
            person.Name,
            $"day completion, {rows.Count.ToString(CultureInfo.InvariantCulture)} travellers"
        );
        await db.SaveChangesAsync(cancellation);
        return new CsvFile($"days-{LocalDatePattern.Iso.Format(person.Today)}.csv", Columns(), Cells(rows).ToAsyncEnumerable());
    }

    private IReadOnlyList<string> Columns() =>
        [
            texts["Logging.Name"],
            texts["Logging.Case"],
            texts["Logging.Client"],
            texts["Logging.KnownLast"],
            texts["Logging.OfLast"],
            texts["Logging.KnownThis"],
            texts["Logging.OfThis"],
            texts["Logging.Percent"],
            texts["Logging.LastLoggedUtc"],
        ];

    private static IEnumerable<IReadOnlyList<string?>> Cells(IEnumerable<LoggingRow> rows) =>
        rows.Select(row =>
            (IReadOnlyList<string?>)
                [
                    row.Name,
                    row.Number,
                    row.Client,
                    Number(row.LastMonth.Known),
                    Number(row.LastMonth.Days),
                    Number(row.ThisMonth.Known),
                    Number(row.ThisMonth.Days),
                    row.Percent is { } percent ? Number(percent) : null,
                    row.LastLogged is { } at ? InstantPattern.General.Format(at) : null,
                ]
        );

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Findings;
using Mobility.Web.Shared.Forms;
using NodaTime.Text;

namespace Mobility.Web.Board;

/// <summary>Every traveller of a reader's running cases under every rule that touches them, the worst first.</summary>
[Route("board")]
[ForKinds(
    PersonKind.Administrator,
    PersonKind.Consultant,
    PersonKind.TeamLead,
    PersonKind.ProgrammeManager,
    PersonKind.TaxAdviser,
    PersonKind.ImmigrationAdviser
)]
public sealed class BoardController(
    MobilityDbContext db,
    RuleBook rules,
    AuditLog audit,
    CurrentPerson person,
    FindingFormat words,
    ReaderFormat reader,
    IStringLocalizer<BoardTexts> texts
) : Controller
{
    private static readonly string[] Columns =
    [
        "Person",
        "Client",
        "Case",
        "Place",
        "Rule",
        "Rule id",
        "Rule version",
        "Level",
        "Answer",
        "Period",
        "Used",
        "Unknown",
        "Planned",
        "Limit",
        "Left at least",
        "Left at most",
        "Limit passed on",
        "By stay in",
        "Stay from",
        "As of",
        "Computed at (UTC)",
    ];

    [HttpGet("")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Index([FromQuery] BoardFilter filter, CancellationToken cancellation)
    {
        filter.Check(new FormCheck(ModelState, texts, reader), rules);
        return View("Index", await List().ReadAsync(filter, cancellation));
    }

    /// <summary>A change, for the export is in the audit: hence no GET.</summary>
    [HttpPost("export")]
    [Limited(Limit.Export)]
    public async Task<IActionResult> Export([FromForm] BoardFilter filter, CancellationToken cancellation)
    {
        filter.Check(new FormCheck(ModelState, texts, reader), rules);
        var list = List();
        if (!ModelState.IsValid)
        {
            // Other rows than those asked for would be taken for them.
            return View("Index", await list.ReadAsync(filter, cancellation));
        }
        var asked = filter
            .Parts()
            .Where(p => p.Value is not null && p.Name is not (nameof(BoardFilter.Sort) or nameof(BoardFilter.Down)))
            .Select(p => $", {p.Name.ToLowerInvariant()} {p.Value}");
        var count = (await list.CountAsync(filter, cancellation)).ToString(CultureInfo.InvariantCulture);
        audit.Add(
            AuditKind.Exported,
            person.Now,
            Visits.Of(HttpContext),
            person.Viewer.AccountId,
            person.Name,
            $"board, {count} rows{string.Concat(asked)}"
        );
        await db.SaveChangesAsync(cancellation);
        return new CsvFile(
            $"board-{LocalDatePattern.Iso.Format(person.Today)}.csv",
            Columns,
            list.AllAsync(filter, HttpContext.RequestAborted).Select(Cells)
        );
    }

    private BoardList List() => new(db, rules, person.Viewer, person.Today);

    private IReadOnlyList<string?> Cells(BoardLine line)
    {
        var row = line.Row;
        var rule = rules.Find(row.RuleId);
        var label = rule?.Label ?? row.RuleId;
        return
        [
            line.Person,
            line.Client,
            line.Number,
            words.Place(rule?.Jurisdiction ?? "", label),
            label,
            row.RuleId,
            row.RuleVersion,
            texts.Of("Level", row.Level),
            words.State(row.Word, row.Forecast),
            row.Period,
            $"{row.Used}",
            $"{row.Unknown}",
            $"{row.Planned}",
            $"{row.Limit}",
            row.LeftLow?.ToString(CultureInfo.InvariantCulture),
            row.LeftHigh?.ToString(CultureInfo.InvariantCulture),
            row.BreachOn is { } on ? LocalDatePattern.Iso.Format(on) : null,
            row.BreachCountry is { } country ? reader.Country(country) : null,
            row.BreachArrive is { } arrive ? LocalDatePattern.Iso.Format(arrive) : null,
            LocalDatePattern.Iso.Format(row.AsOf),
            InstantPattern.ExtendedIso.Format(row.ComputedAt),
        ];
    }
}

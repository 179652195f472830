using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.History;

/// <summary>A page of a case's history.</summary>
public sealed record HistoryPage
{
    public const int Size = 50;

    public required string Number { get; init; }

    public required string Assignee { get; init; }

    public required IReadOnlyList<ChangeRow> Rows { get; init; }

    public required int Total { get; init; }

    /// <summary>Every kind of change the case has, for the filter.</summary>
    public required IReadOnlyList<ChangeKind> Kinds { get; init; }

    public required ChangeKind? Kind { get; init; }

    public required int Page { get; init; }

    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    public string AddressOf(int page) => $"/cases/{Number}/history?{(Kind is { } kind ? $"kind={kind}&" : "")}page={page}";
}

/// <summary>Who did what to a case, when and why. Nothing here can be changed.</summary>
[CaseRoute(CaseRight.ReadHistory)]
public sealed class HistoryController(MobilityDbContext db, SealedHistory history, CurrentPerson person) : Controller
{
    [HttpGet("/cases/{number}/history")]
    public async Task<IActionResult> Index(CaseRef file, ChangeKind? kind, int page = 1, CancellationToken cancellation = default)
    {
        var all = db.Changes.AsNoTracking().Where(c => c.CaseId == file.Id);
        var kinds = await all.Select(c => c.Kind).Distinct().ToListAsync(cancellation);
        var found = kind is null ? all : all.Where(c => c.Kind == kind);
        var total = await found.CountAsync(cancellation);
        var model = new HistoryPage
        {
            Number = file.Number,
            Assignee = await db.People.Where(p => p.Id == file.AssigneeId).Select(p => p.FullName).SingleAsync(cancellation),
            Rows = [],
            Total = total,
            Kinds = kinds,
            Kind = kind,
            Page = Math.Clamp(page, 1, Math.Max(1, (total + HistoryPage.Size - 1) / HistoryPage.Size)),
        };
        var rows = await found
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id)
            .Skip((model.Page - 1) * HistoryPage.Size)
            .Take(HistoryPage.Size)
            .Select(c => new ChangeRow(c.At, c.ByName, c.InCoverFor, c.Kind, c.Subject, c.Why, c.Fields, c.PersonId))
            .ToListAsync(cancellation);
        return View(
            "/History/Index.cshtml",
            model with
            {
                Rows = await history.ReadableAsync(rows, person.Viewer, file.Id, person.Now, cancellation),
            }
        );
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Deadlines;

public sealed record WaivePage(string Number, Guid Id, string Title, LocalDate DueOn, string? Why);

/// <summary>Ends deadlines of a case: met, or waived with a reason.</summary>
[CaseRoute(CaseRight.Change)]
public sealed class DeadlinesController(
    MobilityDbContext db,
    CurrentPerson person,
    DeadlineService deadlines,
    ReaderFormat reader,
    IStringLocalizer<DeadlineTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpPost("/cases/{number}/deadlines/{id:guid}/done")]
    public async Task<IActionResult> Done(
        CaseRef file,
        Guid id,
        LocalDate? dueOn,
        string? returnTo,
        CancellationToken cancellation
    )
    {
        try
        {
            NeedReadable(nameof(dueOn));
            await deadlines.DoneAsync(file.Id, id, dueOn, person.Change(), cancellation);
        }
        catch (RefusedException refusal)
        {
            TempData[Returning.Notice] = reader.Fill(shared, "Refused." + refusal.Code, refusal.Arguments);
        }
        return this.BackTo(returnTo, $"/cases/{file.Number}#deadlines");
    }

    [HttpGet("/cases/{number}/deadlines/{id:guid}/waive")]
    public async Task<IActionResult> AskWaive(CaseRef file, Guid id, CancellationToken cancellation) =>
        View("/Deadlines/Waive.cshtml", await ReadAsync(file, id, null, cancellation));

    [HttpPost("/cases/{number}/deadlines/{id:guid}/waive")]
    public async Task<IActionResult> Waive(CaseRef file, Guid id, LocalDate? dueOn, string? why, CancellationToken cancellation)
    {
        var page = await ReadAsync(file, id, why, cancellation);
        try
        {
            NeedReadable(nameof(dueOn));
            await deadlines.WaiveAsync(file.Id, id, dueOn, person.Change(why), cancellation);
            return Redirect($"/cases/{file.Number}#deadlines");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return View("/Deadlines/Waive.cshtml", page);
        }
    }

    // The page sends the day it showed; what is no day says nothing of what was seen, and no field is there to say it beside.
    private void NeedReadable(string hidden)
    {
        if (ModelState.GetFieldValidationState(hidden) == ModelValidationState.Invalid)
        {
            throw new RefusedException("", "DeadlineNotRead");
        }
    }

    private async Task<WaivePage> ReadAsync(CaseRef file, Guid id, string? why, CancellationToken cancellation) =>
        await db
            .Deadlines.Where(d => d.Id == id && d.CaseId == file.Id)
            .Select(d => new WaivePage(file.Number, d.Id, d.Title, d.DueOn, why))
            .SingleOrDefaultAsync(cancellation)
        ?? throw new NotHereException();
}

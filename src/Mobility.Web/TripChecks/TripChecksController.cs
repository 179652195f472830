using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.People;
using Mobility.Casework.TripChecks;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.TripChecks;

/// <summary>Asks why a trip is called off.</summary>
public sealed record CancelTripPage(string Number, string Traveller, string? Why);

/// <summary>Trip checks that are kept: the list, one of them, what follows from it.</summary>
[ForKinds(
    PersonKind.Administrator,
    PersonKind.Consultant,
    PersonKind.TeamLead,
    PersonKind.ProgrammeManager,
    PersonKind.TaxAdviser,
    PersonKind.ImmigrationAdviser,
    PersonKind.Assignee
)]
[Route("trip-checks")]
public sealed class TripChecksController(
    TripCheckPages pages,
    TripCheckService checks,
    CurrentPerson person,
    Countries countries,
    ReaderFormat reader,
    IStringLocalizer<TripCheckTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Index([FromQuery] TripCheckFilter filter, CancellationToken cancellation)
    {
        filter.Check(new FormCheck(ModelState, texts, reader), countries);
        return View(await pages.ListAsync(filter, cancellation));
    }

    [HttpGet("{check}")]
    public async Task<IActionResult> Check(string check, int? version, CancellationToken cancellation) =>
        await pages.LoadAsync(check, version, cancellation) is { } page ? View("Check", page) : NotFound();

    [HttpPost("{check}/confirm")]
    public async Task<IActionResult> Confirm(string check, int no, CancellationToken cancellation)
    {
        if (!CaseAccess.Allows(person.Viewer, CaseRight.Change) || await pages.FindAsync(check, cancellation) is not { } found)
        {
            return NotFound();
        }
        try
        {
            await checks.ConfirmAsync(found.Id, no, person.Change(), cancellation);
            return Redirect($"/trip-checks/{found.Number}#tasks");
        }
        catch (StaleVersionException)
        {
            ModelState.AddModelError("", texts["Refused.Stale"]);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
        }
        return View("Check", await pages.LoadAsync(check, null, cancellation));
    }

    [HttpGet("{check}/cancel")]
    public async Task<IActionResult> AskCancel(string check, CancellationToken cancellation) =>
        await pages.FindAsync(check, cancellation) is not { } found ? NotFound()
        : found.CancelledAt is null ? View("Cancel", await CancelPageAsync(found, null, cancellation))
        : Redirect($"/trip-checks/{found.Number}");

    [HttpPost("{check}/cancel")]
    public async Task<IActionResult> Cancel(string check, string? why, CancellationToken cancellation)
    {
        if (await pages.FindAsync(check, cancellation) is not { } found)
        {
            return NotFound();
        }
        try
        {
            if (ModelState.IsValid)
            {
                await checks.CancelAsync(found.Id, person.Change(why), cancellation);
                return Redirect($"/trip-checks/{found.Number}");
            }
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
        }
        return View("Cancel", await CancelPageAsync(found, why, cancellation));
    }

    private async Task<CancelTripPage> CancelPageAsync(TripCheck found, string? why, CancellationToken cancellation) =>
        new(found.Number, (await pages.CaseAsync(found.CaseId, cancellation)).Traveller, why);
}

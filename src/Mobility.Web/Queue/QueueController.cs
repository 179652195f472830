using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Queue;

/// <summary>What waits for an adviser of a partner firm.</summary>
[Route("queue")]
[ForKinds(PersonKind.TaxAdviser, PersonKind.ImmigrationAdviser)]
public sealed class QueueController(QueuePages pages, CurrentPerson person) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(bool all, CancellationToken cancellation) =>
        View("Index", await pages.LoadAsync(person.Viewer, person.Today, all, cancellation));
}

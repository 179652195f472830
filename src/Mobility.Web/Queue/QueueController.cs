using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;

namespace Mobility.Web.Queue;

/// <summary>What waits for an adviser of a partner firm.</summary>
[Route("queue")]
[ForKinds(PersonKind.TaxAdviser, PersonKind.ImmigrationAdviser)]
public sealed class QueueController(QueuePages pages, CurrentPerson person) : Controller
{
    [HttpGet("")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Index([FromQuery] QueueFilter filter, CancellationToken cancellation) =>
        View("Index", await pages.LoadAsync(person.Viewer, person.Today, filter, cancellation));
}

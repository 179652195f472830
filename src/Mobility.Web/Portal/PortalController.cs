using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Portal;

/// <summary>The family's own place.</summary>
[Area("Portal")]
[Route("portal")]
[ForKinds(PersonKind.Assignee, PersonKind.FamilyMember)]
public sealed class PortalController(PortalPages pages, CurrentPerson person) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Home(CancellationToken cancellation) =>
        View("Home", await pages.LoadAsync(person.Viewer, person.Name, person.Today, person.Now, cancellation));
}

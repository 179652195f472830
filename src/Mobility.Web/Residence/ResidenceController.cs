using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Access;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Residence;

/// <summary>Where the case's assignee is resident: every rule's finding by country, the opinions beside them, and the declared facts.</summary>
[CaseRoute(CaseRight.ReadAdvice)]
public sealed class ResidenceController(ResidencePages pages) : Controller
{
    [HttpGet("/cases/{number}/residence")]
    public async Task<IActionResult> Show(CaseRef file, CancellationToken cancellation) =>
        View("Residence", await pages.LoadAsync(file, cancellation));
}

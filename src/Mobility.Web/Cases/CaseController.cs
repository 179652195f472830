using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Access;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Cases;

/// <summary>The page of one case.</summary>
[CaseRoute(CaseRight.Read)]
public sealed class CaseController(CaseReader cases, CurrentPerson person) : Controller
{
    [HttpGet("/cases/{number}")]
    public async Task<IActionResult> Show(CaseRef file, CancellationToken cancellation) =>
        View("/Cases/Case.cshtml", await cases.ReadAsync(file, person.Viewer, person.Now, cancellation));
}

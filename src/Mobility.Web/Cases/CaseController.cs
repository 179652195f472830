using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Rules;
using Mobility.Web.Opinions;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>The page of one case.</summary>
[CaseRoute(CaseRight.Read)]
public sealed class CaseController(
    MobilityDbContext db,
    CurrentPerson person,
    RuleBook rules,
    OpinionReader opinions,
    IDateTimeZoneProvider zones
) : Controller
{
    [HttpGet("/cases/{number}")]
    public async Task<IActionResult> Show(CaseRef file, CancellationToken cancellation) =>
        View(
            "/Cases/Case.cshtml",
            await new CaseReader(db, rules, opinions, zones).ReadAsync(file, person.Viewer, person.Now, cancellation)
        );
}

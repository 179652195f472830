using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;

namespace Mobility.Web.Cases;

/// <summary>The case list: every case a person may open.</summary>
[ForKinds(
    PersonKind.Administrator,
    PersonKind.Consultant,
    PersonKind.TeamLead,
    PersonKind.ProgrammeManager,
    PersonKind.TaxAdviser,
    PersonKind.ImmigrationAdviser
)]
public sealed class CasesController(MobilityDbContext db, CurrentPerson person) : Controller
{
    [HttpGet("/cases")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Index([FromQuery] CaseFilter filter, CancellationToken cancellation) =>
        View(await new CaseList(db, person.Viewer, person.Today, person.Now).ReadAsync(filter, cancellation));
}

using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.MyDay;

/// <summary>The first page of everybody who works here: what to do next.</summary>
[ForKinds(PersonKind.Administrator, PersonKind.Consultant, PersonKind.TeamLead)]
public sealed class MyDayController(MobilityDbContext db, CurrentPerson person) : Controller
{
    [HttpGet("/my-day")]
    public async Task<IActionResult> Show(Guid? client, CancellationToken cancellation) =>
        View(
            "/MyDay/MyDay.cshtml",
            await new MyDayReader(db, person.Viewer).ReadAsync(client, person.Today, person.Now, cancellation)
        );
}

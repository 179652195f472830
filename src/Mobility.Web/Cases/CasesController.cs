using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
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
public sealed class CasesController(MobilityDbContext db, PersonalSearch search, CurrentPerson person) : Controller
{
    [HttpGet("/cases")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Index([FromQuery] CaseFilter filter, CancellationToken cancellation) =>
        View(await new CaseList(db, person.Viewer, person.Today, person.Now).ReadAsync(filter, cancellation));

    /// <summary>
    /// What was typed comes by post, for it may be a passport or tax number, and those go into no address. Names and cities go on to the list's
    /// own address, which can be kept and sent.
    /// </summary>
    [HttpPost("/cases/find")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Find([FromForm] CaseFilter filter, CancellationToken cancellation)
    {
        var list = new CaseList(db, person.Viewer, person.Today, person.Now);
        if (!filter.MayBeANumber)
        {
            return Redirect(filter.With(nameof(CaseFilter.Page), null));
        }
        var people = await search.FindAsync(person.Viewer, filter.Q!, cancellation);
        var cases = await list.OfPeopleAsync(people, cancellation);
        if (cases is [var only])
        {
            return Redirect($"/cases/{only}");
        }
        if (cases.Count == 0 && await list.HasWordsAsync(filter, cancellation))
        {
            // A case's number, or a name with digits in it: nothing that has to stay out of an address.
            return Redirect(filter.With(nameof(CaseFilter.Page), null));
        }
        return View("Index", await list.ReadAsync(new CaseFilter { Numbers = cases }, cancellation));
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;

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
public sealed class CasesController(
    MobilityDbContext db,
    PersonalSearch search,
    CurrentPerson person,
    Countries countries,
    ReaderFormat reader,
    IStringLocalizer<CaseTexts> texts
) : Controller
{
    [HttpGet("/cases")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Index([FromQuery] CaseFilter filter, CancellationToken cancellation)
    {
        filter.Check(new FormCheck(ModelState, texts, reader), countries);
        return View(await new CaseList(db, person.Viewer, person.Today, person.Now).ReadAsync(filter, cancellation));
    }

    /// <summary>
    /// What was typed comes by post, for it may be a passport or tax number, and those go into no address. Names and cities go on to the list's
    /// own address, which can be kept and sent.
    /// </summary>
    [HttpPost("/cases/find")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Find([FromForm] CaseFilter filter, CancellationToken cancellation)
    {
        var list = new CaseList(db, person.Viewer, person.Today, person.Now);
        filter.Check(new FormCheck(ModelState, texts, reader), countries);
        if (!ModelState.IsValid)
        {
            return View("Index", await list.ReadAsync(filter, cancellation));
        }
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

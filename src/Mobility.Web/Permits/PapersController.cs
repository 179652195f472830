using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Permits;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Permits;

public sealed record PaperPage(PaperForm Form, IReadOnlyList<SelectListItem> People, string Number, string Assignee);

/// <summary>Records papers of the people of a case. A newer one of the same kind takes the older one's place; both stay on file.</summary>
[CaseRoute(CaseRight.Change)]
public sealed class PapersController(
    MobilityDbContext db,
    CurrentPerson person,
    PaperService papers,
    Countries countries,
    ReaderFormat reader,
    IStringLocalizer<PermitTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/cases/{number}/papers/new")]
    public Task<IActionResult> New(CaseRef file, PaperKind kind, CancellationToken cancellation) =>
        ShowAsync(file, new PaperForm { Kind = kind, PersonId = file.AssigneeId }, cancellation);

    [HttpPost("/cases/{number}/papers/new")]
    public async Task<IActionResult> Record(CaseRef file, PaperForm form, CancellationToken cancellation)
    {
        var country = form.Check(new FormCheck(ModelState, texts, reader), countries);
        if (!ModelState.IsValid || country is null)
        {
            return await ShowAsync(file, form, cancellation);
        }
        try
        {
            await RecordAsync(file.Id, form, country, cancellation);
            return Redirect($"/cases/{file.Number}#papers");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return await ShowAsync(file, form, cancellation);
        }
    }

    private Task RecordAsync(Guid caseId, PaperForm form, string country, CancellationToken cancellation)
    {
        var (whose, to, change) = (form.PersonId!.Value, form.ValidTo!.Value, person.Change());
        return form.Kind switch
        {
            PaperKind.Permit => papers.RecordPermitAsync(
                caseId,
                whose,
                country,
                form.Name!.Trim(),
                form.ValidFrom!.Value,
                to,
                change,
                cancellation
            ),
            PaperKind.Certificate => papers.RecordCertificateAsync(
                caseId,
                whose,
                country,
                form.Name!.Trim(),
                form.ValidFrom!.Value,
                to,
                change,
                cancellation
            ),
            _ => papers.RecordPassportAsync(caseId, whose, form.Passport(country), change, cancellation),
        };
    }

    private async Task<IActionResult> ShowAsync(CaseRef file, PaperForm form, CancellationToken cancellation)
    {
        var people = await db
            .People.Where(p => p.Id == file.AssigneeId || db.CaseMembers.Any(m => m.CaseId == file.Id && m.PersonId == p.Id))
            .OrderBy(p => p.Id != file.AssigneeId)
            .ThenBy(p => p.Id)
            .Select(p => new { p.Id, p.FullName })
            .ToListAsync(cancellation);
        return View(
            "/Permits/New.cshtml",
            new PaperPage(
                form,
                [.. people.Select(p => new SelectListItem(p.FullName, p.Id.ToString()))],
                file.Number,
                people[0].FullName
            )
        );
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.Cases;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Covers;

/// <summary>Who is away, and who works their cases until when.</summary>
[ForKinds(PersonKind.Administrator, PersonKind.Consultant, PersonKind.TeamLead)]
public sealed class CoversController(
    MobilityDbContext db,
    CurrentPerson person,
    CoverService covers,
    ReaderFormat reader,
    IStringLocalizer<CoverTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    private CoverList List => new(db, person.Viewer);

    [HttpGet("/covers")]
    public async Task<IActionResult> Index(CancellationToken cancellation) =>
        View("/Covers/Index.cshtml", await List.ReadAsync(person.Now, cancellation));

    [HttpGet("/covers/new")]
    public Task<IActionResult> Ask(CancellationToken cancellation) =>
        AskAsync(new CoverForm { AwayId = person.Viewer.AccountId, From = person.Today }, cancellation);

    [HttpPost("/covers/new")]
    public async Task<IActionResult> Set(CoverForm form, CancellationToken cancellation)
    {
        var away = form.AwayId ?? person.Viewer.AccountId;
        if (!CoverAccess.MaySet(person.Viewer, away))
        {
            return NotFound();
        }
        if (form.Check(new FormCheck(ModelState, texts, reader), away) is { } cover && ModelState.IsValid)
        {
            try
            {
                await covers.SetAsync(cover, person.Change(form.Why), cancellation);
                return Redirect("/covers");
            }
            catch (RefusedException refusal)
            {
                ModelState.AddRefusal(refusal, reader, shared, texts);
            }
        }
        return await AskAsync(form, cancellation);
    }

    [HttpGet("/covers/{id:guid}/end")]
    public Task<IActionResult> AskEnd(Guid id, CancellationToken cancellation) => AskEndAsync(id, null, cancellation);

    [HttpPost("/covers/{id:guid}/end")]
    public async Task<IActionResult> End(Guid id, string? why, CancellationToken cancellation)
    {
        if (await List.FindAsync(id, cancellation) is null)
        {
            return NotFound();
        }
        new FormCheck(ModelState, texts, reader).AtMost("Why", why, CoverService.LongestReason);
        if (!ModelState.IsValid)
        {
            return await AskEndAsync(id, why, cancellation);
        }
        await covers.EndAsync(id, person.Change(why), cancellation);
        return Redirect("/covers");
    }

    private async Task<IActionResult> AskAsync(CoverForm form, CancellationToken cancellation) =>
        View(
            "/Covers/New.cshtml",
            new NewCoverPage(
                form,
                CoverAccess.LooksAfterOthers(person.Viewer),
                person.Zone.Id,
                await CaseChoices.StaffAsync(db, cancellation)
            )
        );

    private async Task<IActionResult> AskEndAsync(Guid id, string? why, CancellationToken cancellation) =>
        await List.FindAsync(id, cancellation) is { } cover && cover.EndsAt > person.Now
            ? View("/Covers/End.cshtml", new EndCoverPage(cover, why))
            : NotFound();
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.People;

/// <summary>Somebody of a case who is to be let in.</summary>
/// <param name="CaseNumber">The case it is done on.</param>
/// <param name="PersonId">Who is invited.</param>
/// <param name="Name">Their name.</param>
/// <param name="Email">The address the link goes to, as typed or as known.</param>
public sealed record InvitePersonPage(string CaseNumber, Guid PersonId, string Name, string? Email);

/// <summary>Lets the assignee and the adult family of a case in.</summary>
[CaseRoute(CaseRight.Change)]
public sealed class InvitationsController(
    MobilityDbContext db,
    CaseInvitations invitations,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<PeopleTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/cases/{number}/people/{personId:guid}/invite")]
    public async Task<IActionResult> Index(CaseRef file, Guid personId, CancellationToken cancellation) =>
        await FindAsync(file, personId, cancellation) is { } page ? View("InvitePerson", page) : NotFound();

    [HttpPost("/cases/{number}/people/{personId:guid}/invite")]
    public async Task<IActionResult> Invite(CaseRef file, Guid personId, string? email, CancellationToken cancellation)
    {
        if (await FindAsync(file, personId, cancellation) is not { } page)
        {
            return NotFound();
        }
        new FormCheck(ModelState, texts, reader).AtMost("Email", email, FormCheck.LongestEmail);
        if (!ModelState.IsValid)
        {
            return View("InvitePerson", page);
        }
        try
        {
            await invitations.InviteAsync(file.Id, personId, email, person.Change(), cancellation);
            return LocalRedirect($"/cases/{file.Number}#people");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return View("InvitePerson", page with { Email = email ?? page.Email });
        }
    }

    private Task<InvitePersonPage?> FindAsync(CaseRef file, Guid personId, CancellationToken cancellation) =>
        db
            .People.Where(p =>
                p.Id == personId
                && (p.Id == file.AssigneeId || db.CaseMembers.Any(m => m.CaseId == file.Id && m.PersonId == p.Id))
            )
            .Select(p => new InvitePersonPage(file.Number, p.Id, p.FullName, p.Email))
            .SingleOrDefaultAsync(cancellation);
}

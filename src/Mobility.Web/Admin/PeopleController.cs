using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Admin;

/// <summary>One person's account with what may be done about it.</summary>
public sealed record AccountDetails(
    AccountRow Account,
    int OpenCases,
    IReadOnlyList<Change> History,
    bool LinkSent,
    bool HasSecondFactor
);

/// <summary>Who can sign in.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class PeopleController(
    MobilityDbContext db,
    AccountList list,
    AccountService accounts,
    AccountClosing closing,
    SecondFactors factors,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<AdminTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/admin/people")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Index([FromQuery] AccountFilter filter, CancellationToken cancellation) =>
        View("People", await list.ReadAsync(filter, cancellation));

    [HttpGet("/admin/people/{id:guid}")]
    public Task<IActionResult> Show(Guid id, bool linkSent, CancellationToken cancellation) =>
        PageAsync(id, linkSent, cancellation);

    [HttpPost("/admin/people/{id:guid}/link")]
    public async Task<IActionResult> SendLink(Guid id, CancellationToken cancellation)
    {
        await accounts.NewLinkAsync(id, byMail: true, person.Change(), cancellation);
        return LocalRedirect($"/admin/people/{id}?linkSent=true");
    }

    [HttpPost("/admin/people/{id:guid}/deactivate")]
    public async Task<IActionResult> Deactivate(Guid id, string? why, CancellationToken cancellation)
    {
        var answer = await ChangeAsync(id, why, closing.DeactivateAsync, cancellation);
        return answer is LocalRedirectResult && await OpenCasesAsync(id, cancellation) > 0
            ? LocalRedirect($"/cases/reassign?from={id}")
            : answer;
    }

    [HttpPost("/admin/people/{id:guid}/reactivate")]
    public Task<IActionResult> Reactivate(Guid id, string? why, CancellationToken cancellation) =>
        ChangeAsync(id, why, closing.ReactivateAsync, cancellation);

    [HttpPost("/admin/people/{id:guid}/second-factor/remove")]
    public Task<IActionResult> RemoveFactors(Guid id, string? why, CancellationToken cancellation) =>
        ChangeAsync(id, why, factors.RemoveAllAsync, cancellation);

    private async Task<IActionResult> ChangeAsync(
        Guid id,
        string? why,
        Func<Guid, ChangeContext, CancellationToken, Task> act,
        CancellationToken cancellation
    )
    {
        new FormCheck(ModelState, texts, reader).AtMost("Why", why, 1000);
        if (!ModelState.IsValid)
        {
            return await PageAsync(id, false, cancellation);
        }
        try
        {
            await act(id, person.Change(why), cancellation);
            return LocalRedirect($"/admin/people/{id}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return await PageAsync(id, false, cancellation);
        }
    }

    private async Task<IActionResult> PageAsync(Guid id, bool linkSent, CancellationToken cancellation)
    {
        if (await list.FindAsync(id, cancellation) is not { } account)
        {
            return NotFound();
        }
        var open = await OpenCasesAsync(id, cancellation);
        var history = await db
            .Changes.AsNoTracking()
            .Where(c => c.AboutAccountId == id)
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id)
            .Take(100)
            .ToListAsync(cancellation);
        var hasFactor =
            await db.Authenticators.AnyAsync(a => a.AccountId == id && a.ConfirmedAt != null, cancellation)
            || await db.UserPasskeys.AnyAsync(p => p.UserId == id, cancellation);
        return View("Person", new AccountDetails(account, open, history, linkSent, hasFactor));
    }

    private Task<int> OpenCasesAsync(Guid id, CancellationToken cancellation) =>
        db.Cases.CountAsync(c => c.ConsultantId == id && c.ClosedOn == null && c.CancelledOn == null, cancellation);
}

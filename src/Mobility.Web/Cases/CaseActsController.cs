using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>A turn in the life of a case; the words are those of its address.</summary>
public enum CaseAct
{
    Confirm,
    Hold,
    Resume,
    Cancel,
    Close,
}

/// <summary>What somebody says about such a turn.</summary>
public sealed class CaseActForm
{
    public long Version { get; set; }

    public LocalDate? On { get; set; }

    public string? Why { get; set; }
}

public sealed record CaseActPage(CaseAct Act, CaseActForm Form, string Number, string Assignee);

public sealed record MemberPage(MemberForm Form, string Number, string Assignee);

public sealed record EngagePage(Guid? AccountId, IReadOnlyList<SelectListItem> Accounts, string Number, string Assignee);

/// <summary>What is done to a case as a whole: confirmed, held, ended; a member of the family added, an adviser engaged.</summary>
[CaseRoute(CaseRight.Change)]
public sealed class CaseActsController(
    MobilityDbContext db,
    CurrentPerson person,
    CaseService cases,
    Countries countries,
    ReaderFormat reader,
    IStringLocalizer<CaseTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    private const string ActRoute = "/cases/{number}/{act:regex(^(confirm|hold|resume|cancel|close)$)}";

    private FormCheck Check => new(ModelState, texts, reader);

    [HttpGet(ActRoute)]
    public Task<IActionResult> Ask(CaseRef file, CaseAct act, CancellationToken cancellation) =>
        AskAsync(file, act, new CaseActForm { Version = file.Version, On = person.Today }, cancellation);

    [HttpPost(ActRoute)]
    public async Task<IActionResult> Do(CaseRef file, CaseAct act, CaseActForm form, CancellationToken cancellation)
    {
        var check = Check;
        if (act != CaseAct.Resume && check.Required(nameof(CaseActForm.On), form.On, "Refused.On") && form.On > person.Today)
        {
            check.Refuse(nameof(CaseActForm.On), "Refused.OnInFuture", person.Today);
        }
        check.Required(nameof(CaseActForm.Why), form.Why, "Refused.Why");
        check.AtMost(nameof(CaseActForm.Why), form.Why, 1000);
        if (!ModelState.IsValid)
        {
            return await AskAsync(file, act, form, cancellation);
        }
        try
        {
            await DoAsync(file.Id, act, form, form.On ?? person.Today, cancellation);
            return Redirect($"/cases/{file.Number}");
        }
        catch (StaleVersionException stale)
        {
            // Nothing of the form itself can clash; that the case is another now is what the person must know.
            ModelState.Clear();
            ModelState.AddModelError("", texts["Refused.Stale"]);
            form.Version = stale.Current;
            return await AskAsync(file, act, form, cancellation);
        }
    }

    private Task DoAsync(Guid id, CaseAct act, CaseActForm form, LocalDate on, CancellationToken cancellation)
    {
        var change = person.Change(form.Why);
        return act switch
        {
            CaseAct.Confirm => cases.ConfirmAsync(id, form.Version, on, change, cancellation),
            CaseAct.Hold => cases.HoldAsync(id, form.Version, on, change, cancellation),
            CaseAct.Resume => cases.ResumeAsync(id, form.Version, change, cancellation),
            CaseAct.Cancel => cases.CancelAsync(id, form.Version, on, change, cancellation),
            _ => cases.CloseAsync(id, form.Version, on, change, cancellation),
        };
    }

    private async Task<IActionResult> AskAsync(CaseRef file, CaseAct act, CaseActForm form, CancellationToken cancellation) =>
        View("/Cases/Act.cshtml", new CaseActPage(act, form, file.Number, await NameAsync(file, cancellation)));

    [HttpGet("/cases/{number}/people/new")]
    public async Task<IActionResult> NewMember(CaseRef file, CancellationToken cancellation) =>
        View("/Cases/NewMember.cshtml", new MemberPage(new MemberForm(), file.Number, await NameAsync(file, cancellation)));

    [HttpPost("/cases/{number}/people/new")]
    public async Task<IActionResult> AddMember(CaseRef file, MemberForm form, CancellationToken cancellation)
    {
        var member = form.Check(Check, countries, "", person.Today);
        if (member is not null && ModelState.IsValid)
        {
            try
            {
                await cases.AddMemberAsync(file.Id, member, person.Change(), cancellation);
                return Redirect($"/cases/{file.Number}#people");
            }
            catch (RefusedException refusal)
            {
                ModelState.AddRefusal(refusal, reader, shared, texts);
            }
        }
        return View("/Cases/NewMember.cshtml", new MemberPage(form, file.Number, await NameAsync(file, cancellation)));
    }

    [HttpGet("/cases/{number}/advisers/new")]
    public Task<IActionResult> NewAdviser(CaseRef file, CancellationToken cancellation) =>
        AskAdviserAsync(file, null, cancellation);

    [HttpPost("/cases/{number}/advisers/new")]
    public async Task<IActionResult> Engage(CaseRef file, Guid? accountId, string? why, CancellationToken cancellation)
    {
        Check.AtMost("Why", why, 1000);
        if (Check.Required("AccountId", accountId, "Refused.Adviser") && ModelState.IsValid)
        {
            try
            {
                await cases.EngageAsync(file.Id, accountId!.Value, person.Change(why), cancellation);
                return Redirect($"/cases/{file.Number}#advisers");
            }
            catch (RefusedException refusal)
            {
                ModelState.AddRefusal(refusal, reader, shared, texts);
            }
        }
        return await AskAdviserAsync(file, accountId, cancellation);
    }

    private async Task<IActionResult> AskAdviserAsync(CaseRef file, Guid? chosen, CancellationToken cancellation)
    {
        var accounts = await db
            .Accounts.Where(a =>
                a.DeactivatedAt == null
                && (a.Kind == PersonKind.TaxAdviser || a.Kind == PersonKind.ImmigrationAdviser || a.Kind == PersonKind.Supplier)
                && !db.Engagements.Any(e => e.CaseId == file.Id && e.AccountId == a.Id)
            )
            .OrderBy(a => a.Kind)
            .ThenBy(a => a.DisplayName)
            .Select(a => new
            {
                a.Id,
                a.DisplayName,
                a.Kind,
                Firm = a.Firm!.Name,
            })
            .ToListAsync(cancellation);
        var groups = accounts
            .Select(a => a.Kind)
            .Distinct()
            .ToDictionary(k => k, k => new SelectListGroup { Name = texts.Of("Kind", k) });
        return View(
            "/Cases/NewAdviser.cshtml",
            new EngagePage(
                chosen,
                [
                    .. accounts.Select(a => new SelectListItem($"{a.DisplayName}, {a.Firm}", a.Id.ToString())
                    {
                        Group = groups[a.Kind],
                    }),
                ],
                file.Number,
                await NameAsync(file, cancellation)
            )
        );
    }

    private Task<string> NameAsync(CaseRef file, CancellationToken cancellation) =>
        db.People.Where(p => p.Id == file.AssigneeId).Select(p => p.FullName).SingleAsync(cancellation);
}
